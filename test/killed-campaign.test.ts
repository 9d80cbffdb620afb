/** The campaign of kills ends: with a clear error for what is no number, and where nothing is killed. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runKilledCampaign } from "../scripts/killed-agreement.ts";

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
