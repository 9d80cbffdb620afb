/**
 * What decides whether a failed or interrupted attempt is followed by another: retry policies as
 * data. What each allows is in `retry-decision.ts`.
 */
import * as Schema from "effect/Schema";
import { integerBetween } from "./numbers.ts";

export * from "./retry-decision.ts";

/** The longest delay that the service takes (AWS: `StepOptions`). */
const delaySeconds = integerBetween(1, 31_622_400);
const attempts = integerBetween(1, 20);
const rate = Schema.Literals([1, 1.5, 2, 3]);

/** How the helpers of an engine spread a delay: from 0, from half of it, or not at all. */
export const Jitter = Schema.Literals(["FULL", "HALF", "NONE"]);
export type Jitter = typeof Jitter.Type;

/** The engine's own helper for delays that grow by a factor; what is absent is the helper's own. */
const ExponentialRetry = Schema.Struct({
  policy: Schema.Literal("exponential"),
  attempts: Schema.optionalKey(attempts),
  initialSeconds: Schema.optionalKey(delaySeconds),
  maximumSeconds: Schema.optionalKey(delaySeconds),
  rate: Schema.optionalKey(rate),
  jitter: Schema.optionalKey(Jitter),
});
export type ExponentialRetry = typeof ExponentialRetry.Type;

/** The engine's own helper for the polls of a condition; what is absent is the helper's own. */
export const WaitHelper = Schema.Struct({
  attempts: Schema.optionalKey(attempts),
  initialSeconds: Schema.optionalKey(delaySeconds),
  maximumSeconds: Schema.optionalKey(delaySeconds),
  rate: Schema.optionalKey(rate),
  jitter: Schema.optionalKey(Jitter),
});
export type WaitHelper = typeof WaitHelper.Type;

/** The engine's own helper for delays that grow by so many seconds each time. */
const LinearRetry = Schema.Struct({
  policy: Schema.Literal("linear"),
  attempts: Schema.optionalKey(attempts),
  initialSeconds: Schema.optionalKey(delaySeconds),
  incrementSeconds: Schema.optionalKey(delaySeconds),
  maximumSeconds: Schema.optionalKey(delaySeconds),
  jitter: Schema.optionalKey(Jitter),
});
export type LinearRetry = typeof LinearRetry.Type;

/** What engines have helpers for. */
export type HelperRetry = ExponentialRetry | LinearRetry;

/**
 * `default` passes no strategy, so the engine's own applies; `never` stops after the first failure.
 *
 * `limited` is a function of the user's own: it allows `attempts` in all, `delaySeconds` apart, or
 * names no delay where that is absent. One that `throws` does so where it would stop; one that
 * `mutates` changes the error that it is given before it decides.
 */
export const RetryPolicy = Schema.Union([
  Schema.Struct({ policy: Schema.Literal("default") }),
  Schema.Struct({ policy: Schema.Literal("never") }),
  Schema.Struct({
    policy: Schema.Literal("limited"),
    attempts,
    delaySeconds: Schema.optionalKey(delaySeconds),
    manner: Schema.optionalKey(Schema.Literals(["throws", "mutates"])),
  }),
  ExponentialRetry,
  LinearRetry,
]);
export type RetryPolicy = typeof RetryPolicy.Type;

/** Exponential backoff: a delay is a whole number of seconds, at least 1. */
export interface ExponentialBackoff {
  readonly attempts: number;
  readonly initialSeconds: number;
  readonly maximumSeconds: number;
  readonly rate: number;
  readonly jitter: Jitter;
}

/** Linear backoff, with delays of the same kind. */
export interface LinearBackoff {
  readonly attempts: number;
  readonly initialSeconds: number;
  readonly incrementSeconds: number;
  readonly maximumSeconds: number;
  readonly jitter: Jitter;
}
