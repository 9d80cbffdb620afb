/**
 * Kills processes until so many have been killed, and says whether the killed tier and the simulated
 * one have agreed all along (docs/killed-tier.md).
 *
 *   npm run -s killed-campaign                        10,000 processes of handlers: hours
 *   npm run -s killed-campaign -- --handlers 300      fewer
 *   npm run -s killed-campaign -- --engine embedded   on one engine only; may be given several times
 *   npm run -s killed-campaign -- --seed 7            other drawn cases
 */
import { parseArgs } from "node:util";
import { runHandlerCampaign } from "./killed-agreement.ts";

const { values } = parseArgs({
  options: {
    handlers: { type: "string", default: "10000" },
    engine: { type: "string", multiple: true },
    seed: { type: "string", default: "1" },
  },
});

const seed = Number(values.seed);
const found = await runHandlerCampaign({
  seed,
  kills: Number(values.handlers),
  ...(values.engine === undefined ? {} : { engines: values.engine }),
  onProgress: (line) => process.stderr.write(`${line}\n`),
});
for (const disagreement of found.disagreements) {
  process.stderr.write(`${JSON.stringify(disagreement)}\n`);
}
process.stdout.write(
  `${found.kills} processes of handlers killed in ${found.cases} cases, ${found.disagreements.length} disagreements\n`,
);
process.stdout.write(`${JSON.stringify(found.killsBy)}\n`);
process.exitCode = found.disagreements.length === 0 ? 0 : 1;
