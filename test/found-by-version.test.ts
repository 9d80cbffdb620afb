/** docs/found-by-version.md says what was measured, and nothing that a finding's own script denies. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FINDINGS_DOCUMENT, verdictsIn } from "../scripts/findings-table.ts";
import { type Campaign, runCampaign } from "../scripts/versions-measure.ts";
import {
  DOCUMENT,
  failingOn,
  MEASURED,
  renderTables,
  shownIn,
  withTables,
} from "../scripts/versions-table.ts";

const document = readFileSync(DOCUMENT, "utf8");
const campaigns: readonly Campaign[] = JSON.parse(readFileSync(MEASURED, "utf8"));
const scripts = verdictsIn(readFileSync(FINDINGS_DOCUMENT, "utf8"));

test("the document has the tables (npm run found-by-version -- --render renews them)", () => {
  expect(withTables(document, renderTables(campaigns, scripts))).toBe(document);
});

test("the six versions are there, each with what failed", () => {
  expect(campaigns.map(({ version }) => version)).toEqual([
    "1.0.1",
    "1.1.0",
    "1.1.7",
    "2.0.0",
    "2.3.0",
    "2.4.0",
  ]);
  for (const { signatures } of campaigns) {
    expect(signatures.length).toBeGreaterThan(12);
    for (const { signature, cases, shows, several, unexplained } of signatures) {
      expect(signature).toMatch(/^[a-z-]+\/[^/]+\/.+$/);
      expect(cases).toBeGreaterThan(0);
      const shown = Object.values(shows).reduce((sum, each) => sum + each, 0);
      expect(shown + several + unexplained.length).toBeGreaterThanOrEqual(cases);
    }
  }
});

test("what is shown on a version is confirmed there by its script", () => {
  for (const campaign of campaigns) {
    const confirmed = failingOn(campaign.version, scripts);
    for (const id of shownIn(campaign)) expect(confirmed, campaign.version).toContain(id);
  }
});

test("a campaign tells signatures, and which findings they show", async () => {
  const { signatures } = await runCampaign("1.1.7", { seed: 1, cases: 60 });
  expect(signatures.length).toBeGreaterThan(0);
  const interrupted = "interruption-reaches-handler/step-AtMostOncePerRetry/another-error";
  const found = signatures.find(({ signature }) => signature === interrupted);
  const { shows = {}, cases } = found ?? {};
  expect(cases).toBeGreaterThan(0);
  expect(shows["interrupted-step-gives-internal-error"]).toBe(cases);
});
