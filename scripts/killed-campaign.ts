/**
 * Kills processes until so many have been killed, and says whether the killed tiers have said all
 * along what the simulated one says (docs/killed-tier.md). What has been lost ends it with an error.
 *
 *   npm run -s killed-campaign                                    10,000 handlers, 1,000 backends: an hour
 *   npm run -s killed-campaign -- --docs                          and puts the counts into docs/
 *   npm run -s killed-campaign -- --render                        only the tables of docs/ again
 *   npm run -s killed-campaign -- --handlers 300 --backends 30    fewer
 *   npm run -s killed-campaign -- --engine embedded               on one engine; may be given several times
 *   npm run -s killed-campaign -- --seed 7                        other drawn cases
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Campaign, casesOf, killsOf, runKilledCampaign } from "./killed-agreement.ts";
import { DOCUMENT, MEASURED, withMeasured } from "./killed-table.ts";

const WRONG_USAGE = 64;
/** On each engine at least, as one case of an engine that does not come to an end may be hundreds of kills. */
const DRAWN = 25;

const { values } = parseArgs({
  options: {
    handlers: { type: "string", default: "10000" },
    backends: { type: "string", default: "1000" },
    engine: { type: "string", multiple: true },
    seed: { type: "string", default: "1" },
    docs: { type: "boolean" },
    render: { type: "boolean" },
  },
});

const engines = values.engine === undefined ? {} : { engines: values.engine };
const seed = wholeNumber("seed");
const PARTS = [
  { what: "handler", tier: "killed", kills: wholeNumber("handlers") },
  { what: "backend", tier: "killed-backend", kills: wholeNumber("backends") },
] as const;
if (PARTS.every(({ kills }) => kills === 0)) {
  refuse("--handlers and --backends: found 0 for both; accepted is 0 for one of them.");
}

if (values.render === true) {
  render(JSON.parse(readFileSync(MEASURED, "utf8")));
  process.exit();
}

const campaigns: Campaign[] = [];
for (const { what, tier, kills } of PARTS) {
  if (kills === 0) continue;
  const onProgress = (line: string) => process.stderr.write(`${what}: ${line}\n`);
  const options = { tier, seed, kills, drawn: DRAWN, onProgress, ...engines };
  const found = await runKilledCampaign(options);
  campaigns.push(found);
  process.stdout.write(
    `${killsOf(found.engines)} ${what} processes killed in ${casesOf(found.engines)} cases, ${found.disagreements.length} disagreements\n`,
  );
}
process.exitCode = campaigns.every(({ disagreements }) => disagreements.length === 0) ? 0 : 1;
if (values.docs === true) {
  writeFileSync(MEASURED, `${JSON.stringify(campaigns, null, 1)}\n`);
  render(campaigns);
}

function render(measured: readonly Campaign[]): void {
  writeFileSync(DOCUMENT, withMeasured(readFileSync(DOCUMENT, "utf8"), measured));
}

function wholeNumber(flag: "handlers" | "backends" | "seed"): number {
  const text = values[flag];
  if (/^\d{1,9}$/.test(text)) return Number(text);
  return refuse(
    `--${flag}: found ${JSON.stringify(text)}; accepted is a whole number of at most nine digits.`,
  );
}

function refuse(message: string): never {
  process.stderr.write(`killed-campaign: ${message}\n`);
  process.exit(WRONG_USAGE);
}
