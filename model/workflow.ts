/**
 * A workflow is what a handler does, as data: a list of durable operations, run in order.
 *
 * ```ts
 * const workflow: Workflow = {
 *   operations: [
 *     { kind: "step", name: "charge", semantics: "AtMostOncePerRetry", retry: { policy: "never" },
 *       runs: [{ does: "return", milliseconds: 0 }], onError: "throw" },
 *     { kind: "wait", name: "settle", seconds: 5 },
 *   ],
 * };
 * ```
 *
 * Names are unique within a workflow, so a name says which operation is meant everywhere else.
 */
import * as Schema from "effect/Schema";
import { integerBetween } from "./numbers.ts";

/** The name of an operation: a letter, then letters, digits, `-` or `_`, at most 40 characters. */
export const OperationName = Schema.String.check(Schema.isPattern(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/));

/** When a step's body may run again after an interruption (semantics, section 2). */
export const Semantics = Schema.Literals(["AtLeastOncePerRetry", "AtMostOncePerRetry"]);
export type Semantics = typeof Semantics.Type;

/**
 * What decides whether a failed or interrupted attempt is followed by another.
 *
 * `default` passes no strategy, so the engine's own applies; `never` stops after the first
 * failure; `limited` allows `attempts` in all, `delaySeconds` apart.
 */
export const RetryPolicy = Schema.Union([
  Schema.Struct({ policy: Schema.Literal("default") }),
  Schema.Struct({ policy: Schema.Literal("never") }),
  Schema.Struct({
    policy: Schema.Literal("limited"),
    attempts: integerBetween(1, 20),
    delaySeconds: integerBetween(1, 86_400),
  }),
]);
export type RetryPolicy = typeof RetryPolicy.Type;

/** What the body does in one run: after `milliseconds` of virtual time it returns or throws. */
export const BodyRun = Schema.Struct({
  does: Schema.Literals(["return", "throw"]),
  milliseconds: integerBetween(0, 86_400_000),
});
export type BodyRun = typeof BodyRun.Type;

/**
 * A step: `runs[n - 1]` is what the body does the n-th time it is started, counted over the whole
 * execution; the last entry repeats. A run returns `name#n` or throws `name#n failed`, so results
 * of different runs can be told apart.
 */
export const Step = Schema.Struct({
  kind: Schema.Literal("step"),
  name: OperationName,
  semantics: Semantics,
  retry: RetryPolicy,
  runs: Schema.Array(BodyRun).check(Schema.isMinLength(1), Schema.isMaxLength(20)),
  /** Whether the handler lets the step's error pass or catches it and goes on. */
  onError: Schema.Literals(["throw", "catch"]),
});
export type Step = typeof Step.Type;

/** A durable wait of whole seconds. */
export const Wait = Schema.Struct({
  kind: Schema.Literal("wait"),
  name: OperationName,
  seconds: integerBetween(1, 31_536_000),
});
export type Wait = typeof Wait.Type;

export const Operation = Schema.Union([Step, Wait]);
export type Operation = typeof Operation.Type;

export const Workflow = Schema.Struct({
  operations: Schema.Array(Operation).check(Schema.isMaxLength(1_000), uniqueNames()),
});
export type Workflow = typeof Workflow.Type;

/** What the body does in its `run`-th run, counted from 1. */
export function bodyRun(step: Step, run: number): BodyRun {
  const index = Math.min(run, step.runs.length) - 1;
  return step.runs[index] as BodyRun;
}

/** The value that the `run`-th run of a step returns. */
export function returnedValue(name: string, run: number): string {
  return `${name}#${run}`;
}

/** The message of the error that the `run`-th run of a step throws. */
export function thrownMessage(name: string, run: number): string {
  return `${name}#${run} failed`;
}

function uniqueNames() {
  return Schema.makeFilter((operations: readonly { readonly name: string }[]) => {
    const seen = new Set<string>();
    for (const { name } of operations) {
      if (seen.has(name)) return `operation names that are unique, but "${name}" is there twice`;
      seen.add(name);
    }
    return undefined;
  });
}
