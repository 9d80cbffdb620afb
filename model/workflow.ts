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
import { OddValue } from "./odd-value.ts";
import { allOperations, namesOf } from "./operation-names.ts";
import { RetryPolicy } from "./retry.ts";
import { Serdes } from "./serdes.ts";

/** The name of an operation: a letter, then letters, digits, `-` or `_`, at most 40 characters. */
export const OperationName = Schema.String.check(Schema.isPattern(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/));

/** When a step's body may run again after an interruption (semantics, section 2). */
export const Semantics = Schema.Literals(["AtLeastOncePerRetry", "AtMostOncePerRetry"]);
export type Semantics = typeof Semantics.Type;

/** What the body does in one run: after `milliseconds` of virtual time it returns or throws. */
export const BodyRun = Schema.Struct({
  does: Schema.Literals(["return", "throw"]),
  milliseconds: integerBetween(0, 86_400_000),
});
export type BodyRun = typeof BodyRun.Type;

/** The n-th entry is what a body does the n-th time it starts; the last one repeats. */
const Runs = Schema.Array(BodyRun).check(Schema.isMinLength(1), Schema.isMaxLength(20));

/** Whether the handler lets the error of an operation pass, or catches it and goes on. */
const OnError = Schema.Literals(["throw", "catch"]);

/**
 * When the handler awaits an operation that it has started: at once where absent, at the end of its
 * block, or never.
 */
export const Awaited = Schema.Literals(["later", "never"]);
export type Awaited = typeof Awaited.Type;

/** Extra bytes in a result, to come near the size limits of the service. */
const padding = Schema.optionalKey(integerBetween(0, 8_000_000));
/** An odd value that is part of the result, or takes its place. */
const gives = Schema.optionalKey(OddValue);
const awaited = Schema.optionalKey(Awaited);
const name = OperationName;

/**
 * A step: `runs[n - 1]` is what the body does the n-th time it is started, counted over the whole
 * execution. A run returns `name#n` or throws `name#n failed`, so results of different runs can be
 * told apart.
 */
export const Step = Schema.Struct({
  kind: Schema.Literal("step"),
  name,
  semantics: Semantics,
  retry: RetryPolicy,
  runs: Runs,
  onError: OnError,
  awaited,
  padding,
  gives,
  serdes: Schema.optionalKey(Serdes),
});
export type Step = typeof Step.Type;

/** A durable wait of whole seconds. */
export const Wait = Schema.Struct({
  kind: Schema.Literal("wait"),
  name,
  seconds: integerBetween(1, 31_536_000),
  awaited,
});
export type Wait = typeof Wait.Type;

/** How an outside party ends what it was asked for, `seconds` after it was started. */
export const OutsideEnd = Schema.Struct({
  does: Schema.Literals(["succeed", "fail", "time-out", "stop"]),
  seconds: integerBetween(0, 86_400),
});
export type OutsideEnd = typeof OutsideEnd.Type;

/** Another function, run as its own execution. */
export const Invoke = Schema.Struct({
  kind: Schema.Literal("invoke"),
  name,
  end: OutsideEnd,
  onError: OnError,
  awaited,
});
export type Invoke = typeof Invoke.Type;

/** A callback that an outside party ends; `time-out` means that nobody does before the timeout. */
export const Callback = Schema.Struct({
  kind: Schema.Literal("callback"),
  name,
  end: OutsideEnd,
  timeoutSeconds: Schema.optionalKey(integerBetween(1, 86_400)),
  onError: OnError,
  awaited,
});
export type Callback = typeof Callback.Type;

/** A callback with the step that hands its id out: `name-callback` and `name-submitter`. */
export const WaitForCallback = Schema.Struct({
  kind: Schema.Literal("wait-for-callback"),
  name,
  /** What the submitter does. */
  runs: Runs,
  /** Whether the submitter is retried; never where absent. */
  retry: Schema.optionalKey(RetryPolicy),
  end: OutsideEnd,
  timeoutSeconds: Schema.optionalKey(integerBetween(1, 86_400)),
  onError: OnError,
  awaited,
});
export type WaitForCallback = typeof WaitForCallback.Type;

