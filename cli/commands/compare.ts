/** `durable-conformance compare ENGINE_A ENGINE_B`: the same cases on both, and what differs. */
import { BATCH_SIZE, drawBatch, type Scope } from "../../properties/generators/case.ts";
import { COMPARISON_VERSION, type Comparison } from "../../reports/comparison.ts";
import { renderComparison, renderComparisonHeader } from "../../reports/text/comparison.ts";
import type { Arguments } from "../arguments.ts";
import { Comparer } from "../comparer.ts";
import { knownEngine, scope, unloadable, wholeNumber } from "../flags.ts";
import { DEFAULT_OUT, OutFolder } from "../output.ts";
import { LoadError } from "../pool/watched-worker.ts";
import { PROGRAM } from "../program.ts";
import { Progress } from "../progress.ts";
import { EXIT } from "../usage-error.ts";
import { packageVersion } from "../version.ts";

const DEFAULT_RUNS = 2_000;
const DEFAULT_TIME_LIMIT_SECONDS = 60;

interface Options {
  readonly left: string;
  readonly right: string;
  readonly seed: number;
  readonly casesAsked: number;
  readonly timeLimitSeconds: number;
  readonly scope: Scope;
  readonly json: boolean;
}

/** Gives the exit code: 0 if they do the same, 1 if not. @throws UsageError */
export async function compare(given: Arguments): Promise<number> {
  const options = readOptions(given);
  const out = new OutFolder(given.text("--out") ?? DEFAULT_OUT);
  try {
    const comparison = await run(options, out);
    process.stdout.write(
      options.json
        ? `${JSON.stringify(comparison, null, 2)}\n`
        : renderComparison(comparison, PROGRAM),
    );
    return exitCodeOf(comparison);
  } catch (error) {
    throw error instanceof LoadError ? unloadable(error) : error;
  } finally {
    out.tidy();
  }
}

function readOptions(given: Arguments): Options {
  const [left, right] = given.positionals as [string, string];
  return {
    left: knownEngine("ENGINE_A", left),
    right: knownEngine("ENGINE_B", right),
    seed: wholeNumber(given, "--seed", 0, 2 ** 31 - 1) ?? Math.floor(Math.random() * 2 ** 31),
    casesAsked: wholeNumber(given, "--runs", 1, 100_000_000) ?? DEFAULT_RUNS,
    timeLimitSeconds: wholeNumber(given, "--time-limit", 1, 86_400) ?? DEFAULT_TIME_LIMIT_SECONDS,
    scope: scope(given),
    json: given.has("--json"),
  };
}

function exitCodeOf({ stopped, differences, lost }: Comparison): number {
  if (stopped === "interrupted-by-user") return EXIT.interrupted;
  if (differences.length > 0 || lost.length > 0) return EXIT.broken;
  return stopped === null ? EXIT.ok : EXIT.unknown;
}

async function run(options: Options, out: OutFolder): Promise<Comparison> {
  const { left, right, seed, casesAsked, timeLimitSeconds, json } = options;
  const madeWith = { version: packageVersion(), node: process.versions.node };
  const header = { madeWith, left, right, seed, casesAsked };
  const progress = new Progress(casesAsked);
  const comparer = new Comparer(left, right, out, (note) => progress.note(note));
  const startedAt = performance.now();
  let stopped: Comparison["stopped"] = null;
  let casesRun = 0;
  const onInterrupt = () => {
    stopped = "interrupted-by-user";
    comparer.stop();
  };
  process.once("SIGINT", onInterrupt);
  try {
    await comparer.start();
    (json ? process.stderr : process.stdout).write(`${renderComparisonHeader(header)}\n`);
    while (casesRun < casesAsked && stopped === null) {
      const batch = drawBatch(seed, Math.floor(casesRun / BATCH_SIZE), BATCH_SIZE, options.scope);
      const done = await comparer.compare(batch[casesRun % BATCH_SIZE] as (typeof batch)[number]);
      if (!done) break;
      casesRun += 1;
      progress.advance(1);
      if (performance.now() - startedAt > timeLimitSeconds * 1_000) stopped ??= "time-limit";
    }
  } finally {
    process.off("SIGINT", onInterrupt);
    progress.clear();
    await comparer.close();
  }
  if (casesRun === casesAsked && stopped === "time-limit") stopped = null;
  return {
    format: "durable-conformance/comparison",
    version: COMPARISON_VERSION,
    ...header,
    casesRun,
    stopped,
    differences: comparer.differences(),
    lost: comparer.lostCases(),
  };
}
