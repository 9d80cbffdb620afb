/**
 * Runs a case on an engine and reads what happened; where a property can make use of it, beside the
 * run of the same workflow that nothing interrupts.
 */
import { type Case, makeCase } from "../model/case.ts";
import type { Guarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import { isComparable } from "./comparable.ts";
import type { Property } from "./property.ts";
import { readStory, type Story } from "./story.ts";

export interface Observed {
  readonly guarantees: Guarantees;
  readonly run: (case_: Case) => Promise<History>;
}

export async function observe(
  case_: Case,
  { guarantees, run }: Observed,
  properties: readonly Property[],
): Promise<Story> {
  const history = await run(case_);
  const wanted = properties.some(({ usesCrashFreeRun }) => usesCrashFreeRun === true);
  if (!wanted || !isInterrupted(case_) || !isComparable(case_.workflow)) {
    return readStory(case_, guarantees, history);
  }
  return readStory(case_, guarantees, history, await run(withoutSchedule(case_)));
}

function isInterrupted({ schedule }: Case): boolean {
  return Object.values(schedule).some((part) => !Array.isArray(part) || part.length > 0);
}

function withoutSchedule({ workflow, limits, randomness }: Case): Case {
  return makeCase(workflow, undefined, limits, randomness);
}
