/** Cases of one or two operations, for tests that say exactly what happens. */
import { type Case, makeCase } from "../model/case.ts";
import type { Action, Fault, Interruption } from "../model/schedule.ts";
import type { Operation, Step, Wait, WaitForCondition } from "../model/workflow.ts";

/** An instant step that returns, at least once, never retried, unless told otherwise. */
export function step(name: string, different: Partial<Step> = {}): Step {
  return {
    kind: "step",
    name,
    semantics: "AtLeastOncePerRetry",
    retry: { policy: "never" },
    runs: [{ does: "return", milliseconds: 0 }],
    onError: "throw",
    ...different,
  };
}

export function wait(name: string, seconds: number): Wait {
  return { kind: "wait", name, seconds };
}

/** What makes a step at most once. */
export const ONCE = { semantics: "AtMostOncePerRetry" } as const;
/** What makes a body throw, always. */
export const THROWS = { runs: [{ does: "throw", milliseconds: 0 }] } as const;
/** What makes a body throw once and then return. */
export const THROWS_ONCE = {
  runs: [
    { does: "throw", milliseconds: 0 },
    { does: "return", milliseconds: 0 },
  ],
} as const;

/** A body that takes this long. */
export function takes(milliseconds: number) {
  return { runs: [{ does: "return", milliseconds }] } as const;
}

/** A policy of so many attempts, 5 s apart. */
export function attempts(count: number) {
  return { retry: { policy: "limited", attempts: count, delaySeconds: 5 } } as const;
}

export function caseOf(
  operations: readonly Operation[],
  interruptions: readonly Interruption[] = [],
  faults: readonly Fault[] = [],
): Case {
  const limits = { invocationSeconds: 60, executionSeconds: 600 };
  const schedule = faults.length === 0 ? { interruptions } : { interruptions, faults };
  return makeCase({ operations }, schedule, limits);
}

/** A fault of the first call with this update. */
export function fault(name: Fault["fault"], operation: string, action: Action): Fault {
  return { fault: name, operation, action, occurrence: 1 } as Fault;
}

/** An interruption right after the body of this step has been entered for the first time. */
export function insideBody(operation: string): Interruption {
  return { edge: "body-entered", operation, occurrence: 1 };
}

/** An interruption when the outcome of this operation has been given for the first time. */
export function whenResolved(operation: string): Interruption {
  return { edge: "operation-resolved", operation, occurrence: 1 };
}

/** A condition that is met at its second poll, and whose polls return at once. */
export function condition(
  name: string,
  different: Partial<WaitForCondition> = {},
): WaitForCondition {
  return {
    kind: "wait-for-condition",
    name,
    polls: 2,
    delaySeconds: 1,
    runs: [{ does: "return", milliseconds: 0 }],
    onError: "throw",
    ...different,
  };
}
