/** A service in a file, killed at random moments: all that was acknowledged is there, nothing half done. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { killAtRandom } from "../scripts/random-killer.ts";

const SLOW = 120_000;

test("nothing is lost, nothing is half done", { timeout: SLOW }, async () => {
  const counts = await killAtRandom({ kills: 20, seed: 1 });
  expect(counts).toMatchObject({ kills: 20, lost: 0, halfDone: 0, unopened: 0 });
  expect(counts.acknowledged).toBeGreaterThan(10);
});

describe("it would be noticed", { timeout: SLOW }, () => {
  const found = (program: string) =>
    killAtRandom({ kills: 5, seed: 1, program: join(import.meta.dirname, "engines", program) });

  test("if a call were acknowledged before it is written", async () => {
    expect((await found("lazy-writer.ts")).lost).toBeGreaterThan(0);
  });

  test("if a call were written in more than one transaction", async () => {
    expect((await found("row-by-row-writer.ts")).halfDone).toBeGreaterThan(0);
  });
});

test("what is no number of kills is wrong usage", { timeout: SLOW }, () => {
  const script = join(import.meta.dirname, "../scripts/random-kills.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "--kills", "abc"], {
    encoding: "utf8",
  });
  expect(stderr).toContain('random-kills: --kills: found "abc"; accepted is a whole number');
  expect([status, stdout]).toEqual([64, ""]);
});
