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
import type { OddValue } from "./odd-value.ts";
import { allOperations, namesOf } from "./operation-names.ts";
import {
  type Awaited,
  awaited,
  gives,
  name,
  OnError,
  padding,
  Runs,
  Semantics,
  serdes,
} from "./operation-options.ts";
import { Callback, Invoke, WaitForCallback } from "./outside-operations.ts";
import { RetryPolicy, WaitHelper } from "./retry.ts";
import type { Serdes } from "./serdes.ts";

export type { Awaited, BodyRun, Semantics } from "./operation-options.ts";
export type { Callback, Invoke, OutsideEnd, WaitForCallback } from "./outside-operations.ts";

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
  serdes,
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

/**
 * Polls until the condition is met, at poll number `polls`; a run that throws ends it.
 *
 * The wait strategy is a function of the user's own, which polls `delaySeconds` apart and throws
 * after so many `attempts`; or it is the engine's helper, set up as `helper` says.
 */
export const WaitForCondition = Schema.Struct({
  kind: Schema.Literal("wait-for-condition"),
  name,
  polls: integerBetween(1, 10),
  delaySeconds: integerBetween(1, 86_400),
  attempts: Schema.optionalKey(integerBetween(1, 20)),
  helper: Schema.optionalKey(WaitHelper),
  runs: Runs,
  /** An odd value that is part of the state, or takes its place. */
  gives,
  serdes,
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
  readonly serdes?: Serdes;
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
  /** Of each branch. */
  readonly itemSerdes?: Serdes;
  /** Of the whole result; it gives back what it got. */
  readonly serdes?: "slow";
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
  serdes,
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
    itemSerdes: serdes,
    serdes: Schema.optionalKey(Schema.Literal("slow")),
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
  operations: Operations.check(uniqueNames()).check(Schema.makeFilter(refuseOperands)),
  /** Of the handler's own result. */
  padding,
  gives,
});
export type Workflow = typeof Workflow.Type;

/** Whether it is a promise combinator. */
export function isCombinator(operation: Operation): operation is Combinator {
  return COMBINATORS.has(operation.kind);
}

export const COMBINATOR_KINDS = ["all", "allSettled", "any", "race"] as const;
const COMBINATORS: ReadonlySet<Operation["kind"]> = new Set(COMBINATOR_KINDS);

/**
 * Why these can't be a workflow's, for what is given to a combinator among them; undefined if they can.
 * What becomes of a combinator that is settled and not yet recorded, as an operand, the model does not
 * know. Work is no promise that could be given; and a race of nothing is never over, though nothing
 * is pending.
 */
export function refuseOperands(operations: readonly Operation[]): string | undefined {
  for (const each of allOperations(operations).filter(isCombinator)) {
    const inner = each.operations.find(isCombinator);
    if (inner !== undefined) {
      return `operands that are no combinators themselves, but "${inner.name}" of "${each.name}" is one; in a child context it may be`;
    }
    const work = each.operations.find(({ kind }) => kind === "work");
    if (work !== undefined) {
      return `operands that are durable, but "${work.name}" of "${each.name}" is work; in a child context it may be`;
    }
    if (each.kind === "race" && each.operations.length === 0) {
      return `a race of one operation at least, but "${each.name}" has none: it would never be over`;
    }
  }
  return undefined;
}

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
