/** Nothing speaks colour to a pipe, and with --json standard output is JSON alone, in every command. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeAwsHistory } from "../reports/aws/write.ts";
import { emptyFolder, runCli } from "./cli-fixture.ts";
import { internalError, rightReplay, runReport } from "./report-fixture.ts";

const own = emptyFolder();
writeFileSync(join(own, "case.json"), JSON.stringify(internalError.case));
writeFileSync(join(own, "history.json"), JSON.stringify(writeAwsHistory(rightReplay)));

for (const number of [1, 2]) {
  const shard = { number, of: 2, all: 20_000, scope: "sequential" };
  const report = { ...runReport, shard, stopped: null };
  writeFileSync(join(own, `shard-${number}.json`), JSON.stringify(report));
}

const COMMANDS: readonly (readonly string[])[] = [
  [
    "verify",
    "--scope",
    "sequential",
    "--engine",
    "aws-sdk@1.1.7",
    "--seed",
    "1",
    "--runs",
    "60",
    "--no-corpus",
  ],
  ["replay", "case.json", "--engine", "aws-sdk@1.1.7"],
  ["scenarios", "--engine", "model"],
  ["check-history", "history.json"],
  ["compare", "model", "faulty/start-not-awaited", "--seed", "1", "--runs", "60"],
  ["merge", "shard-1.json", "shard-2.json"],
  [
    "bisect",
    "case.json",
    "--package",
    "@aws/durable-execution-sdk-js",
    "--offline",
    "--from",
    "2.3.1",
  ],
  ["explore", "--operations", "1"],
  ["faulty", "--seeds", "1", "--runs", "1"],
  ["corpus", "list"],
  ["corpus", "run", "interrupted-step-gives-internal-error", "--engine", "aws-sdk@2.4.0"],
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for.
const ESCAPE = /\u001b|\r/;

test.each(COMMANDS)("%s", async (...words) => {
  const text = await runCli(words, own);
  expect(text.stdout.length).toBeGreaterThan(0);
  expect(text.stdout).not.toMatch(ESCAPE);
  expect(text.stderr).not.toMatch(ESCAPE);
  const json = await runCli([...words, "--json"], own);
  expect(() => JSON.parse(json.stdout)).not.toThrow();
  expect(json.stderr).not.toMatch(ESCAPE);
  expect(json.code).toBe(text.code);
});
