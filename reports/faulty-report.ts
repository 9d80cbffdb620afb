/** What became of the engines that are wrong on purpose, as a value. */
import type { Case } from "../model/case.ts";
import { allOperations } from "../model/operation-names.ts";

export interface FaultyReport {
  readonly version: string;
  readonly seeds: number;
  /** How many cases each seed may run. */
  readonly casesAsked: number;
  readonly engines: readonly FaultyLine[];
  readonly correct: CorrectLine;
  /** How many engines were not tried to the end, where the user stopped it. */
  readonly stopped?: number;
}

/** One engine that is wrong on purpose. */
export interface FaultyLine {
  readonly name: string;
  readonly bug: string;
  /** The property that has to catch it. */
  readonly property: string;
  /** How many cases it took, for each seed in turn; null where the budget was spent. */
  readonly casesToFind: readonly (number | null)[];
  /** The minimal case for the first seed; null where nothing was found. */
  readonly minimal: Case | null;
}

/** The engine that is not wrong, run in the same way on all properties. */
export interface CorrectLine {
  readonly name: string;
  readonly cases: number;
  /** The signatures of what it broke: none, or the suite is wrong. */
  readonly broken: readonly string[];
}

export function isCaught({ casesToFind }: FaultyLine): boolean {
  return casesToFind.every((cases) => cases !== null);
}

/** The middle one; of an even number the larger of the two. Null where that seed found nothing. */
export function medianCases({ casesToFind }: FaultyLine): number | null {
  const sorted = casesToFind.toSorted(
    (left, right) => (left ?? Number.POSITIVE_INFINITY) - (right ?? Number.POSITIVE_INFINITY),
  );
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** Whether every bug was caught for every seed, and nothing was found where nothing is wrong. */
export function isComplete({ engines, correct }: FaultyReport): boolean {
  return engines.every(isCaught) && correct.broken.length === 0;
}

/** How big a minimal case is: all of its operations, and what goes wrong. */
export function minimalSize({ minimal }: FaultyLine): string {
  if (minimal === null) return "-";
  const { workflow, schedule } = minimal;
  const { interruptions, faults = [], arrivals = [], pages, change } = schedule;
  const others = [pages, change].filter((each) => each !== undefined);
  const wrong = [...interruptions, ...faults, ...arrivals, ...others].length;
  return `${allOperations(workflow.operations).length} + ${wrong}`;
}
