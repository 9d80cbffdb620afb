/**
 * Why the model refuses an event: the name of the rule, the operation, and in words what a right
 * engine would have done instead. A rule's name is part of a failure's signature and stays stable.
 */
import type { State } from "./state.ts";

/** The rules by which the model refuses events. */
export type Rule =
  // the step protocol
  | "completed-step-ran-again"
  | "body-ran-twice-in-one-attempt"
  | "body-ran-before-its-start-was-recorded"
  | "body-ran-before-its-retry-was-due"
  | "wrong-attempt"
  | "strategy-asked-without-cause"
  | "strategy-asked-for-another-error"
  | "retry-against-the-strategy"
  // contexts, batches
  | "completed-context-ran-again"
  | "body-ran-without-call"
  | "too-many-branches"
  | "recorded-under-an-ended-context"
  | "decided-again"
  // a handler that was changed
  | "foreign-record-taken"
  | "nondeterminism-answered-otherwise"
  // what is recorded
  | "recorded-without-cause"
  | "recorded-something-else"
  | "illegal-update"
  // what the handler sees
  | "given-another-input"
  | "asked-otherwise"
  | "resolved-before-it-was-recorded"
  | "resolved-to-something-else"
  // how an invocation ends
  | "answered-something-else"
  | "answered-without-a-record"
  | "failure-of-another-scope"
  | "succeeded-with-updates-lost"
  | "body-ran-after-its-invocation"
  | "suspended-with-work-to-do"
  | "suspended-with-nothing-pending"
  | "stayed-with-nothing-to-do"
  | "invocation-never-ended"
  | "invocation-threw"
  | "invocation-livelocked"
  | "error-escaped"
  // the service and the harness itself
  | "service-broke-its-rules"
  | "harness-broke-its-rules";

export interface Refusal {
  readonly rule: Rule;
  /** The operation concerned, where there is one. */
  readonly operation: string | undefined;
  /** What a right engine would have done, as the end of "The model expects …". */
  readonly expected: string;
  /** What happened instead, as the end of "The engine …". */
  readonly found: string;
}

/** What a transition gives: the next state, or why there is none. */
export type Transition =
  | { readonly kind: "accepted"; readonly state: State }
  | { readonly kind: "refused"; readonly refusal: Refusal };

export function accept(state: State): Transition {
  return { kind: "accepted", state };
}

export function refuse(
  rule: Rule,
  operation: string | undefined,
  expected: string,
  found: string,
): Transition {
  return { kind: "refused", refusal: { rule, operation, expected, found } };
}

/** What no engine could have caused: the harness, or whoever made the history, is wrong. */
export function harness(expected: string, found: string): Transition {
  return refuse("harness-broke-its-rules", undefined, expected, found);
}
