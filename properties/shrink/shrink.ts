/**
 * Finds the smallest case that still fails in the same way: takes the first simpler candidate that
 * does, again and again, until none is left. What remains is locally minimal: no single removal
 * still fails with the same signature.
 */
import type { Case } from "../../model/case.ts";
import { candidatesOf } from "./candidates.ts";

export interface Shrunk {
  readonly case: Case;
  /** How many candidates were looked at. */
  readonly tried: number;
  /** False if the budget ran out before no candidate was left. */
  readonly minimal: boolean;
  /** What was taken away in turn from the final case, and what became of it. */
  readonly certificate: readonly Removal[];
}

/** Something that was taken away from a minimal case. */
export interface Removal {
  readonly removed: string;
  /** The signature of what then broke, another one; null if nothing did. */
  readonly breaks: string | null;
}

/** `breaks` runs a candidate and gives the signature of what it breaks, undefined for nothing. */
export async function shrink(
  original: Case,
  signature: string,
  breaks: (candidate: Case) => Promise<string | undefined>,
  budget = 1_000,
): Promise<Shrunk> {
  let smallest = original;
  let tried = 0;
  /** A fifth of the candidates are ones that have been run before, on the way from a larger case. */
  const run = new Map<string, string | undefined>();
  for (;;) {
    const certificate: Removal[] = [];
    let simpler: Case | undefined;
    for (const candidate of candidatesOf(smallest)) {
      if (tried >= budget) return { case: smallest, tried, minimal: false, certificate };
      tried += 1;
      const key = JSON.stringify(candidate.case);
      if (!run.has(key)) run.set(key, await breaks(candidate.case));
      const broken = run.get(key);
      if (broken === signature) {
        simpler = candidate.case;
        break;
      }
      certificate.push({ removed: candidate.removed, breaks: broken ?? null });
    }
    if (simpler === undefined) return { case: smallest, tried, minimal: true, certificate };
    smallest = simpler;
  }
}

/** How big a case is; `faults` are calls that go wrong, absent where there are none. */
export function sizeOf({ workflow, schedule: { interruptions, faults = [] } }: Case) {
  const size = { operations: workflow.operations.length, interruptions: interruptions.length };
  return faults.length === 0 ? size : { ...size, faults: faults.length };
}
