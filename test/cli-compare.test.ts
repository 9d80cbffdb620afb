/** `compare`, as its users run it. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Comparison } from "../reports/comparison.ts";
import { emptyFolder, engineModule, runCli, startCli } from "./cli-fixture.ts";

const REGRESSION = readFileSync(new URL("../docs/regression.md", import.meta.url), "utf8");
const DRAWN = ["--seed", "2", "--runs", "200"];
const FEW = ["--scope", "sequential", ...DRAWN];

test("compare finds by itself what 2.0.0 mended, shrunk, and saves it", async () => {
  const folder = emptyFolder();
  const { code, stdout } = await runCli(
    ["compare", "aws-sdk@1.1.7", "aws-sdk@2.4.0", ...FEW],
    folder,
  );
  expect(stdout).toContain(
    "\n DIFFERS  what user code gets   engines: aws-sdk@1.1.7, aws-sdk@2.4.0\n",
  );
  expect(stdout).toMatch(/\n {2}Workflow {4}\S+ \(at most once, never retried\)\n {2}Schedule /);
  expect(stdout).toMatch(/\n {2}Shrunk {6}\d+ -> 1 operations, \d+ -> 1 interruptions/);
  expect(stdout).toMatch(/\n {4}aws-sdk@1\.1\.7\n {6}op \d+: give \S+, Error: metadata required/);
  expect(stdout).toMatch(/\n {4}aws-sdk@2\.4\.0\n {6}op \d+: give \S+, StepError caused by/);
  expect(stdout).toMatch(/\n200 cases: \d+ the same, \d+ different\n$/);
  // The first of them is what docs/regression.md shows.
  const [first] = /^ DIFFERS .*?differed in this way\.$/ms.exec(stdout) ?? [];
  expect(REGRESSION).toContain(`\`\`\`text\n${first}\n\`\`\``);
  expect(
    stdout.split("\n").filter((line) => line.length > 80 && !/^ {2}Reproduce/.test(line)),
  ).toEqual([]);
  expect(code).toBe(1);
  const [file] = readdirSync(`${folder}/counterexamples`);
  const replayed = await runCli(
    ["replay", `counterexamples/${file}`, "--engine", "aws-sdk@1.1.7"],
    folder,
  );
  expect(replayed.code).toBe(1);
});

test("an engine does the same as itself, and no folder is left behind", async () => {
  const folder = emptyFolder();
  const engines = ["aws-sdk@2.4.0", "aws-sdk@2.4.0"];
  const { code, stdout } = await runCli(
    ["compare", ...engines, "--scope", "all", ...DRAWN],
    folder,
  );
  expect(stdout).toMatch(/\n200 cases: 200 the same, 0 different\n$/);
  expect(code).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test("compare --json prints a comparison and nothing else, and replay confirms each difference", async () => {
  const folder = emptyFolder();
  const engines = ["aws-sdk@1.1.7", "aws-sdk@2.4.0"] as const;
  const { code, stdout, stderr } = await runCli(["compare", ...engines, "--json", ...FEW], folder);
  const { differences, ...comparison } = JSON.parse(stdout) as Comparison;
  expect(comparison).toMatchObject({ left: engines[0], casesRun: 200, stopped: null });
  expect(differences.map(({ signature }) => signature)).toContain(
    "interruption-reaches-handler/step-AtMostOncePerRetry/another-error | right",
  );
  for (const { file, signature, left, right } of differences) {
    const breaks = await Promise.all(engines.map((engine) => replayed(file, engine, folder)));
    expect(breaks).toEqual([left.breaks?.signature, right.breaks?.signature]);
    expect(signature).toBe(breaks.map((each) => each ?? "right").join(" | "));
  }
  expect(stderr).toMatch(/^durable-conformance \S+ {3}node \S+ {3}seed 2\n/);
  expect(code).toBe(1);
});

/** The signature of what a saved case breaks on an engine; undefined for nothing. */
async function replayed(file: string, engine: string, folder: string): Promise<string | undefined> {
  const { stdout } = await runCli(["replay", file, "--engine", engine, "--json"], folder);
  return (JSON.parse(stdout) as { failure: { signature: string } | null }).failure?.signature;
}

test("an engine that takes its thread with it loses its cases, and the rest are compared", async () => {
  const engine = engineModule("ends-its-process");
  const words = ["compare", "aws-sdk@2.4.0", engine, "--seed", "1", "--runs", "30", "--json"];
  const { code, stdout } = await runCli(words);
  const { casesRun, lost, differences } = JSON.parse(stdout) as Comparison;
  expect(casesRun).toBe(30);
  expect(lost).toMatchObject([{ engine, reason: "The engine ended its process with exit 3" }]);
  expect(lost[0]?.cases).toBeGreaterThan(0);
  expect(lost[0]?.cases).toBeLessThan(30);
  expect(differences).toEqual([]);
  expect(code).toBe(1);
});

test("SIGINT gives what was found so far and exit 130", async () => {
  const words = ["compare", "aws-sdk@1.1.7", "aws-sdk@2.4.0", "--runs", "100000", "--seed", "1"];
  const running = startCli([...words, "--time-limit", "600"]);
  await running.printed("stderr", /DIFFERS/);
  running.signal("SIGINT");
  const { code, stdout } = await running.ended;
  expect(stdout).toMatch(/\nStopped by the user after \d+ of 100000 cases\.\n/);
  expect(code).toBe(130);
});

test("time that runs out is no pass", async () => {
  const words = ["compare", "model", "model", "--runs", "100000000", "--time-limit", "1"];
  const { code, stdout } = await runCli(words);
  expect(stdout).toMatch(/\nTime ran out after \d+ of 100000000 cases\.\n/);
  expect(code).toBe(2);
});
