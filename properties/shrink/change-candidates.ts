/** A handler that stays as it is; or one that is changed in the plainest way, as soon as it can be. */
import type { Case } from "../../model/case.ts";
import { refuseChange } from "../../model/change.ts";
import type { Candidate } from "./candidate.ts";

export function* withoutChange(case_: Case): Generator<Candidate> {
  const { change, ...schedule } = case_.schedule;
  if (change !== undefined) yield { removed: "change", case: { ...case_, schedule } };
}

export function* withPlainerChange(case_: Case): Generator<Candidate> {
  const { schedule } = case_;
  const { change } = schedule;
  if (change === undefined) return;
  const plainer = [
    ...(change.fromInvocation > 2 ? [{ ...change, fromInvocation: 2 }] : []),
    ...(change.becomes === "renamed" ? [] : [{ ...change, becomes: "renamed" as const }]),
  ];
  for (const each of plainer) {
    yield {
      removed: "oddness of the change",
      case: { ...case_, schedule: { ...schedule, change: each } },
    };
  }
}

/** Whether what is left of the workflow still has what is changed in it. */
export function canBeChanged({ workflow, schedule: { change } }: Case): boolean {
  return change === undefined || refuseChange(workflow, change) === undefined;
}
