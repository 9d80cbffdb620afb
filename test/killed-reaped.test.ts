/** No process and no file of the killed tiers is left, however a run comes to its end. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { makeCase } from "../model/case.ts";
import { emptyFolder, type Running, startCli } from "./cli-fixture.ts";
import { step } from "./small-cases.ts";

const SLOW = 300_000;
const OWN = join(import.meta.dirname, "..");

/** A folder with an engine, whose name tells its processes from all others; what they write is in it. */
function newFolder(engine = RIGHT) {
  const own = emptyFolder();
  const temporary = join(own, "temporary");
  mkdirSync(temporary);
  writeFileSync(join(own, "engine.mts"), engine);
  const strikes = ["a", "b"].map((operation) => {
    return { edge: "body-entered", operation, occurrence: 1 } as const;
  });
  const faults = [
    { fault: "reply-lost", operation: "a", action: "SUCCEED", occurrence: 1 },
    { fault: "request-lost", operation: "b", action: "SUCCEED", occurrence: 1 },
  ] as const;
  const schedule = { interruptions: strikes, faults };
  const case_ = makeCase({ operations: [step("a"), step("b")] }, schedule);
  writeFileSync(join(own, "case.json"), JSON.stringify(case_));
  return { own, temporary };
}

const RIGHT = `export { createEmbeddedEngine as createEngine } from "${OWN}/impl/embedded/engine.ts";\n`;
const SPINS = `
import { createEmbeddedEngine } from "${OWN}/impl/embedded/engine.ts";
export const createEngine = () => ({
  ...createEmbeddedEngine(),
  invoke: async () => { for (;;); },
});
`;
/** Each invocation starts a process that would outlive it; its name has that of the folder in it. */
const STARTS = `
import { spawn } from "node:child_process";
import { createEmbeddedEngine } from "${OWN}/impl/embedded/engine.ts";
const engine = createEmbeddedEngine();
export const createEngine = () => ({
  ...engine,
  invoke: (invocation) => {
    spawn(process.execPath, ["--eval", "setTimeout(() => {}, 300_000)", import.meta.dirname + "/an-engines-process."], { stdio: "ignore" });
    return engine.invoke(invocation);
  },
});
`;
const FAILS = `throw new Error("no engine today");\n`;

function start(own: string, words: readonly string[]): Running {
  const engine = join(own, "engine.mts");
  const env = { ...process.env, TMPDIR: join(own, "temporary") };
  return startCli([...words, "--engine", engine], own, env);
}

/** The processes of this folder, but for the command line itself and those that are dead already. */
function processesOf(own: string): readonly string[] {
  const all = execFileSync("ps", ["-A", "-o", "stat=,args="], { encoding: "utf8" }).split("\n");
  return all.filter(
    (line) => line.includes(own) && line.includes("-process.") && !line.startsWith("Z"),
  );
}

async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  // Asked once each time: what has been true may not be so any more, as processes come and go.
  let isSo = what();
  for (; !isSo && Date.now() < end; isSo = what()) await setTimeout(50);
  expect(isSo).toBe(true);
}

const gone = (own: string) => until(() => processesOf(own).length === 0);
const there = (own: string) => until(() => processesOf(own).length > 0);
const filesOf = (temporary: string) =>
  readdirSync(temporary).filter((name) => name.startsWith("durable-conformance"));

describe.each(["killed", "killed-backend"])("--tier %s", { timeout: SLOW }, (tier) => {
  const many = ["verify", "--runs", "1000000", "--workers", "1", "--no-corpus", "--tier", tier];

  test("a case that has come to its end", async () => {
    const { own, temporary } = newFolder();
    const { code, stderr } = await start(own, ["replay", "case.json", "--tier", tier]).ended;
    expect(code, stderr).toBe(0);
    expect(processesOf(own)).toEqual([]);
    expect(filesOf(temporary)).toEqual([]);
  });

  test("Ctrl-C", async () => {
    const { own, temporary } = newFolder();
    const running = start(own, many);
    await there(own);
    running.signal("SIGINT");
    expect((await running.ended).code).toBe(130);
    await gone(own);
    await until(() => filesOf(temporary).length === 0);
  });

  test.each(["SIGTERM", "SIGKILL"] as const)("%s", async (signal) => {
    const { own, temporary } = newFolder();
    const running = start(own, many);
    await there(own);
    running.signal(signal);
    // The processes print to the same place, and have nothing to say of it.
    expect((await running.ended).stderr).not.toMatch(/Error|EPIPE/);
    await gone(own);
    await until(() => filesOf(temporary).length === 0);
  });
});

describe("--tier killed", { timeout: SLOW }, () => {
  test("an engine that does not come to rest, and whose conductor is gone", async () => {
    const { own } = newFolder(SPINS);
    const running = start(own, ["replay", "case.json", "--tier", "killed"]);
    await until(() => processesOf(own).some((line) => line.startsWith("R")));
    running.signal("SIGKILL");
    await running.ended;
    await gone(own);
  });

  test("what an engine has started", async () => {
    const { own } = newFolder(STARTS);
    expect((await start(own, ["replay", "case.json", "--tier", "killed"]).ended).code).toBe(0);
    await gone(own);
  });

  test("what an engine has started, at Ctrl-C", async () => {
    const { own } = newFolder(STARTS);
    const running = start(own, ["verify", "--runs", "1000", "--no-corpus", "--tier", "killed"]);
    await until(() => processesOf(own).some((line) => line.includes("an-engines-process.")));
    running.signal("SIGINT");
    expect((await running.ended).code).toBe(130);
    await gone(own);
  });

  test("an engine that can't be loaded", async () => {
    const { own } = newFolder(FAILS);
    const { code, stderr } = await start(own, ["replay", "case.json", "--tier", "killed"]).ended;
    expect(stderr).toContain("no engine today");
    expect(code).toBe(64);
    expect(processesOf(own)).toEqual([]);
  });
});

describe("what can't be killed is wrong usage", { timeout: SLOW }, () => {
  const { own } = newFolder();
  test.each(["killed", "killed-backend"])("the model, --tier %s", async (tier) => {
    const words = ["verify", "--engine", "model", "--tier", tier];
    const { code, stderr } = await startCli(words, own).ended;
    expect(stderr).toBe(
      `durable-conformance: --tier: found ${tier} for the model, which runs in no process that could be killed; accepted is simulated, or another engine.\n`,
    );
    expect(code).toBe(64);
  });

  test("no tier", async () => {
    const { code, stderr } = await startCli(["verify", "--tier", "real"], own).ended;
    expect(stderr).toBe(
      'durable-conformance: --tier: found "real"; accepted is simulated, killed, killed-backend.\n',
    );
    expect(code).toBe(64);
  });

  test("a faulty service where the service is to be killed", async () => {
    const words = [
      "verify",
      "--engine",
      "faulty/batch-applied-in-part",
      "--tier",
      "killed-backend",
    ];
    const { code, stderr } = await startCli(words, own).ended;
    expect(stderr).toContain("has a service of its own, which is no process that could be killed");
    expect(code).toBe(64);
  });
});
