/** `durable-conformance verify`: the properties, on an engine, under generated cases. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { DEFAULT_ENGINE } from "../../impl/runner.ts";
import type { Scope } from "../../properties/generators/case.ts";
import type { Property } from "../../properties/property.ts";
import { exitCodeOf, type RunReport } from "../../reports/run-report.ts";
import { printable } from "../../reports/text/layout.ts";
import { renderHeader, renderRunReport } from "../../reports/text/run-report.ts";
import type { Arguments } from "../arguments.ts";
import { type LeftOut, readBound, withinBound } from "../bound.ts";
import { Collector } from "../collector.ts";
import type { Corpus } from "../corpus.ts";
import { corpus, engineName, properties, scope, unloadable, wholeNumber } from "../flags.ts";
import { isAbout, type Kept, keptIn, savedIn } from "../kept-cases.ts";
import { KnownFindings } from "../known-findings.ts";
import { DEFAULT_OUT, OutFolder } from "../output.ts";
import { Pool } from "../pool/pool.ts";
import { LoadError } from "../pool/watched-worker.ts";
import { type Bound, drawnWork, searchWork } from "../pool/work.ts";
import { PROGRAM } from "../program.ts";
import { Progress } from "../progress.ts";
import {
  type ReportFile,
  RUN_FORMATS,
  reportFiles,
  takesStdout,
  writeReports,
} from "../report-files.ts";
import { RUN_RENDERERS } from "../report-formats.ts";
import { runKept } from "../run-kept.ts";
import { SearchTotals } from "../search-totals.ts";
import { packageVersion } from "../version.ts";

const DEFAULT_RUNS = 10_000;
const DEFAULT_TIME_LIMIT_SECONDS = 60;
const SEARCH_TIME_LIMIT_SECONDS = 600;
/** A case takes about a millisecond. */
const HANG_SECONDS = 10;

interface Options {
  readonly engine: string;
  readonly seed: number;
  readonly casesAsked: number;
  readonly timeLimitSeconds: number;
  readonly workers: number;
  readonly checked: readonly Property[];
  /** What is not checked, as no case of the bound could exercise it. */
  readonly leftOut: readonly LeftOut[];
  readonly scope: Scope;
  /** Where all cases up to a bound are run, and none is drawn. */
  readonly bound: Bound | undefined;
  readonly corpus: Corpus | undefined;
  readonly knownAllowed: boolean;
  readonly json: boolean;
  readonly reports: readonly ReportFile<(typeof RUN_FORMATS)[number]>[];
}

/** Gives the exit code. @throws UsageError for a wrong flag. */
export async function verify(given: Arguments): Promise<number> {
  const options = readOptions(given);
  const out = new OutFolder(given.text("--out") ?? DEFAULT_OUT);
  try {
    const report = await run(options, out);
    const code = exitCodeOf(report);
    if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else if (!takesStdout(options.reports)) {
      process.stdout.write(`${renderRunReport(report, PROGRAM)}exit ${code}\n`);
    }
    writeReports(options.reports, RUN_RENDERERS, report);
    return code;
  } catch (error) {
    throw error instanceof LoadError ? unloadable(error) : error;
  } finally {
    out.tidy();
  }
}

function readOptions(given: Arguments): Options {
  const bound = readBound(given);
  const cases = bound === undefined ? scope(given) : scopeOf(bound);
  const { checked, leftOut } = withinBound(given, properties(given, cases), bound);
  const limit = bound === undefined ? DEFAULT_TIME_LIMIT_SECONDS : SEARCH_TIME_LIMIT_SECONDS;
  return {
    engine: engineName(given) ?? DEFAULT_ENGINE,
    ...(bound === undefined ? readDrawing(given) : { seed: 0, casesAsked: 0 }),
    timeLimitSeconds: wholeNumber(given, "--time-limit", 1, 86_400) ?? limit,
    workers: wholeNumber(given, "--workers", 1, 64) ?? availableParallelism(),
    checked,
    leftOut,
    scope: cases,
    bound,
    corpus: corpus(given),
    knownAllowed: given.has("--allow-known"),
    json: given.has("--json"),
    reports: reportFiles(given, RUN_FORMATS),
  };
}

