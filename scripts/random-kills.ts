/**
 * Kills processes at random moments while they write to the file of a service, and counts what is in
 * the file then (docs/killed-tier.md). Ends with 1 where anything is lost, half done or unreadable.
 *
 *   npm run -s random-kills                            300 kills: some minutes
 *   npm run -s random-kills -- --kills 20 --seed 7     fewer, at other moments
 */
import { parseArgs } from "node:util";
import { killAtRandom, type RandomKillsCounts } from "./random-killer.ts";

const WRONG_USAGE = 64;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
  },
});

const kills = wholeNumber("kills");
const seed = wholeNumber("seed");
const counts = await killAtRandom({ kills, seed, onProgress });
const { withoutFile, acknowledged, unacknowledged, lost, halfDone, unopened } = counts;
process.stdout.write(
  [
    `${counts.kills} kills, ${withoutFile} of them before there was a file`,
    `${acknowledged} calls acknowledged, ${lost} lost, ${halfDone} half done`,
    `${unacknowledged} calls committed and not acknowledged`,
    `${unopened} files that could not be opened`,
    "",
  ].join("\n"),
);
process.exitCode = lost + halfDone + unopened === 0 ? 0 : 1;

function onProgress(counts: RandomKillsCounts): void {
  if (counts.kills % 50 === 0) process.stderr.write(`${JSON.stringify(counts)}\n`);
}

function wholeNumber(flag: "kills" | "seed"): number {
  const text = values[flag];
  if (/^\d{1,9}$/.test(text)) return Number(text);
  process.stderr.write(
    `random-kills: --${flag}: found ${JSON.stringify(text)}; accepted is a whole number of at most nine digits.\n`,
  );
  process.exit(WRONG_USAGE);
}
