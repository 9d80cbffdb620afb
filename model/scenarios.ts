/**
 * The four scenarios (semantics, section 3): step 1 is instant, the body of step 2 takes 10 s, the
 * invocation limit is 3 s and the execution limit 60 s. What differs is the semantics of step 2 and
 * whether it is retried.
 */
import { type Case, makeCase } from "./case.ts";
import type { RetryPolicy } from "./retry.ts";
import type { Semantics, Step } from "./workflow.ts";

export interface Scenario {
  readonly number: number;
  readonly title: string;
  readonly case: Case;
}

const DEFAULT: RetryPolicy = { policy: "default" };
const NEVER: RetryPolicy = { policy: "never" };

export const SCENARIOS: readonly Scenario[] = [
  scenario(1, "at least once, default retry", "AtLeastOncePerRetry", DEFAULT),
  scenario(2, "at least once, never retried", "AtLeastOncePerRetry", NEVER),
  scenario(3, "at most once, default retry", "AtMostOncePerRetry", DEFAULT),
  scenario(4, "at most once, never retried", "AtMostOncePerRetry", NEVER),
];

function scenario(
  number: number,
  title: string,
  semantics: Semantics,
  retry: RetryPolicy,
): Scenario {
  const instant = step("step-1", "AtLeastOncePerRetry", DEFAULT, 0);
  const slow = step("step-2", semantics, retry, 10_000);
  const limits = { invocationSeconds: 3, executionSeconds: 60 };
  const workflow = { operations: [instant, slow] };
  return { number, title, case: makeCase(workflow, { interruptions: [] }, limits) };
}

function step(name: string, semantics: Semantics, retry: RetryPolicy, milliseconds: number): Step {
  const runs = [{ does: "return" as const, milliseconds }];
  return { kind: "step", name, semantics, retry, runs, onError: "throw" };
}
