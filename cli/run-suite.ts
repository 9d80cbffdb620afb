/** A run of the suite on an engine, from its options to its report. Prints nothing but progress. */
import { resolve } from "node:path";
import type { Tier } from "../impl/runner.ts";
import type { Scope } from "../properties/generators/case.ts";
import type { Property } from "../properties/property.ts";
import type { RunReport } from "../reports/run-report.ts";
import type { Shard } from "../reports/shard.ts";
import { counted, printable } from "../reports/text/layout.ts";
import { renderHeader } from "../reports/text/run-report.ts";
import type { LeftOut } from "./bound.ts";
import { Collector } from "./collector.ts";
import type { Corpus } from "./corpus.ts";
import { isAbout, type Kept, keptIn, savedIn, withinScope } from "./kept-cases.ts";
import { KnownFindings } from "./known-findings.ts";
import { mendableOf } from "./mendable.ts";
import type { OutFolder } from "./output.ts";
import { PATIENCE } from "./pool/patience.ts";
import { Pool } from "./pool/pool.ts";
import { type Bound, drawnWork, searchWork } from "./pool/work.ts";
import { Progress } from "./progress.ts";
import { runKept } from "./run-kept.ts";
import { SearchTotals } from "./search-totals.ts";
import { shareOf } from "./shard.ts";
import { packageVersion } from "./version.ts";

export interface SuiteOptions {
  readonly engine: string;
  readonly tier: Tier;
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
  /** The part of the run that is run; undefined for all of it. */
  readonly shard: Pick<Shard, "number" | "of"> | undefined;
  readonly corpus: Corpus | undefined;
  readonly knownAllowed: boolean;
}

/**
 * `onStart` is given what is known before the first case: the engine, the seed, how much there is to do.
 * @throws LoadError if the engine can't be loaded; UsageError if there are more shards than work.
 */
export async function runSuite(
  options: SuiteOptions,
  out: OutFolder,
  onStart: (header: string) => void,
): Promise<RunReport> {
  const { engine, seed, workers, checked, knownAllowed } = options;
  const madeWith = { version: packageVersion(), node: process.versions.node };
  const { bound, scope } = options;
  const drawing = { seed, casesAsked: options.casesAsked, scope };
  const whole = bound === undefined ? drawnWork(drawing) : searchWork(bound);
  const { work, shard } = shareOf(options, whole);
  const casesAsked = work.cases ?? 0;
  const search =
    bound === undefined ? undefined : new SearchTotals(bound, work.batches, options.leftOut);
  const header = { madeWith, engine, seed, casesAsked };
  const progress =
    search === undefined ? new Progress(casesAsked) : new Progress(work.batches, "workflow");
  const kept = keptFor(options, out);
  const findings = options.corpus?.findings ?? [];
  // Mended engines run in the simulated tier: of what only a killed process shows they tell nothing.
  const mendable =
    options.tier === "simulated" ? await mendableOf(engine, findings) : new Map<string, never>();
  // What mending can tell is not told by shape: that would name the finding whose mending did not help.
  const known = new KnownFindings(
    engine,
    findings.filter(({ id }) => !mendable.has(id)),
  );
  const collector = new Collector({
    ...header,
    scope,
    tier: options.tier,
    properties: checked,
    known,
    knownAllowed,
    search,
    shard,
  });
  const pool = new Pool({
    setup: {
      engine,
      tier: options.tier,
      properties: checked.map(({ id }) => id),
      ...drawing,
      mendable,
    },
    work,
    workers,
    patience: PATIENCE[options.tier],
    onBatch: (result) => {
      progress.advance(search === undefined ? result.cases : 1);
      const wanted = collector.addBatch(result);
      for (const { property, caseNumber } of wanted) {
        progress.note(`  FAIL  ${property}   case ${caseNumber}; shrinking`);
      }
      return wanted;
    },
    onCounterexample: (counterexample, failure) => {
      collector.addCounterexample(counterexample, failure, () => {
        const file = out.saveCounterexample(counterexample);
        progress.note(`        saved as ${resolve(file)}`);
        return file;
      });
    },
    onLost: (loss) => {
      collector.addLost(loss, (case_) => out.save("lost", case_));
      const { caseNumber, cases, reason } = loss;
      const which =
        loss.case === undefined ? counted(cases, "case", "cases") : `case ${caseNumber}`;
      progress.note(`  LOST  ${which}: ${reason}`);
    },
  });
  const onInterrupt = () => {
    collector.stop("interrupted-by-user");
    pool.stop();
  };
  process.once("SIGINT", onInterrupt);
  try {
    await pool.start();
    const { timeLimitSeconds } = options;
    const shown = {
      ...header,
      bound: bound ?? null,
      shard,
      properties: checked.length,
      timeLimitSeconds,
      workers,
    };
    onStart(renderHeader(shown));
    const tellFirst = (property: string, { finding, file }: Kept) => {
      progress.note(`  FAIL  ${property}   kept case of ${finding?.id ?? file}`);
    };
    for (const [became, counterexample] of await runKept(kept, engine, pool, known, tellFirst)) {
      collector.addKept(became, counterexample);
    }
    await runWithin(timeLimitSeconds, pool, collector);
  } finally {
    process.off("SIGINT", onInterrupt);
    progress.clear();
    await pool.close();
  }
  return collector.report();
}

/** What runs before any case is drawn, as far as it is about the properties that are checked. */
function keptFor(
  { corpus, engine, checked, scope }: SuiteOptions,
  out: OutFolder,
): readonly Kept[] {
  if (corpus === undefined) return [];
  const tell = (sentence: string) => process.stderr.write(`${printable(sentence)}\n`);
  const ids = new Set(checked.map(({ id }) => id));
  return [...keptIn(corpus, engine), ...savedIn(out.path, engine, tell)]
    .filter((each) => isAbout(each, ids))
    .map((each) => withinScope(each, scope, engine));
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
