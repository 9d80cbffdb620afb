/**
 * What is simpler than a case: each candidate takes one thing away or makes one thing plainer, in
 * the workflow, the schedule or the limits. Big cuts come first.
 */
import type { Case } from "../../model/case.ts";
import { refuseOperands } from "../../model/workflow.ts";
import { canBeEnded, withEarlierArrivals, withoutArrivals } from "./arrival-candidates.ts";
import type { Candidate } from "./candidate.ts";
import {
  canBeChanged,
  withChangeAlone,
  withoutChange,
  withPlainerChange,
} from "./change-candidates.ts";
import { withoutFaults, withPlainerFaults } from "./fault-candidates.ts";
import { withPlainerLimits } from "./limits-candidates.ts";
import {
  withCrashForTimeout,
  withoutInterruptions,
  withPlainerInterruptions,
} from "./schedule-candidates.ts";
import { withoutOperations, withPlainerOperations } from "./workflow-candidates.ts";

export function* candidatesOf(case_: Case): Generator<Candidate> {
  for (const candidate of allCandidates(case_)) {
    const { workflow } = candidate.case;
    // A context that is opened up may leave a combinator what can't be given to one.
    if (refuseOperands(workflow.operations) !== undefined) continue;
    if (canBeChanged(candidate.case) && canBeEnded(candidate.case)) yield candidate;
  }
}

function* allCandidates(case_: Case): Generator<Candidate> {
  yield* withChangeAlone(case_);
  yield* withoutOperations(case_);
  yield* withoutInterruptions(case_);
  yield* withoutFaults(case_);
  yield* withoutArrivals(case_);
  yield* withoutChange(case_);
  yield* withPlainerOperations(case_);
  yield* withCrashForTimeout(case_);
  yield* withPlainerInterruptions(case_);
  yield* withPlainerFaults(case_);
  yield* withEarlierArrivals(case_);
  yield* withPlainerChange(case_);
  yield* withPlainerLimits(case_);
}
