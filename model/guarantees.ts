/**
 * What an engine promises, as data. The model follows the rules that are chosen here, so the same
 * suite judges engines with different promises fairly.
 */
import type { Decision } from "./history.ts";
import type { RetryPolicy } from "./workflow.ts";

export interface Guarantees {
  /** How long an invocation may take to answer when only timers and outside events are left. */
  readonly settleMilliseconds: number;
  /** The strategy that applies where a step names none. */
  readonly defaultRetry: BackoffRetry;
  /** The name of the error that the handler sees for a step that failed. */
  readonly stepErrorName: string;
  /** The name and message of the error that stands for an interrupted at-most-once attempt. */
  readonly interruption: { readonly name: string; readonly message: string };
}

/** Exponential backoff with full jitter: a delay is a whole number of seconds, at least 1. */
export interface BackoffRetry {
  readonly attempts: number;
  readonly initialSeconds: number;
  readonly maximumSeconds: number;
  readonly rate: number;
}

/** The promises of AWS Lambda durable functions (semantics, section 2). */
export const awsGuarantees: Guarantees = {
  settleMilliseconds: 1_000,
  defaultRetry: { attempts: 6, initialSeconds: 5, maximumSeconds: 60, rate: 2 },
  stepErrorName: "StepError",
  interruption: {
    name: "StepInterruptedError",
    message:
      "The step execution process was initiated but failed to reach completion due to an interruption.",
  },
};

/** What a policy allows after `attempt`: to stop, or to retry after a delay within bounds. */
export type Allowed =
  | { readonly kind: "stop" }
  | { readonly kind: "retry"; readonly minimumSeconds: number; readonly maximumSeconds: number };

/** What the retry policy of a step decides after its `attempt`-th attempt, counted from 1. */
export function decide(policy: RetryPolicy, attempt: number, guarantees: Guarantees): Allowed {
  switch (policy.policy) {
    case "never":
      return { kind: "stop" };
    case "limited":
      if (attempt >= policy.attempts) return { kind: "stop" };
      return {
        kind: "retry",
        minimumSeconds: policy.delaySeconds,
        maximumSeconds: policy.delaySeconds,
      };
    case "default": {
      const { attempts, initialSeconds, maximumSeconds, rate } = guarantees.defaultRetry;
      if (attempt >= attempts) return { kind: "stop" };
      const full = Math.min(initialSeconds * rate ** (attempt - 1), maximumSeconds);
      return { kind: "retry", minimumSeconds: 1, maximumSeconds: Math.max(1, Math.round(full)) };
    }
  }
}

/** Whether a decision is one that the policy allows. */
export function isAllowed(decision: Decision, allowed: Allowed): boolean {
  if (decision.kind === "stop" || allowed.kind === "stop") return decision.kind === allowed.kind;
  const { delaySeconds } = decision;
  return delaySeconds >= allowed.minimumSeconds && delaySeconds <= allowed.maximumSeconds;
}
