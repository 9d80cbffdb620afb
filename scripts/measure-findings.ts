/**
 * Measures how many cases it takes to find each finding on each published version, over ten seeds, and
 * puts the table into README.md.
 *
 *   npm run -s findings-table                              measures all: about an hour and a half
 *   npm run -s findings-table -- --engine aws-sdk@1.1.7    only this version again, or several
 *   npm run -s findings-table -- --finding empty-batch-hangs   only this finding again, or several
 *   npm run -s findings-table -- --render                  only the table, from what was measured
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readCorpus } from "../cli/corpus.ts";
import { SDK_VERSIONS, type SdkVersion } from "../impl/aws-sdk/sdk.ts";
import { Attribution } from "./attribution.ts";
import { MEASURED, type Measured, renderTable, withTable } from "./effort-table.ts";
import { type Efforts, measure } from "./findings-measure.ts";
import { FINDINGS_DOCUMENT, verdictsIn } from "./findings-table.ts";
import { README } from "./readme-counterexample.ts";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const CASES = 3_000;

const { values } = parseArgs({
  options: {
    engine: { type: "string", multiple: true },
    finding: { type: "string", multiple: true },
    render: { type: "boolean" },
  },
});
const { findings } = readCorpus();
const scripts = verdictsIn(readFileSync(FINDINGS_DOCUMENT, "utf8"));

if (values.render !== true) {
  for (const version of SDK_VERSIONS) {
    const engine = `aws-sdk@${version}`;
    if (values.engine?.includes(engine) ?? true) await measureOn(version, engine);
  }
}
writeFileSync(
  README,
  withTable(readFileSync(README, "utf8"), renderTable(findings, readMeasured(), scripts)),
);

async function measureOn(version: SdkVersion, engine: string): Promise<void> {
  const attribution = await Attribution.of(version);
  const ids = attribution.findings.filter((id) => values.finding?.includes(id) ?? true);
  const seeds: Efforts[] = [];
  for (const seed of SEEDS) {
    seeds.push(await measure({ seed, cases: CASES }, ids, attribution));
    process.stderr.write(`${engine}, seed ${seed}: ${JSON.stringify(seeds.at(-1))}\n`);
  }
  const own = Object.fromEntries(
    ids.map((id) => [id, seeds.map((efforts) => efforts[id] ?? null)]),
  );
  // Read again: another process may have measured another version meanwhile.
  const { efforts } = readMeasured();
  const all = values.finding === undefined ? own : { ...efforts[engine], ...own };
  const measured: Measured = { cases: CASES, seeds: SEEDS, efforts: { ...efforts, [engine]: all } };
  writeFileSync(MEASURED, `${JSON.stringify(measured, null, 2)}\n`);
}

function readMeasured(): Measured {
  if (!existsSync(MEASURED)) return { cases: CASES, seeds: SEEDS, efforts: {} };
  return JSON.parse(readFileSync(MEASURED, "utf8"));
}