function readDrawing(given: Arguments) {
  return {
    seed: wholeNumber(given, "--seed", 0, 2 ** 31 - 1) ?? Math.floor(Math.random() * 2 ** 31),
    casesAsked: wholeNumber(given, "--runs", 1, 100_000_000) ?? DEFAULT_RUNS,
  };
}

function scopeOf({ kinds }: Bound): Scope {
  return kinds === "all" ? "all" : "sequential";
}

/** What runs before any case is drawn, as far as it is about the properties that are checked. */
function keptFor({ corpus, engine, checked }: Options, out: OutFolder): readonly Kept[] {
  if (corpus === undefined) return [];
  const tell = (sentence: string) => process.stderr.write(`${printable(sentence)}\n`);
  const ids = new Set(checked.map(({ id }) => id));
  return [...keptIn(corpus, engine), ...savedIn(out.path, engine, tell)].filter((each) =>
    isAbout(each, ids),
  );
}

async function run(options: Options, out: OutFolder): Promise<RunReport> {
  const { engine, seed, casesAsked, workers, checked, knownAllowed } = options;
  const madeWith = { version: packageVersion(), node: process.versions.node };
  const { bound, scope } = options;
  const drawing = { seed, casesAsked, scope };
  const work = bound === undefined ? drawnWork(drawing) : searchWork(bound);
  const search =
    bound === undefined ? undefined : new SearchTotals(bound, work.batches, options.leftOut);
  const header = { madeWith, engine, seed, casesAsked };
  const progress =
    search === undefined ? new Progress(casesAsked) : new Progress(work.batches, "workflow");
  const kept = keptFor(options, out);
  const known = new KnownFindings(engine, options.corpus?.findings ?? []);
  const collector = new Collector({
    ...header,
    scope,
    properties: checked,
    known,
    knownAllowed,
    search,
  });
  const pool = new Pool({
    setup: { engine, properties: checked.map(({ id }) => id), ...drawing },
    work,
    workers,
    hangSeconds: HANG_SECONDS,
    onBatch: (result) => {
      progress.advance(search === undefined ? result.cases : 1);
      const wanted = collector.addBatch(result);
      for (const { property, caseNumber } of wanted) {
        progress.note(`  FAIL  ${property}   case ${caseNumber}; shrinking`);
      }
      return wanted;
    },
    onCounterexample: (counterexample) => {
      collector.addCounterexample(counterexample, () => {
        const file = out.saveCounterexample(counterexample);
        progress.note(`        saved as ${resolve(file)}`);
        return file;
      });
    },
    onLost: ({ caseNumber, case: case_, reason }) => {
      collector.addLost(caseNumber, reason, () => out.save("lost", case_));
      progress.note(`  LOST  case ${caseNumber}: ${reason}`);
    },
  });
  const onInterrupt = () => {
    collector.stop("interrupted-by-user");
    pool.stop();
  };
  process.once("SIGINT", onInterrupt);
  try {
    await pool.start();
    const { timeLimitSeconds, json, reports } = options;
    const shown = {
      ...header,
      bound: bound ?? null,
      properties: checked.length,
      timeLimitSeconds,
      workers,
    };
    // The seed is wanted before the end, and a result on standard output is alone there.
    const elsewhere = json || takesStdout(reports);
    (elsewhere ? process.stderr : process.stdout).write(`${renderHeader(shown)}\n`);
    for (const [became, counterexample] of await runKept(kept, engine, pool, known)) {
      collector.addKept(became, counterexample);
    }
    await runWithin(timeLimitSeconds, pool, collector);
  } finally {
    process.off("SIGINT", onInterrupt);
    progress.clear();
  }
  return collector.report();
}

/** Runs until all is done, time is up, or `pool` is stopped. */
async function runWithin(seconds: number, pool: Pool, collector: Collector): Promise<void> {
  const limit = setTimeout(() => {
    collector.stop("time-limit");
    pool.finishEarly();
  }, seconds * 1_000);
  try {
    await pool.run();
  } finally {
    clearTimeout(limit);
  }
}
