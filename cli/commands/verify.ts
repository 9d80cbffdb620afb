/** `durable-conformance verify`: the properties, on an engine, under generated cases. */
import { resolve } from "node:path";
import { DEFAULT_ENGINE } from "../../impl/runner.ts";
import type { FoundFailure } from "../../properties/suite/batch.ts";
import { exitCodeOf } from "../../reports/run-report.ts";
import { renderHeader, renderRunReport } from "../../reports/text/run-report.ts";
import { engineName, properties, single, wholeNumber } from "../flags.ts";
import { makeFolder, saveByContent, saveCounterexample } from "../output.ts";
import { Pool } from "../pool/pool.ts";
import { Progress } from "../progress.ts";
import { packageVersion } from "../version.ts";
import { availableParallelism } from "node:os";
import { Collector } from "../collector.ts";

export interface VerifyFlags {
  readonly engine?: unknown;
  readonly seed?: unknown;
  readonly runs?: unknown;
  readonly timeLimit?: unknown;
  readonly property?: unknown;
  readonly out?: unknown;
  readonly workers?: unknown;
  readonly json?: boolean;
}

export const DEFAULT_RUNS = 10_000;
export const DEFAULT_TIME_LIMIT_SECONDS = 60;
const DEFAULT_OUT = "counterexamples";
const HANG_SECONDS = 10;

/** Gives the exit code. @throws UsageError for a wrong flag. */
export async function verify(flags: VerifyFlags): Promise<number> {
  const engine = engineName(flags.engine ?? DEFAULT_ENGINE);
  const seed =
    flags.seed === undefined ? randomSeed() : wholeNumber("--seed", flags.seed, 0, 2 ** 31 - 1);
  const cases = wholeNumber("--runs", flags.runs ?? DEFAULT_RUNS, 1, 100_000_000);
  const timeLimitSeconds = wholeNumber(
    "--time-limit",
    flags.timeLimit ?? DEFAULT_TIME_LIMIT_SECONDS,
    1,
    86_400,
  );
  const workers = wholeNumber("--workers", flags.workers ?? availableParallelism(), 1, 64);
  const checked = properties(flags.property);
  const out = single("--out", flags.out ?? DEFAULT_OUT);
  const json = flags.json === true;

  const version = packageVersion();
  const node = process.versions.node;
  const header = { version, node, engine, seed, casesAsked: cases, timeLimitSeconds, workers };
  if (!json) process.stdout.write(`${renderHeader({ ...header, properties: checked.length })}\n`);

  const progress = new Progress(cases);
  const collector = new Collector({ ...header, properties: checked });
  const pool: Pool = new Pool({
    engine,
    properties: checked.map(({ id }) => id),
    seed,
    cases,
    workers,
    hangSeconds: HANG_SECONDS,
    onBatch: (result) => {
      progress.advance(result.cases);
      const fresh = collector.addBatch(result);
      for (const { property, caseNumber } of fresh) {
        progress.note(`  FAIL  ${property}   case ${caseNumber}; shrinking`);
      }
      return fresh satisfies readonly FoundFailure[];
    },
    onCounterexample: (counterexample) => {
      const file = saveCounterexample(makeFolder(out), counterexample);
      collector.addFinding(counterexample, file);
      progress.note(`        saved as ${resolve(file)}`);
    },
    onLost: ({ caseNumber, case: case_, reason }) => {
      const file = case_ === undefined ? undefined : saveByContent(makeFolder(out), "lost", case_);
      collector.addLost({ caseNumber, reason, ...(file === undefined ? {} : { file }) });
      progress.note(`  LOST  case ${caseNumber}: ${reason}`);
    },
  });

  const limit = setTimeout(() => {
    collector.stop("time-limit");
    pool.finishEarly();
  }, timeLimitSeconds * 1_000);
  const onInterrupt = () => {
    collector.stop("interrupted-by-user");
    pool.stop();
  };
  process.once("SIGINT", onInterrupt);
  try {
    await pool.run();
  } finally {
    clearTimeout(limit);
    process.off("SIGINT", onInterrupt);
    progress.clear();
  }
  const report = collector.report();
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : renderRunReport(report));
  const code = exitCodeOf(report);
  if (!json) process.stdout.write(`exit ${code}\n`);
  return code;
}

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
