/** The main job, as its users run it: a published engine that is broken, and one that is not. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Counterexample } from "../reports/counterexample.ts";
import type { RunReport } from "../reports/run-report.ts";
import { type Ended, emptyFolder, engineModule, runCli } from "./cli-fixture.ts";
import { inTrouble, seedInLaterTrouble } from "./trouble.ts";

/** One property only: the engine has other mistakes, and one finding is enough to look at. */
const PROPERTY = "interruption-reaches-handler";
const BROKEN = [
  ...["verify", "--engine", "aws-sdk@1.1.7", "--property", PROPERTY],
  ...["--scope", "sequential", "--seed", "1", "--runs", "300"],
];

/** Anything that tells a terminal to do something. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/;

function savedFiles(folder: string): string[] {
  return readdirSync(join(folder, "counterexamples")).map((name) => join("counterexamples", name));
}

/** What one run of the broken engine printed, and the one file that it saved. */
let folder = "";
let found: Ended;
let file = "";
beforeAll(async () => {
  folder = emptyFolder();
  found = await runCli(BROKEN, folder);
  file = savedFiles(folder)[0] as string;
});

function readSaved(): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, file), "utf8"));
}

function longLines(text: string): string[] {
  return text.split("\n").filter((line) => line.length > 80 && !line.startsWith("  Reproduce "));
}

test("aws-sdk@1.1.7 is found broken", () => {
  const { code, stdout, stderr } = found;
  expect(code).toBe(1);
  expect(stdout).toMatch(/^durable-conformance \S+ {3}node \S+ {3}seed 1\n/);
  expect(stdout).toContain(" FAIL  interruption-reaches-handler    engine: aws-sdk@1.1.7\n");
  expect(stdout).toMatch(/\n {2}Workflow {4}\S+ \(at most once, never retried\)\n {2}Schedule /);
  expect(stdout).toMatch(/\n {2}Shrunk {6}\d+ -> 1 operations, \d+ -> 1 interruptions/);
  expect(stdout).toContain(`replay ${file} --engine aws-sdk@1.1.7\n`);
  expect(stdout).toMatch(/\nexit 1\n$/);
  expect(longLines(stdout)).toEqual([]);
  expect(stdout).not.toMatch(CONTROLS);
  expect(stderr).not.toMatch(CONTROLS);
});

test("the saved file says what the model knew, and what became of each removal", () => {
  const saved = readSaved();
  expect(saved).toMatchObject({
    format: "durable-conformance/counterexample",
    version: 2,
    engine: "aws-sdk@1.1.7",
    madeWith: { node: process.versions.node },
    shrink: { minimal: true, to: { operations: 1, interruptions: 1 } },
    modelState: {
      invocation: 2,
      operations: [{ status: "FAILED", attempt: 1, starts: 1, phase: "closed" }],
    },
  });
  const { certificate } = saved.shrink as Counterexample["shrink"];
  expect(certificate.length).toBeGreaterThan(1);
  for (const { removed, breaks } of certificate) {
    expect(removed).not.toBe("");
    expect(breaks).not.toBe(saved.signature);
  }
});

test("the saved file breaks the same property again", async () => {
  const { code, stdout, stderr } = await runCli(["replay", file], folder);
  expect(code).toBe(1);
  expect(stdout).toMatch(/aws-sdk@1.1.7 still breaks the same property in the same way\.\n$/);
  expect(longLines(stdout)).toEqual([]);
  expect(stdout).not.toMatch(CONTROLS);
  expect(stderr).toBe("");
});

test("the saved file breaks nothing on aws-sdk@2.4.0", async () => {
  expect(await runCli(["replay", file, "--engine", "aws-sdk@2.4.0"], folder)).toEqual({
    code: 0,
    stdout: "  ok    aws-sdk@2.4.0 breaks nothing in this case.\n",
    stderr: "",
  });
});

test("a case found by one property alone breaks it again, though another breaks before it", async () => {
  const own = emptyFolder();
  await runCli(
    BROKEN.map((word) => (word === PROPERTY ? "model-accepts" : word)),
    own,
  );
  const saved = savedFiles(own).find((name) =>
    readFileSync(join(own, name), "utf8").includes("metadata required on first call"),
  );
  const { code, stdout } = await runCli(["replay", saved as string], own);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /still breaks the same property, model-accepts, and before it\s+interruption-reaches-handler\.\n$/,
  );
});

