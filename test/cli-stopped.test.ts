/** What ends a run early: an engine that hangs, and the user. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ownCorpusFolder } from "../cli/corpus.ts";
import type { Bisection } from "../reports/bisection.ts";
import type { RunReport } from "../reports/run-report.ts";
import { type Ended, emptyFolder, engineModule, runCli, startCli } from "./cli-fixture.ts";
import { TROUBLE } from "./engines/troubled.ts";
import { caseOf, step } from "./small-cases.ts";
import { seedInTrouble } from "./trouble.ts";

test("an engine that hangs is a failure, with a case that hangs again", async () => {
  const own = emptyFolder();
  const engine = engineModule("blocks-its-thread");
  const seed = String(await seedInTrouble(1, 10));
  const words = [
    "verify",
    "--scope",
    "sequential",
    "--engine",
    engine,
    "--seed",
    seed,
    "--runs",
    "10",
  ];
  const { code, stdout, stderr } = await runCli(words, own);
  expect(code).toBe(1);
  const reason = "The engine blocked its thread, or did not come to rest, for 10 s";
  expect(stdout).toMatch(/\n LOST {2}1 case {4}engine: /);
  expect(stdout).toContain(`\n  ${reason}.\n  The first was case `);
  expect(stdout).toMatch(
    /\n\d+ passed, 0 failed, \d+ unknown, \d+ other gaps?, 1 case lost\nexit 1\n$/,
  );
  expect(stderr).toContain(reason);
  const lost = join("counterexamples", readdirSync(join(own, "counterexamples"))[0] as string);
  expect(stdout).toContain(`replay ${lost} --engine ${engine}\n`);
  const again = await runCli(["replay", lost, "--engine", engine], own);
  expect(again.code).toBe(1);
  expect(again.stdout).toContain(`\n  ${reason}.\n`);
});

async function interrupt(words: readonly string[], when: RegExp): Promise<Ended> {
  const running = startCli(["verify", "--runs", "100000000", "--time-limit", "600", ...words]);
  await running.printed("stderr", when);
  running.signal("SIGINT");
  return running.ended;
}

test("SIGINT gives the report so far and exit 130", async () => {
  const { code, stdout } = await interrupt(
    ["--engine", "aws-sdk@1.1.7", "--property", "interruption-reaches-handler"],
    /saved as/,
  );
  expect(stdout).toContain("\nStopped by the user: this report is partial.\n");
  expect(stdout).toContain(" FAIL  interruption-reaches-handler    engine: aws-sdk@1.1.7\n");
  expect(stdout).toMatch(/\nexit 130\n$/);
  expect(code).toBe(130);
});

test("SIGINT with --json gives the report so far as JSON", async () => {
  const { code, stdout } = await interrupt(["--engine", "aws-sdk@1.1.7", "--json"], /saved as/);
  expect((JSON.parse(stdout) as RunReport).stopped).toBe("interrupted-by-user");
  expect(code).toBe(130);
});

test("the header is there before anything runs, and SIGINT stops an engine that hangs", async () => {
  const engine = engineModule("blocks-its-thread");
  const running = startCli([
    "verify",
    "--scope",
    "sequential",
    "--engine",
    engine,
    "--seed",
    "1",
    "--workers",
    "2",
  ]);
  await running.printed("stdout", /seed 1\n/);
  running.signal("SIGINT");
  const { code, stdout } = await running.ended;
  expect(stdout).toMatch(/^durable-conformance \S+ {3}node \S+ {3}seed 1\nengine /);
  expect(stdout).toContain("\n0 cases, 0 events in ");
  expect(code).toBe(130);
});

test("SIGINT ends a replay with exit 130, and nothing half said", async () => {
  const own = emptyFolder();
  writeFileSync(join(own, "case.json"), JSON.stringify(caseOf([step(TROUBLE)])));
  const engine = engineModule("blocks-its-thread");
  const running = startCli(["replay", "case.json", "--engine", engine, "--json"], own);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  running.signal("SIGINT");
  const { code, stdout } = await running.ended;
  expect([code, stdout]).toEqual([130, ""]);
});

test("a second SIGINT does not wait for the report", async () => {
  const engine = engineModule("blocks-its-thread");
  const running = startCli([
    "verify",
    "--scope",
    "sequential",
    "--engine",
    engine,
    "--seed",
    "1",
    "--workers",
    "2",
  ]);
  await running.printed("stdout", /seed 1\n/);
  running.signal("SIGINT");
  running.signal("SIGINT");
  expect((await running.ended).code).toBe(130);
});

describe("SIGINT gives what was found so far, and exit 130, in what takes long", () => {
  const FINDING = join(ownCorpusFolder() as string, "interrupted-step-gives-internal-error.json");
  const SDK = ["--package", "@aws/durable-execution-sdk-js", "--cache", "cache", "--offline"];

  test("bisect", async () => {
    const running = startCli(["bisect", FINDING, ...SDK]);
    await running.printed("stdout", /1\.0\.1 +breaks/);
    running.signal("SIGINT");
    const { code, stdout } = await running.ended;
    expect(stdout).toMatch(
      /\nStopped by the user\. Of those that were run: broken (in|from) 1\.0\.1/i,
    );
    expect(stdout).not.toMatch(/holds from 2\.0\.0/);
    expect(code).toBe(130);
  });

  test("bisect --json", async () => {
    const running = startCli(["bisect", FINDING, ...SDK, "--json"]);
    await running.printed("stderr", /1\.0\.1 +breaks/);
    running.signal("SIGINT");
    const { code, stdout } = await running.ended;
    const { stopped, results } = JSON.parse(stdout) as Bisection;
    expect(stopped).toBe("interrupted-by-user");
    expect(results.length).toBeLessThan(11);
    expect(code).toBe(130);
  });

  test("corpus run", async () => {
    const running = startCli(["corpus", "run"]);
    await running.printed("stdout", /aws-sdk@1\.0\.1/);
    running.signal("SIGINT");
    const { code, stdout, stderr } = await running.ended;
    expect(stdout).not.toContain("aws-sdk@2.4.0");
    expect(stderr).toMatch(/Stopped by the user after \d+ of \d+ engines\.\n$/);
    expect(code).toBe(130);
  });

  test("faulty", async () => {
    const running = startCli(["faulty", "--seeds", "2", "--runs", "2000", "--workers", "1"]);
    await running.printed("stderr", /caught/);
    running.signal("SIGINT");
    const { code, stdout } = await running.ended;
    expect(stdout).toMatch(/\nStopped by the user: \d+ engines were not tried to the end\.\n/);
    expect(stdout).toMatch(/\n\d+ caught, 0 missed\n$/);
    expect(code).toBe(130);
  });
});
