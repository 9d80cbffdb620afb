/** A handler that stays as it is; or one that is changed in the plainest way, as soon as it can be. */
import type { Case } from "../../model/case.ts";
import { OTHER_KINDS, refuseChange } from "../../model/change.ts";
import type { Operation } from "../../model/workflow.ts";
import type { Candidate } from "./candidate.ts";

export function* withoutChange(case_: Case): Generator<Candidate> {
  const { change, ...schedule } = case_.schedule;
  if (change !== undefined) yield { removed: "change", case: { ...case_, schedule } };
}

/**
 * The changed operation alone, in a handler that is invoked again for the plainest of all reasons:
 * it had ended, and the service did not hear of it. One mistake would otherwise have as many
 * smallest cases as there are reasons to invoke a handler again.
 */
export function* withChangeAlone(case_: Case): Generator<Candidate> {
  const { workflow, schedule } = case_;
  const { change } = schedule;
  const changed = workflow.operations.find(({ name }) => name === change?.operation);
  if (change === undefined || changed === undefined) return;
  const lost = { edge: "invocation-answered", occurrence: 1 } as const;
  const plain: Operation = {
    kind: "step",
    name: changed.name,
    semantics: "AtLeastOncePerRetry",
    retry: { policy: "never" },
    runs: [{ does: "return", milliseconds: 0 }],
    onError: "throw",
  };
  const isAlone = workflow.operations.length === 1;
  if (isAlone && JSON.stringify(changed) === JSON.stringify(plain)) return;
  // The changed operation as it is may need no such reason: what is alone is not put back in need.
  for (const operation of isAlone ? [plain] : [plain, changed]) {
    yield {
      removed: "all but the changed operation",
      case: {
        ...case_,
        workflow: { operations: [operation] },
        schedule: { interruptions: [lost], change },
      },
    };
  }
}

/** What an operation may become, the plainest first. */
const PLAIN_FIRST = ["renamed", ...OTHER_KINDS, "swapped"] as const;

export function* withPlainerChange(case_: Case): Generator<Candidate> {
  const { schedule } = case_;
  const { change } = schedule;
  if (change === undefined) return;
  const plainer = [
    ...(change.fromInvocation > 2 ? [{ ...change, fromInvocation: 2 }] : []),
    ...PLAIN_FIRST.slice(0, PLAIN_FIRST.indexOf(change.becomes)).map((becomes) => ({
      ...change,
      becomes,
    })),
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
