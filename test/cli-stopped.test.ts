/** What ends a run early: an engine that hangs, and the user. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RunReport } from "../reports/run-report.ts";
import { type Ended, emptyFolder, engineModule, runCli, startCli } from "./cli-fixture.ts";
import { TROUBLE } from "./engines/troubled.ts";
import { caseOf, step } from "./small-cases.ts";
import { seedInTrouble } from "./trouble.ts";

test("an engine that hangs is a failure, with a case that hangs again", async () => {
  const own = emptyFolder();
  const engine = engineModule("blocks-its-thread");
  const seed = String(seedInTrouble(1, 10));
  const words = ["verify", "--engine", engine, "--seed", seed, "--runs", "10"];
  const { code, stdout, stderr } = await runCli(words, own);
  expect(code).toBe(1);
  const reason = "The engine blocked its thread, or did not come to rest, for 10 s";
  expect(stdout).toMatch(/\n LOST {2}1 case {4}engine: /);
  expect(stdout).toContain(`\n  ${reason}.\n  The first was case `);
  expect(stdout).toMatch(/\n\d+ passed, 0 failed, \d+ unknown, 1 case lost\nexit 1\n$/);
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
  const running = startCli(["verify", "--engine", engine, "--seed", "1", "--workers", "2"]);
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
  const running = startCli(["verify", "--engine", engine, "--seed", "1", "--workers", "2"]);
  await running.printed("stdout", /seed 1\n/);
  running.signal("SIGINT");
  running.signal("SIGINT");
  expect((await running.ended).code).toBe(130);
});
