/**
 * Runs a campaign on each of six versions, and writes what it found into docs/found-by-version.md.
 *
 *   npm run -s found-by-version                            all six: some twenty minutes
 *   npm run -s found-by-version -- --version 2.4.0         only this version again, or several
 *   npm run -s found-by-version -- --render                only the tables, from what was measured
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { FINDINGS_DOCUMENT, verdictsIn } from "./findings-table.ts";
import { type Campaign, runCampaign } from "./versions-measure.ts";
import { DOCUMENT, MEASURED, renderTables, withTables } from "./versions-table.ts";

const VERSIONS = ["1.0.1", "1.1.0", "1.1.7", "2.0.0", "2.3.0", "2.4.0"] as const;
const SEED = 1;
const CASES = 5_000;

const { values } = parseArgs({
  options: { version: { type: "string", multiple: true }, render: { type: "boolean" } },
});

if (values.render !== true) {
  for (const version of VERSIONS) {
    if (!(values.version?.includes(version) ?? true)) continue;
    keep(await runCampaign(version, { seed: SEED, cases: CASES }));
  }
}
const scripts = verdictsIn(readFileSync(FINDINGS_DOCUMENT, "utf8"));
const tables = renderTables(readMeasured(), scripts);
writeFileSync(DOCUMENT, withTables(readFileSync(DOCUMENT, "utf8"), tables));

/** In the place of what was measured before on the same version. */
function keep(campaign: Campaign): void {
  const all = [...readMeasured().filter(({ version }) => version !== campaign.version), campaign];
  const sorted = all.toSorted(
    (left, right) =>
      VERSIONS.indexOf(left.version as never) - VERSIONS.indexOf(right.version as never),
  );
  writeFileSync(MEASURED, `${JSON.stringify(sorted, null, 2)}\n`);
}

function readMeasured(): readonly Campaign[] {
  return existsSync(MEASURED) ? JSON.parse(readFileSync(MEASURED, "utf8")) : [];
}
