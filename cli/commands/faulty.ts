/** `durable-conformance faulty`: whether the suite catches engines that are wrong on purpose. */
import { availableParallelism } from "node:os";
import { FAULTY_ENGINES } from "../../impl/faulty/all.ts";
import { FAULTY } from "../../impl/load-engine.ts";
import { DEFAULT_ENGINE } from "../../impl/runner.ts";
import { PROPERTIES } from "../../properties/all.ts";
import type { Prey } from "../../properties/suite/hunt.ts";
import {
  type CorrectLine,
  type FaultyLine,
  type FaultyReport,
  isComplete,
} from "../../reports/faulty-report.ts";
import { renderFaultyReport } from "../../reports/text/faulty-report.ts";
import type { Arguments } from "../arguments.ts";
import { CtrlC } from "../ctrl-c.ts";
import { wholeNumber } from "../flags.ts";
import { Hunters } from "../pool/hunters.ts";
import { LostError } from "../pool/watched-worker.ts";
import { PROGRAM } from "../program.ts";
import { EXIT } from "../usage-error.ts";
import { packageVersion } from "../version.ts";

const DEFAULT_SEEDS = 10;
const DEFAULT_RUNS = 10_000;

/** Gives the exit code: 1 if a bug was not caught, or something was found where nothing is wrong. */
export async function faulty(given: Arguments): Promise<number> {
  const seeds = wholeNumber(given, "--seeds", 1, 1_000) ?? DEFAULT_SEEDS;
  const casesAsked = wholeNumber(given, "--runs", 1, 100_000_000) ?? DEFAULT_RUNS;
  const workers = wholeNumber(given, "--workers", 1, 64) ?? availableParallelism();
  const hunters = new Hunters(workers, casesAsked);
  const ctrlC = new CtrlC(() => hunters.stop());
  const report = await run(hunters, seeds, casesAsked);
  ctrlC.ignore();
  process.stdout.write(
    given.has("--json")
      ? `${JSON.stringify(report, null, 2)}\n`
      : renderFaultyReport(report, PROGRAM),
  );
  if (report.stopped !== undefined) return EXIT.interrupted;
  return isComplete(report) ? EXIT.ok : EXIT.broken;
}

async function run(hunters: Hunters, seeds: number, casesAsked: number): Promise<FaultyReport> {
  const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
  const note = (text: string) => process.stderr.write(`${text}\n`);
  const lines = FAULTY_ENGINES.map(
    async ({ name, bug, caughtBy }): Promise<readonly FaultyLine[]> => {
      const hunted = await hunters.hunt(`${FAULTY}${name}`, [caughtBy], numbers);
      if (hunted === undefined) return [];
      for (const lost of hunted.filter(isLost)) note(`  LOST  ${name}: ${lost.message}`);
      const found = hunted.map((prey) => (isLost(prey) ? undefined : prey));
      const [first] = found;
      note(`  ${found.every(Boolean) ? "caught" : "MISSED"}  ${name}   by ${caughtBy}`);
      return [
        {
          name,
          bug,
          property: caughtBy,
          casesToFind: found.map((prey) => prey?.cases ?? null),
          minimal: first?.case ?? null,
        },
      ];
    },
  );
  const all = PROPERTIES.map(({ id }) => id);
  const correct = numbers.map((seed) => hunters.hunt(DEFAULT_ENGINE, all, [seed]));
  const hunts = await Promise.all(correct);
  const broken = hunts.flatMap((found) => found ?? []);
  const line: CorrectLine = {
    name: DEFAULT_ENGINE,
    cases: broken.reduce((sum, prey) => sum + casesOf(prey, casesAsked), 0),
    broken: broken.flatMap((prey) => {
      if (prey === undefined) return [];
      return [isLost(prey) ? prey.message : prey.signature];
    }),
  };
  const engines = (await Promise.all(lines)).flat();
  const isWhole = engines.length === FAULTY_ENGINES.length && !hunts.includes(undefined);
  const stopped = isWhole ? {} : { stopped: FAULTY_ENGINES.length - engines.length };
  return { version: packageVersion(), seeds, casesAsked, engines, correct: line, ...stopped };
}

function isLost(prey: Prey | LostError | undefined): prey is LostError {
  return prey instanceof LostError;
}

/** How many cases were run for it. */
function casesOf(prey: Prey | LostError | undefined, casesAsked: number): number {
  return isLost(prey) ? (prey.caseNumber ?? -1) + 1 : (prey?.cases ?? casesAsked);
}