test("replay --json prints JSON and nothing else", async () => {
  const { code, stdout, stderr } = await runCli(["replay", file, "--json"], folder);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ breaks: "interruption-reaches-handler", same: true });
  expect(stderr).toBe("");
});

test("a case by itself replays too", async () => {
  writeFileSync(join(folder, "case.json"), JSON.stringify(readSaved().case));
  const broken = await runCli(["replay", "case.json", "--engine", "aws-sdk@1.1.7"], folder);
  expect(broken.code).toBe(1);
  expect(broken.stdout).toMatch(
    /\n {2}aws-sdk@1.1.7 breaks this case:\s+interruption-reaches-handler/,
  );
  const fine = await runCli(["replay", "case.json"], folder);
  expect(fine.code).toBe(0);
});

test("what a file says goes to the terminal without its control characters", async () => {
  const hostile = "\u001b]0;owned\u0007\u001b[2J\nexit 0\u009b31m\u202e";
  const changed = { ...readSaved(), signature: hostile, property: hostile, sentence: hostile };
  const name = `${hostile.replaceAll("\n", "")}.json`;
  writeFileSync(join(folder, name), JSON.stringify(changed));
  const replayed = await runCli(["replay", name], folder);
  expect(replayed.code).toBe(1);
  expect(replayed.stdout).not.toMatch(CONTROLS);
  expect(replayed.stdout).toContain("\\u001b]0;owned");
  expect(longLines(replayed.stdout)).toEqual([]);
  const missing = await runCli(["replay", `${hostile}.json`], folder);
  expect(missing.code).toBe(64);
  expect(missing.stderr).not.toMatch(CONTROLS);
  expect(missing.stderr.split("\n").length).toBe(2);
});

/** All of them, also on a busy machine. Of the newest SDK one takes ten seconds, of a hundred invocations. */
const DRAWN = ["--seed", "1", "--runs", "2000", "--time-limit", "600"];

test("the default engine breaks nothing", async () => {
  const { code, stdout } = await runCli(["verify", ...DRAWN], emptyFolder());
  expect(stdout).toMatch(/\n\d+ passed, 0 failed, 0 unknown\nexit 0\n$/);
  expect(code).toBe(0);
});

test("all that the newest aws-sdk breaks is known", async () => {
  const { code, stdout } = await runCli(
    ["verify", "--engine", "aws-sdk", ...DRAWN, "--allow-known", "--json"],
    emptyFolder(),
  );
  const { findings } = JSON.parse(stdout) as RunReport;
  expect(findings.length).toBeGreaterThan(5);
  const fresh = findings.filter(({ known }) => known === null);
  expect(fresh.map((each) => [each.counterexample.signature, each.resembles])).toEqual([]);
  expect(code).toBe(0);
});

test("a run in which nothing breaks leaves no folder behind", async () => {
  const empty = emptyFolder();
  await runCli(["verify", "--engine", "model", "--seed", "1", "--runs", "100"], empty);
  expect(readdirSync(empty)).toEqual([]);
});

test("too few cases to exercise everything is no pass", async () => {
  const { code, stdout } = await runCli(["verify", "--engine", "model", "--runs", "1"]);
  expect(stdout).toContain("\nUnknown, and so no pass:\n");
  expect(stdout).toMatch(/\nexit 2\n$/);
  expect(code).toBe(2);
  expect(longLines(stdout)).toEqual([]);
});

test("time that runs out is no pass either", async () => {
  const limits = ["--runs", "100000000", "--time-limit", "1"];
  const words = ["verify", "--engine", "model", "--seed", "1", ...limits];
  const { code, stdout } = await runCli(words);
  expect(stdout).toMatch(/\n {2}- time ran out after \d+ of 100000000 cases\n/);
  expect(code).toBe(2);
});

test("--property checks only what it names", async () => {
  const engine = ["--engine", "aws-sdk@1.1.7", "--seed", "1", "--runs", "2000"];
  const checked = ["--property", "one-body-at-a-time", "--property", "nothing-escapes"];
  const words = ["verify", ...engine, ...checked, "--no-corpus"];
  const { code, stdout } = await runCli(words);
  expect(stdout).toMatch(/\n2 passed, 0 failed, 0 unknown\nexit 0\n$/);
  expect(code).toBe(0);
});

