/** `verify --exhaustive` as its users run it: complete, deterministic, partial, and with a lost case. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunReport } from "../reports/run-report.ts";
import { emptyFolder, engineModule, runCli } from "./cli-fixture.ts";

const ALL = ["verify", "--exhaustive", "--no-corpus"];
const ONE = [...ALL, "--operations", "1"];

async function runJson(...words: readonly string[]) {
  const { code, stdout, stderr } = await runCli([...words, "--json"], emptyFolder());
  return { code, stderr, report: JSON.parse(stdout) as RunReport };
}

test("the newest SDK is complete to one step or wait and two interruptions", async () => {
  const { code, stdout } = await runCli([...ONE, "--engine", "aws-sdk@2.4.0"], emptyFolder());
  expect(stdout).toContain("\nall cases to (1 step or wait, 2 interruptions)   time limit 600 s ");
  expect(stdout).toMatch(
    /^complete to \(1 step or wait, 2 interruptions\): 27 workflows, \d+ cases, /m,
  );
  expect(stdout).toMatch(/^ {2}states +\d \d{3} of \d \d{3} \(\d\d %\)$/m);
  expect(stdout).toMatch(/^ {2}n\/a {3}changed-handlers-fail +no case changes the handler$/m);
  expect(stdout).toMatch(/\n\d+ passed, 0 failed, 0 unknown, 3 not checked\nexit 0\n$/);
  expect(code).toBe(0);
});

test("on 1.1.7 the smallest case is the interrupted step", async () => {
  const { code, report } = await runJson(...ONE, "--engine", "aws-sdk@1.1.7");
  const [first] = report.findings;
  expect(first?.counterexample.property).toBe("interruption-reaches-handler");
  expect(first?.counterexample.case.schedule.interruptions).toHaveLength(1);
  // It was found that small: nothing could be taken away.
  expect(first?.counterexample.shrink.from).toEqual(first?.counterexample.shrink.to);
  expect(first?.counterexample.case.workflow.operations).toMatchObject([
    { kind: "step", semantics: "AtMostOncePerRetry", retry: { policy: "never" } },
  ]);
  expect(code).toBe(1);
});

test("the report does not depend on the number of workers", async () => {
  const words = [...ALL, "--interruptions", "1", "--engine", "embedded"];
  const [one, two] = await Promise.all(
    ["1", "2"].map(async (count) => {
      const { report } = await runJson(...words, "--workers", count);
      const { seconds: _, ...rest } = report;
      return rest;
    }),
  );
  expect(one?.bound).toMatchObject({ workflows: 756, workflowsDone: 756 });
  expect(two).toEqual(one);
});

test("when time runs out it says how far it came, and that is no pass", async () => {
  const words = [...ALL, "--operations", "3", "--interruptions", "3", "--time-limit", "1"];
  const { code, stdout } = await runCli([...words, "--engine", "embedded"], emptyFolder());
  expect(stdout).toMatch(/^not complete to \(3 steps or waits, 3 interruptions\): \d+ of 20 439 /m);
  expect(stdout).toMatch(/^ {2}- only \d+ of 20439 workflows were run to the end$/m);
  expect(code).toBe(2);
});

test("drawn schedules are no pass, and what they did not show can be saved and replayed", async () => {
  const words = [...ONE, "--drawn", "2", "--engine", "aws-sdk@2.4.0"];
  const { code, report } = await runJson(...words);
  expect(code).toBe(2);
  expect(report.bound).toMatchObject({ drawn: 2, workflows: 27, workflowsDone: 27, cut: 0 });
  expect(report.casesRun).toBe(27 * 3);
  const [first] = report.bound?.unreached ?? [];
  expect(first?.reached).toBe(true);
  const folder = emptyFolder();
  const file = join(folder, "unreached.json");
  writeFileSync(file, JSON.stringify(first?.case));
  const replayed = await runCli(["replay", file, "--engine", "aws-sdk@2.4.0"], folder);
  expect(replayed.stdout).toContain("breaks nothing");
  expect(replayed.code).toBe(0);
});

test("a case that the engine is lost in is told, and the rest is run", async () => {
  const engine = engineModule("ends-its-process-in-a-wait");
  const { code, report } = await runJson(...ONE, "--interruptions", "0", "--engine", engine);
  expect(report.lost).toMatchObject([{ cases: 1 }]);
  expect(report.bound).toMatchObject({ workflows: 27, workflowsDone: 26 });
  expect(report.casesRun).toBe(26);
  expect(code).toBe(1);
});

test("damage that shows later gives the workflow up, and no case is blamed", async () => {
  const engine = engineModule("ends-its-process-later");
  const { code, report } = await runJson(...ONE, "--drawn", "10", "--engine", engine);
  const reason =
    "The engine ended its process with exit 3, but in no case that is lost by itself: the engine did damage that showed later, in or before the cases of workflow 27";
  expect(report.lost).toEqual([{ reason, cases: 1, caseNumber: 0 }]);
  expect(report.bound).toMatchObject({ workflows: 27, workflowsDone: 26 });
  expect(code).toBe(1);
});

test.each([
  [["--exhaustive", "--seed", "1"], "--seed: found beside --exhaustive, which draws no cases"],
  [
    ["--exhaustive", "--property", "changed-handlers-fail"],
    '--property: found "changed-handlers-fail" beside --exhaustive, where no case changes the handler',
  ],
  [["--kinds", "all"], "--kinds: found without --exhaustive; accepted is with it."],
])("%j is wrong usage", async (words, sentence) => {
  const { code, stderr } = await runCli(["verify", ...words], emptyFolder());
  expect(stderr).toContain(`durable-conformance: ${sentence}`);
  expect(code).toBe(64);
});
