/** A run of a killed tier says how many processes it killed; one that killed none is no pass. */
import { expect, test } from "vitest";
import { exitCodeOf, gapsOf, type RunReport } from "../reports/run-report.ts";
import { emptyFolder, runCli } from "./cli-fixture.ts";
import { runReport } from "./report-fixture.ts";

const killed = (processes: number): RunReport => ({
  ...runReport,
  killed: { tier: "killed", processes },
});

test("nothing killed is a gap", () => {
  expect(gapsOf(killed(0))).toContain("nothing was killed in the tier killed");
  expect(gapsOf(killed(1))).toEqual(gapsOf(runReport));
  expect(exitCodeOf({ ...killed(0), findings: [], lost: [], kept: [] })).not.toBe(0);
});

test("verify counts them, and tells none of the simulated tier", { timeout: 120_000 }, async () => {
  const words = ["verify", "--runs", "6", "--workers", "1", "--no-corpus", "--seed", "1"];
  const { stdout } = await runCli([...words, "--tier", "killed"], emptyFolder());
  expect(stdout).toMatch(/\n[1-9]\d* processes? killed\n/);
  const simulated = await runCli(words, emptyFolder());
  expect(simulated.stdout).not.toContain("killed\n");
});