/** Polls until the condition is met, at poll number `polls`; a run that throws ends it. */
export const WaitForCondition = Schema.Struct({
  kind: Schema.Literal("wait-for-condition"),
  name,
  polls: integerBetween(1, 10),
  delaySeconds: integerBetween(1, 86_400),
  runs: Runs,
  onError: OnError,
  awaited,
});
export type WaitForCondition = typeof WaitForCondition.Type;

/** Plain asynchronous work between operations: an await that is not durable. */
export const Work = Schema.Struct({
  kind: Schema.Literal("work"),
  name,
  milliseconds: integerBetween(0, 86_400_000),
});
export type Work = typeof Work.Type;

/** A child context with operations of its own. */
export interface Child {
  readonly kind: "child";
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly onError: "throw" | "catch";
  readonly awaited?: Awaited;
  readonly padding?: number;
  readonly gives?: OddValue;
}

/** One branch of a parallel, or one item of a map: `operations`, in a context named `name-index`. */
export interface Branch {
  readonly operations: readonly Operation[];
  readonly padding?: number;
  readonly gives?: OddValue;
}

/** When a batch ends before all of its branches have. */
export const Completion = Schema.Struct({
  minSuccessful: Schema.optionalKey(integerBetween(0, 100)),
  toleratedFailureCount: Schema.optionalKey(integerBetween(0, 100)),
  toleratedFailurePercentage: Schema.optionalKey(integerBetween(0, 100)),
});
export type Completion = typeof Completion.Type;

/** A parallel or a map: its branches run concurrently; it gives what became of each. */
export interface Batch {
  readonly kind: "parallel" | "map";
  readonly name: string;
  readonly branches: readonly Branch[];
  readonly maxConcurrency?: number;
  readonly completion?: Completion;
  readonly nesting?: "FLAT";
  readonly awaited?: Awaited;
}

/** A promise combinator over operations that are started for it, in order. */
export interface Combinator {
  readonly kind: "all" | "allSettled" | "any" | "race";
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly onError: "throw" | "catch";
  readonly awaited?: Awaited;
}

export type Operation =
  | Step
  | Wait
  | Invoke
  | Callback
  | WaitForCallback
  | WaitForCondition
  | Work
  | Child
  | Batch
  | Combinator;

const Operations = Schema.Array(Schema.suspend((): Schema.Codec<Operation> => Operation)).check(
  Schema.isMaxLength(1_000),
);

const Branch: Schema.Codec<Branch> = Schema.Struct({
  operations: Operations,
  padding,
  gives,
});

const Child: Schema.Codec<Child> = Schema.Struct({
  kind: Schema.Literal("child"),
  name,
  operations: Operations,
  onError: OnError,
  awaited,
  padding,
  gives,
});

/** A schema of its own for each kind, so that a wrong one is told by what its kind accepts. */
function batchOf<Kind extends Batch["kind"]>(kind: Kind) {
  return Schema.Struct({
    kind: Schema.Literal(kind),
    name,
    branches: Schema.Array(Branch).check(Schema.isMaxLength(100)),
    maxConcurrency: Schema.optionalKey(integerBetween(1, 100)),
    completion: Schema.optionalKey(Completion),
    nesting: Schema.optionalKey(Schema.Literal("FLAT")),
    awaited,
  });
}

function combinatorOf<Kind extends Combinator["kind"]>(kind: Kind) {
  return Schema.Struct({
    kind: Schema.Literal(kind),
    name,
    operations: Operations,
    onError: OnError,
    awaited,
  });
}

export const Operation: Schema.Codec<Operation> = Schema.Union([
  Step,
  Wait,
  Invoke,
  Callback,
  WaitForCallback,
  WaitForCondition,
  Work,
  Child,
  batchOf("parallel"),
  batchOf("map"),
  combinatorOf("all"),
  combinatorOf("allSettled"),
  combinatorOf("any"),
  combinatorOf("race"),
]);

export const Workflow = Schema.Struct({
  operations: Operations.check(uniqueNames()),
  /** Of the handler's own result. */
  padding,
  gives,
});
export type Workflow = typeof Workflow.Type;

function uniqueNames() {
  return Schema.makeFilter((operations: readonly Operation[]) => {
    const seen = new Set<string>();
    for (const each of allOperations(operations).flatMap(namesOf)) {
      if (seen.has(each)) return `operation names that are unique, but "${each}" is there twice`;
      seen.add(each);
    }
    return undefined;
  });
}