test("the same seed gives the same report, however many workers there are", async () => {
  const reports = await Promise.all(
    ["1", "2"].map(async (workers) => {
      const { code, stdout, stderr } = await runCli([...BROKEN, "--json", "--workers", workers]);
      expect(code).toBe(1);
      expect(stderr).not.toMatch(CONTROLS);
      expect(stderr).toMatch(/^durable-conformance \S+ {3}node \S+ {3}seed 1\n/);
      const { seconds, ...report } = JSON.parse(stdout) as RunReport;
      expect(seconds).toBeGreaterThan(0);
      return report;
    }),
  );
  expect(reports[0]?.findings.length).toBe(1);
  expect(reports[1]).toEqual(reports[0]);
});

/** What was lost and the files, where two batches lose cases, with one worker and with two. */
async function lostWith(engine: string, runs: string, seed: string) {
  const words = ["--scope", "sequential", "--seed", seed, "--runs", runs, "--no-corpus", "--json"];
  return await Promise.all(
    ["1", "2"].map(async (workers) => {
      const own = emptyFolder();
      const run = ["verify", "--engine", engineModule(engine), ...words, "--workers", workers];
      const { code, stdout } = await runCli(run, own);
      expect(code).toBe(1);
      const { seconds, ...report } = JSON.parse(stdout) as RunReport;
      return { report, saved: existsSync(join(own, "counterexamples")) ? savedFiles(own) : [] };
    }),
  );
}

test("the first of the lost cases is told and saved, whichever worker is the first to lose one", async () => {
  const seed = seedInLaterTrouble();
  const [first, ...others] = [...inTrouble(seed, 100), ...inTrouble(seed, 10, 1)];
  const [one, two] = await lostWith("ends-its-process", "110", `${seed}`);
  expect(two).toEqual(one);
  const lost = one?.report.lost ?? [];
  const reason = "The engine ended its process with exit 3";
  const file = expect.any(String);
  expect(lost).toEqual([{ reason, cases: others.length + 1, caseNumber: first, file }]);
  expect(one?.saved.filter((name) => name.includes("lost"))).toEqual([lost[0]?.file]);
});

test("damage that shows later is told of all that was given up for it, and no case is blamed", async () => {
  const [one, two] = await lostWith("ends-its-process-later", "200", "3");
  expect(two).toEqual(one);
  const reason =
    "The engine ended its process with exit 3, but in no case that is lost by itself: the engine did damage that showed later, in or before cases";
  expect(one?.report.lost).toEqual([
    { reason: `${reason} 0 to 99`, cases: 100, caseNumber: 0 },
    { reason: `${reason} 100 to 199`, cases: 100, caseNumber: 100 },
  ]);
  expect(one?.report.lines.filter(({ kind }) => kind !== "gap")).toEqual([]);
  expect(one?.saved).toEqual([]);
});

test("nothing that was saved is ever overwritten", async () => {
  const own = emptyFolder();
  const copy = join(own, file);
  mkdirSync(join(own, "counterexamples"));
  const text = readFileSync(join(folder, file), "utf8");
  writeFileSync(copy, text);
  await runCli(BROKEN, own);
  expect(savedFiles(own)).toEqual([file]);
  expect(readFileSync(copy, "utf8")).toBe(text);

  writeFileSync(copy, "notes of mine\n");
  const { stdout } = await runCli(BROKEN, own);
  expect(readFileSync(copy, "utf8")).toBe("notes of mine\n");
  const others = savedFiles(own).filter((name) => name !== file);
  expect(others.length).toBe(1);
  expect(readFileSync(join(own, others[0] as string), "utf8")).toBe(text);
  expect(stdout).toContain(`replay ${others[0]} `);
});

test("what an engine prints stays out of the results", async () => {
  const words = [
    "verify",
    "--engine",
    engineModule("prints"),
    "--scope",
    "sequential",
    "--seed",
    "1",
    "--runs",
    "100",
  ];
  const { code, stdout, stderr } = await runCli([...words, "--json"]);
  expect(code).toBe(1);
  expect((JSON.parse(stdout) as RunReport).casesRun).toBe(100);
  expect(stderr).toContain("printed by the engine\n");
});

test("a file does not make this program load code", async () => {
  const engine = engineModule("prints");
  writeFileSync(join(folder, "theirs.json"), JSON.stringify({ ...readSaved(), engine }));
  expect(await runCli(["replay", "theirs.json"], folder)).toEqual({
    code: 64,
    stdout: "",
    stderr: `durable-conformance: theirs.json: at engine: found the module "${engine}"; accepted is such an engine only if --engine names it too.\n`,
  });
});
