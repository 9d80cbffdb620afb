/** `explore` as its users run it: complete, stopped, of one file, and with wrong flags. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import type { Job } from "../cli/explore/messages.ts";
import { makeCase } from "../model/case.ts";
import type { ExplorationReport } from "../reports/exploration-report.ts";
import { emptyFolder, runCli, startCli } from "./cli-fixture.ts";
import { ONCE, step, wait } from "./small-cases.ts";

const SMALL = ["explore", "--operations", "1"];

test("a small bound is explored to the end", async () => {
  const { code, stdout } = await runCli(SMALL);
  expect(stdout).toMatch(/^ {2}Workflows {5}27 of 27$/m);
  expect(stdout).toMatch(/^ {2}States {8}[\d ]+ distinct; [\d ]+ with the number of/m);
  expect(stdout).toMatch(/^\d+ guarantees hold, 0 broken$/m);
  expect(stdout).toContain("\ncomplete to (1 step or wait, 2 interruptions)\nexit 0\n");
  expect(code).toBe(0);
});

test("with faults calls fail too, and what is promised about that is exercised", async () => {
  const words = [...SMALL, "--interruptions", "1", "--faults"];
  const { code, stdout } = await runCli(words);
  expect(stdout).toContain("\ncomplete to (1 step or wait, 1 interruption or failing call)\n");
  const [, idle] = /Not exercised here: ([^.]+)\./.exec(stdout.replaceAll(/\n */g, " ")) ?? [];
  expect(idle).toContain("changed-handlers-fail");
  expect(idle).not.toContain("failures-have-the-right-scope");
  expect(idle).not.toContain("used-up-tokens-record-nothing");
  expect(code).toBe(0);
});

test("what is found does not depend on the number of workers", async () => {
  const words = [...SMALL, "--kinds", "all", "--interruptions", "1", "--json"];
  const reports = await Promise.all(
    ["1", "2"].map((count) => runCli([...words, "--workers", count])),
  );
  const [one, two] = reports.map(({ stdout }) => {
    const { seconds: _, residentBytes: __, ...rest } = JSON.parse(stdout) as ExplorationReport;
    return rest;
  });
  expect(one?.states).toBeGreaterThan(1_000);
  expect(two).toEqual(one);
});

test("one case is explored, whatever its schedule", async () => {
  const file = join(emptyFolder(), "case.json");
  const case_ = makeCase({ operations: [step("charge", ONCE), wait("settle", 5)] });
  writeFileSync(file, JSON.stringify(case_));
  const { code, stdout } = await runCli(["explore", "--case", file, "--json"]);
  const report = JSON.parse(stdout) as ExplorationReport;
  expect(report).toMatchObject({ of: { subject: "file", file }, workflows: 1, violations: [] });
  expect(report.states).toBeGreaterThan(100);
  expect(code).toBe(0);
});

test("when time runs out the report is partial and no pass", async () => {
  const words = ["explore", "--operations", "4", "--time-limit", "1"];
  const { code, stdout } = await runCli(words);
  expect(stdout).toContain("\nTime ran out: this report is partial.\nnot complete to (4 steps ");
  expect(code).toBe(2);
});

test("a workflow with more states than may be held is no complete exploration", async () => {
  const { code, stdout } = await runCli([...SMALL, "--states", "20"]);
  expect(stdout).toMatch(/^ {2}Workflows {5}0 of 27$/m);
  expect(stdout).toContain(
    "\n27 workflows have more than 20 states, and were given up there.\nnot complete to (1 step ",
  );
  expect(stdout).toMatch(/\nexit 2\n$/);
  expect(code).toBe(2);
});

test("no workflow is begun after the time, however many are handed out at once", async () => {
  const worker = new Worker(new URL("../cli/explore/worker.ts", import.meta.url));
  const job: Job = {
    of: { operations: 1, kinds: "steps-and-waits", from: 0, to: 27 },
    interruptions: 0,
    faults: false,
    freedom: {},
    endsOnly: true,
    mostStates: 1_000,
  };
  const done = async (until: number) => {
    worker.postMessage({ ...job, until });
    const [told] = await once(worker, "message");
    return told.findings.workflows;
  };
  expect(await done(Number.POSITIVE_INFINITY)).toBe(27);
  expect(await done(0)).toBe(0);
  await worker.terminate();
});

test("SIGINT gives the report so far and exit 130", async () => {
  const running = startCli(["explore", "--operations", "4"]);
  await running.printed("stderr", /workflow \d+ \//);
  running.signal("SIGINT");
  const { code, stdout } = await running.ended;
  expect(stdout).toContain("\nStopped by the user: this report is partial.\nnot complete to (4 ");
  expect(code).toBe(130);
});

test.each([
  [["--kinds", "some"], '--kinds: found "some"; accepted is steps-and-waits or all.'],
  [["--operations", "0"], '--operations: found "0"; accepted is a whole number from 1 to 10.'],
  [
    ["--operations", "4", "--kinds", "all"],
    "--operations: found 4 with --kinds all; accepted is a whole number from 1 to 3.",
  ],
  [["--case", "a", "--kinds", "all"], "--kinds: found beside --case; accepted is one of the two."],
])("%j is wrong usage", async (words, sentence) => {
  const { code, stdout, stderr } = await runCli(["explore", ...words]);
  expect(stderr).toBe(`durable-conformance: ${sentence}\n`);
  expect([code, stdout]).toEqual([64, ""]);
});
