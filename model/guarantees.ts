/**
 * What an engine promises, as data. The model follows the rules that are chosen here, so the same
 * suite judges engines with different promises fairly.
 */
import type { ExponentialBackoff, LinearBackoff } from "./retry.ts";

export interface Guarantees {
  /** How long an invocation may take to answer when only timers and outside events are left. */
  readonly settleMilliseconds: number;
  /** The strategy that applies where a step names none. */
  readonly defaultRetry: ExponentialBackoff;
  /** What the engine's helpers for strategies do where they are not told otherwise. */
  readonly exponentialRetry: ExponentialBackoff;
  readonly linearRetry: LinearBackoff;
  readonly waitHelper: ExponentialBackoff;
  /** The delay of a retry where the strategy names none. */
  readonly unnamedDelaySeconds: number;
  /** The name of the error that the handler sees for a step that failed. */
  readonly stepErrorName: string;
  /** The name and message of the error that stands for an interrupted at-most-once attempt. */
  readonly interruption: { readonly name: string; readonly message: string };
}

/**
 * The promises of AWS Lambda durable functions (semantics, section 2; for strategies
 * `createRetryStrategy`, `createLinearRetryStrategy`, `createWaitStrategy` and `RetryDecision` in the SDK's reference).
 */
export const awsGuarantees: Guarantees = {
  settleMilliseconds: 1_000,
  defaultRetry: { attempts: 6, initialSeconds: 5, maximumSeconds: 60, rate: 2, jitter: "FULL" },
  exponentialRetry: {
    attempts: 3,
    initialSeconds: 5,
    maximumSeconds: 300,
    rate: 2,
    jitter: "FULL",
  },
  linearRetry: {
    attempts: 6,
    initialSeconds: 1,
    incrementSeconds: 1,
    maximumSeconds: 300,
    jitter: "FULL",
  },
  waitHelper: {
    attempts: 60,
    initialSeconds: 5,
    maximumSeconds: 300,
    rate: 1.5,
    jitter: "FULL",
  },
  unnamedDelaySeconds: 1,
  stepErrorName: "StepError",
  interruption: {
    name: "StepInterruptedError",
    message:
      "The step execution process was initiated but failed to reach completion due to an interruption.",
  },
};
