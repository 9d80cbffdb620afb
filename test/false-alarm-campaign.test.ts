/** Every failure on 2.4.0 is a finding: the campaign that shows it, and what docs/ has of it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import { withDurableWork } from "../properties/suite/explain.ts";
import { Attribution, judgeOn } from "../scripts/attribution.ts";
import { type Campaign, type Judges, runCampaign } from "../scripts/false-alarm-campaign.ts";
import { DOCUMENT, MEASURED, withMeasured } from "../scripts/false-alarm-table.ts";
import { MENDED } from "../scripts/findings-table.ts";
import { mended } from "../scripts/mended-engine.ts";
import { caseOf, step, wait } from "./small-cases.ts";

const measured: readonly Campaign[] = JSON.parse(readFileSync(MEASURED, "utf8"));
const attribution = await Attribution.of();
const judges: Judges = {
  published: judgeOn(await mended([])),
  mended: judgeOn(await mended(MENDED)),
  embedded: judgeOn(createEmbeddedEngine()),
  attribute: (case_, signature) => attribution.shownBy(case_, signature),
};

test("the document has the tables (npm run false-alarms -- --render renews them)", () => {
  const document = readFileSync(DOCUMENT, "utf8");
  expect(withMeasured(document, measured)).toBe(document);
});

test("what was measured is 200,000 cases, and nothing of it is unexplained", () => {
  expect(measured.reduce((sum, { cases }) => sum + cases, 0)).toBeGreaterThanOrEqual(200_000);
  expect(measured.flatMap(({ unexplained }) => unexplained)).toEqual([]);
});

test("every failure shows a finding", async () => {
  const campaign = await runCampaign(judges, { scope: "all", seed: 1, cases: 200 });
  expect(campaign.failures).toBeGreaterThan(0);
  expect(Object.keys(campaign.findings).length).toBeGreaterThan(0);
  expect(campaign.unexplained).toEqual([]);
});

test("with nothing mended every failure is unexplained", async () => {
  const campaign = await runCampaign(
    { ...judges, mended: judges.published },
    { scope: "all", seed: 1, cases: 200 },
  );
  expect(campaign.unexplained.length).toBe(campaign.failures);
  for (const { engine } of campaign.unexplained) expect(engine).toBe("mended");
});

test("plain work that is cut off beside a wait is explained, and the case holds with a step", async () => {
  const case_ = caseOf([
    {
      kind: "parallel",
      name: "fan",
      branches: [
        { operations: [{ kind: "work", name: "send", milliseconds: 50 }] },
        { operations: [wait("pause", 1)] },
      ],
    },
    step("charge"),
  ]);
  expect((await judges.mended(case_))?.signature).toBe(
    "suspends-only-when-idle/work/suspended-with-work",
  );
  const durable = withDurableWork(case_);
  expect(JSON.stringify(durable)).not.toContain('"work"');
  expect(await judges.mended(durable)).toBeUndefined();
});
