/** Adds up how far a search came, and how much of the model it has shown. */
import {
  addCounts,
  type CoverageCounts,
  NO_COVERAGE,
} from "../properties/exhaustive/model-coverage.ts";
import type { Bound as BoundReport } from "../reports/bound.ts";
import type { SearchResult } from "./pool/messages.ts";
import type { Bound } from "./pool/work.ts";

/** So many unreached states are told, the nearest. */
const MOST_UNREACHED = 100;

export class SearchTotals {
  private readonly bound: Bound;
  private readonly workflows: number;
  private readonly leftOut: BoundReport["leftOut"];
  private workflowsDone = 0;
  private cut = 0;
  private shown: CoverageCounts = NO_COVERAGE;
  private unreached: BoundReport["unreached"] = [];

  constructor(bound: Bound, workflows: number, leftOut: BoundReport["leftOut"]) {
    this.bound = bound;
    this.workflows = workflows;
    this.leftOut = leftOut;
  }

  add({ complete, skipped, cut, modelCoverage, unreached }: SearchResult): void {
    if (complete && skipped.length === 0) this.workflowsDone += 1;
    this.cut += cut;
    this.shown = addCounts(this.shown, modelCoverage);
    this.unreached = mergeUnreached([...this.unreached, ...unreached]);
  }

  report(): BoundReport {
    const { bound, workflows, workflowsDone, cut, shown, leftOut, unreached } = this;
    return { ...bound, workflows, workflowsDone, cut, ...shown, leftOut, unreached };
  }
}

/** The nearest of them, first of those that their cases come to. */
export function mergeUnreached(all: BoundReport["unreached"]): BoundReport["unreached"] {
  return all
    .toSorted(
      (left, right) =>
        Number(right.reached) - Number(left.reached) || left.history.length - right.history.length,
    )
    .slice(0, MOST_UNREACHED);
}
