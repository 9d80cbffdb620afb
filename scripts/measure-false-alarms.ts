/**
 * Measures whether every failure on 2.4.0 is a confirmed finding, and writes what it found into
 * docs/no-false-alarms.md. What is unexplained is saved in the folder counterexamples/.
 *
 *   npm run -s false-alarms                                     all campaigns: about an hour
 *   npm run -s false-alarms -- --scope all --seed 1 --runs 500  one, and nothing is written to docs
 *   npm run -s false-alarms -- --scope all                      those of one scope
 *   npm run -s false-alarms -- --render                         only the tables again
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import { SCOPES } from "../properties/generators/case.ts";
import { Attribution, judgeOn } from "./attribution.ts";
import { type Campaign, type Judges, runCampaign } from "./false-alarm-campaign.ts";
import { DOCUMENT, MEASURED, withMeasured } from "./false-alarm-table.ts";
import { MENDED } from "./findings-table.ts";
import { mended } from "./mended-engine.ts";

const SEEDS = [1, 2, 3, 4, 5];
const CASES = 20_000;

const { values } = parseArgs({
  options: {
    scope: { type: "string" },
    seed: { type: "string" },
    runs: { type: "string" },
    render: { type: "boolean" },
  },
});
const scopes = SCOPES.filter((scope) => values.scope === undefined || scope === values.scope);
if (scopes.length === 0) throw new Error(`--scope is one of ${SCOPES.join(", ")}`);

/** Only what a seed has drawn in full is written down. */
const isWhole = values.seed === undefined && values.runs === undefined;

if (values.render !== true) {
  const judges = await createJudges();
  for (const scope of scopes) {
    for (const seed of values.seed === undefined ? SEEDS : [Number(values.seed)]) {
      const cases = values.runs === undefined ? CASES : Number(values.runs);
      const campaign = await runCampaign(judges, { scope, seed, cases });
      report(campaign);
      if (isWhole) keep(campaign);
    }
  }
}
if (isWhole) {
  writeFileSync(DOCUMENT, withMeasured(readFileSync(DOCUMENT, "utf8"), readMeasured()));
}

async function createJudges(): Promise<Judges> {
  const attribution = await Attribution.of();
  return {
    published: judgeOn(await mended([])),
    mended: judgeOn(await mended(MENDED)),
    embedded: judgeOn(createEmbeddedEngine()),
    attribute: (case_, signature) => attribution.shownBy(case_, signature),
  };
}

function report({ unexplained, ...counts }: Campaign): void {
  console.log(JSON.stringify({ ...counts, unexplained: unexplained.length }));
  if (unexplained.length === 0) return;
  process.exitCode = 1;
  mkdirSync("counterexamples", { recursive: true });
  for (const [index, { engine, signature, case: case_ }] of unexplained.entries()) {
    const file = `counterexamples/${engine}.${counts.scope}-${counts.seed}-${index}.json`;
    writeFileSync(file, `${JSON.stringify(case_, null, 2)}\n`);
    console.log(`  ${engine}: ${signature}: ${file}`);
  }
}

/** In the place of what was measured before with the same scope and seed. */
function keep(campaign: Campaign): void {
  const others = readMeasured().filter(
    ({ scope, seed }) => scope !== campaign.scope || seed !== campaign.seed,
  );
  const sorted = [...others, campaign].toSorted(
    (left, right) => left.scope.localeCompare(right.scope) || left.seed - right.seed,
  );
  writeFileSync(MEASURED, `${JSON.stringify(sorted, null, 2)}\n`);
}

function readMeasured(): readonly Campaign[] {
  return existsSync(MEASURED) ? JSON.parse(readFileSync(MEASURED, "utf8")) : [];
}
