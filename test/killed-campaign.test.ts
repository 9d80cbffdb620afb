/** The campaign of kills ends: with a clear error for what is no number, and where nothing is killed. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Campaign, killsOf, runKilledCampaign } from "../scripts/killed-agreement.ts";
import { DOCUMENT, MEASURED, withMeasured } from "../scripts/killed-table.ts";

const SCRIPT = join(import.meta.dirname, "../scripts/killed-campaign.ts");

test.each([
  [["--handlers", "abc"], '--handlers: found "abc"; accepted is a whole number'],
  [["--backends=-3"], '--backends: found "-3"; accepted is a whole number'],
  [["--seed", "1.5"], '--seed: found "1.5"; accepted is a whole number'],
  [["--handlers", "0", "--backends", "0"], "--handlers and --backends: found 0 for both"],
])("%j is wrong usage", { timeout: 60_000 }, (flags, found) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...flags], {
    encoding: "utf8",
  });
  expect(stderr).toContain(`killed-campaign: ${found}`);
  expect([status, stdout]).toEqual([64, ""]);
});

test("a campaign in which nothing is killed ends with an error", async () => {
  const nothing = runKilledCampaign({ tier: "killed", seed: 1, kills: 1, engines: [] });
  await expect(nothing).rejects.toThrow("0 of 1 killed: 5 rounds in a row have killed nothing");
});

describe("what the documents have of it", () => {
  const measured: readonly Campaign[] = JSON.parse(readFileSync(MEASURED, "utf8"));

  test("is what was counted", () => {
    const document = readFileSync(DOCUMENT, "utf8");
    expect(withMeasured(document, measured)).toBe(document);
  });

  test("is 10,000 handlers and 1,000 services, on several engines, without a disagreement", () => {
    const kills = measured.map(({ tier, engines }) => [tier, killsOf(engines)]);
    expect(Object.fromEntries(kills)).toEqual({
      killed: expect.toSatisfy((count: number) => count >= 10_000),
      "killed-backend": expect.toSatisfy((count: number) => count >= 1_000),
    });
    for (const { engines, disagreements } of measured) {
      expect(engines.length).toBeGreaterThan(5);
      expect(disagreements).toEqual([]);
    }
  });
});
