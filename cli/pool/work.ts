/** What a run is made of, in numbered batches: cases that are drawn, or a search, or a share of it. */
import type { Case } from "../../model/case.ts";
import type { Kinds } from "../../properties/exhaustive/every-workflow.ts";
import { NO_COVERAGE } from "../../properties/exhaustive/model-coverage.ts";
import { countUpTo, stretchAt } from "../../properties/exhaustive/stretches.ts";
import { BATCH_SIZE, drawBatch, type Scope } from "../../properties/generators/case.ts";
import { Tally } from "../../properties/suite/tally.ts";
import type { BatchTask, RunBatch, SearchResult } from "./messages.ts";

export interface Work {
  readonly batches: number;
  /** The number of its first batch, and the distance from each to the next. */
  readonly first: number;
  readonly step: number;
  /** How many cases there are; undefined where only running them can tell. */
  readonly cases: number | undefined;
  /** The task of a batch; `skip` are the numbers of cases that are left out. */
  readonly task: (batch: number, skip: readonly number[]) => BatchTask;
  /** The case of a number and its batch; undefined where only the batch itself can tell. */
  readonly find: (caseNumber: number) => { batch: number; case: Case } | undefined;
  /** A batch that is given up. */
  readonly unjudged: (batch: number) => Unjudged;
}

export interface Unjudged {
  /** With nothing judged. */
  readonly result: RunBatch | SearchResult;
  /** The number of its first case, and how many it has; 1 where only running it could tell. */
  readonly first: number;
  readonly cases: number;
  /** Which cases they are, in words. */
  readonly where: string;
}

export interface Drawing {
  readonly seed: number;
  readonly casesAsked: number;
  readonly scope: Scope;
}

/** Cases at random, so many to a batch. */
export function drawnWork({ seed, casesAsked, scope }: Drawing): Work {
  return {
    batches: Math.ceil(casesAsked / BATCH_SIZE),
    first: 0,
    step: 1,
    cases: casesAsked,
    task: (batch, skip) => ({ kind: "batch", batch, skip }),
    find: (caseNumber) => {
      const batch = Math.floor(caseNumber / BATCH_SIZE);
      const case_ = drawBatch(seed, batch, BATCH_SIZE, scope)[caseNumber % BATCH_SIZE];
      return case_ === undefined ? undefined : { batch, case: case_ };
    },
    unjudged: (batch) => {
      const first = batch * BATCH_SIZE;
      const cases = Math.min(BATCH_SIZE, casesAsked - first);
      const result = { ...new Tally([]).tallied(), batch, cases, kills: 0 };
      return { result, first, cases, where: `cases ${first} to ${first + cases - 1}` };
    },
  };
}

export interface Bound {
  readonly operations: number;
  readonly interruptions: number;
  readonly kinds: Kinds;
  /** Where so many schedules are drawn for each workflow, and not all are run. */
  readonly drawn?: number;
}

/** All cases to a bound, a workflow to a batch, the smallest first. */
export function searchWork({ operations, interruptions, kinds, drawn }: Bound): Work {
  return {
    batches: countUpTo(operations, kinds),
    first: 0,
    step: 1,
    cases: undefined,
    task: (batch, skip) => {
      const stretch = stretchAt(batch, operations, kinds);
      return { kind: "search", batch, stretch, interruptions, drawn, skip };
    },
    find: () => undefined,
    unjudged: (batch) => ({
      result: {
        ...new Tally([]).tallied(),
        ...{ batch, complete: false, cases: 0, cut: 0, skipped: [], kills: 0 },
        ...{ modelCoverage: NO_COVERAGE, unreached: [] },
      },
      first: 0,
      cases: 1,
      where: `the cases of workflow ${batch + 1}`,
    }),
  };
}

/**
 * Every `of`th batch, so that no shard gets all the large ones. The cases of all shards are those of
 * the whole, with their numbers. `work` has at least `of` batches.
 */
export function shardOf(work: Work, { number, of }: { number: number; of: number }): Work {
  const first = number - 1;
  const batches = Math.ceil((work.batches - first) / of);
  if (work.cases === undefined) return { ...work, batches, first, step: of };
  // Only the last batch of all can be a short one.
  const hasLast = first + (batches - 1) * of === work.batches - 1;
  const missing = hasLast ? work.batches * BATCH_SIZE - work.cases : 0;
  return { ...work, batches, first, step: of, cases: batches * BATCH_SIZE - missing };
}
