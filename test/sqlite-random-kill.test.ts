/** A service in a file, killed at random moments: all that was acknowledged is there, nothing half done. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { killAtRandom } from "../scripts/random-killer.ts";

const SLOW = 120_000;

const RIGHT = { kills: 10, lost: 0, halfDone: 0, unopened: 0 };

describe("nothing is lost, nothing is half done", { timeout: SLOW }, () => {
  test("whenever it is killed, be it before there is a file", async () => {
    expect(await killAtRandom({ kills: 10, seed: 1 })).toMatchObject(RIGHT);
  });

  test("of calls that were acknowledged before", async () => {
    const counts = await killAtRandom({ kills: 10, seed: 2, afterCalls: 2 });
    expect(counts).toMatchObject(RIGHT);
    expect(counts.acknowledged).toBeGreaterThanOrEqual(20);
  });
});

describe("it would be noticed", { timeout: SLOW }, () => {
  // However slow the machine is: each has acknowledged something before it is killed.
  const found = (name: string) => {
    const program = join(import.meta.dirname, "engines", name);
    return killAtRandom({ kills: 8, seed: 1, program, afterCalls: 2 });
  };

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
