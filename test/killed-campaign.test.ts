/** The campaign of kills ends: with a clear error for what is no number, and where nothing is killed. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import {
  type Campaign,
  type CampaignOptions,
  type KillingTier,
  killsOf,
  runKilledCampaign,
} from "../scripts/killed-agreement.ts";
import { casesFor, type SourcedCase } from "../scripts/killed-cases.ts";
import { DOCUMENT, MEASURED, withMeasured } from "../scripts/killed-table.ts";
import { caseOf, step } from "./small-cases.ts";

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
  const uneventful: CampaignOptions["casesFor"] = async function* () {
    for (;;) yield { source: "drawn", case: caseOf([step("charge")]) };
  };
  const options = { tier: "killed", seed: 1, kills: 1, engines: ["embedded"] } as const;
  await expect(runKilledCampaign({ ...options, casesFor: uneventful })).rejects.toThrow(
    "embedded: 0 of 1 killed: 300 cases in a row have killed nothing",
  );
});

describe("the cases of a campaign", () => {
  const model = (case_: Case) => Promise.resolve(simulate(case_, awsGuarantees));
  const first = async (tier: KillingTier, count: number) => {
    const found: SourcedCase[] = [];
    for await (const each of casesFor(tier, 1, model)) {
      found.push(each);
      if (found.length === count) return found;
    }
    return found;
  };

  test("are kept, struck and drawn in turn, and each of them kills", async () => {
    const found = await first("killed", 12);
    expect(found.map(({ source }) => source)).toEqual(
      Array.from({ length: 4 }, () => ["kept", "struck", "drawn"]).flat(),
    );
    for (const { source, case: case_ } of found) {
      if (source === "struck") expect(case_.schedule.interruptions).toHaveLength(1);
      if (source === "drawn") expect(case_.schedule.interruptions).not.toEqual([]);
    }
    const strikes = found.flatMap(({ source, case: { schedule } }) =>
      source === "struck" ? [JSON.stringify(schedule.interruptions)] : [],
    );
    expect(new Set(strikes).size).toBe(4);
  });

  test("have calls that fail where the service is to be killed", async () => {
    for (const { source, case: case_ } of await first("killed-backend", 8)) {
      expect(["kept", "drawn"]).toContain(source);
      expect(case_.schedule.faults?.length).toBeGreaterThan(0);
    }
  });

  test("are the same again for the same seed", async () => {
    expect(await first("killed", 30)).toEqual(await first("killed", 30));
  });
});

describe("what the documents have of it", () => {
  const measured: readonly Campaign[] = JSON.parse(readFileSync(MEASURED, "utf8"));

  test("is what was counted (npm run killed-campaign -- --render renews the tables)", () => {
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
      for (const { engine, kills, cases } of engines) {
        expect(killsOf([{ engine, kills, cases }]), engine).toBeGreaterThan(100);
        expect(cases.kept, engine).toBeGreaterThan(0);
        expect(cases.drawn, engine).toBeGreaterThan(0);
      }
      expect(disagreements).toEqual([]);
    }
  });
});
