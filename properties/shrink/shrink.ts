/**
 * Finds the smallest case that still fails in the same way: takes the first simpler candidate that
 * does, again and again, until none is left. What remains is locally minimal: no single removal
 * still fails with the same signature.
 */
import type { Case } from "../../model/case.ts";
import { candidatesOf } from "./candidates.ts";

export interface Shrunk {
  readonly case: Case;
  /** How many candidates were run. */
  readonly tried: number;
  /** False if the budget ran out before no candidate was left. */
  readonly minimal: boolean;
  /** What was taken away in turn from the final case, each of which no longer fails so. */
  readonly certificate: readonly string[];
}

/** `stillFails` runs a candidate and says whether it fails with the signature of the original. */
export async function shrink(
  original: Case,
  stillFails: (candidate: Case) => Promise<boolean>,
  budget = 1_000,
): Promise<Shrunk> {
  let smallest = original;
  let tried = 0;
  for (;;) {
    const certificate: string[] = [];
    let simpler: Case | undefined;
    for (const candidate of candidatesOf(smallest)) {
      if (tried >= budget) return { case: smallest, tried, minimal: false, certificate };
      tried += 1;
      if (await stillFails(candidate.case)) {
        simpler = candidate.case;
        break;
      }
      certificate.push(candidate.removed);
    }
    if (simpler === undefined) return { case: smallest, tried, minimal: true, certificate };
    smallest = simpler;
  }
}

/** How big a case is: operations and interruptions. */
export function sizeOf({ workflow, schedule }: Case) {
  return { operations: workflow.operations.length, interruptions: schedule.interruptions.length };
}
