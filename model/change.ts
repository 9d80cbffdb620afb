/**
 * A handler whose code was changed while an execution was on its way: what it calls differs at one
 * operation from what the log has there. Nothing can come of that but the end (semantics, section
 * 4): the error is `NonDeterministicExecutionError`, and the execution FAILS.
 *
 * The change takes effect with the first invocation from `fromInvocation` on that finds the
 * operation in the log: before that, nobody could tell. It sits on an operation of the handler
 * itself that is awaited at once, so that nothing of the handler can come after it.
 */
import * as Schema from "effect/Schema";
import type { History } from "./history.ts";
import { integerBetween } from "./numbers.ts";
import { allOperations, namesOf } from "./operation-names.ts";
import { OperationName } from "./operation-options.ts";
import { isCombinator, type Operation, type Workflow } from "./workflow.ts";

/** The kinds that an operation may have become: the plain ones. */
export const OTHER_KINDS = [
  "step",
  "wait",
  "invoke",
  "callback",
  "wait-for-condition",
  "child",
] as const;

export const Change = Schema.Struct({
  fromInvocation: integerBetween(2, 1_000),
  operation: OperationName,
  /**
   * `renamed`: it has another name. `swapped`: the operation after it now comes first. Otherwise
   * there is one of this kind in its place, under its name.
   */
  becomes: Schema.Literals(["renamed", "swapped", ...OTHER_KINDS]),
});
export type Change = typeof Change.Type;

/** The error's name; AWS's own. */
export const NONDETERMINISM = "NonDeterministicExecutionError";

const RENAMED = "-changed";

/** Why the workflow can't be changed so, as the end of "found …, expected …"; undefined if it can. */
export function refuseChange({ operations }: Workflow, change: Change): string | undefined {
  const index = operations.findIndex(({ name }) => name === change.operation);
  const operation = operations[index];
  if (operation === undefined) return "an operation of the handler itself";
  if (!isAwaitedAtOnce(operation)) return "an operation that the handler awaits at once";
  const next = operations[index + 1];
  switch (change.becomes) {
    case "renamed": {
      const names = new Set(allOperations(operations).flatMap(namesOf));
      const taken = namesOf(renamed(operation)).some((name) => names.has(name));
      return taken ? "an operation whose new name is not taken" : undefined;
    }
    case "swapped":
      if (isCombinator(operation)) return "an operation that is no combinator";
      if (next === undefined || !isAwaitedAtOnce(next) || isCombinator(next)) {
        return "an operation before one that is awaited at once and is no combinator";
      }
      return undefined;
    default:
      if (isCombinator(operation)) return "an operation that is no combinator";
      return operation.kind === change.becomes ? "an operation of another kind" : undefined;
  }
}

function isAwaitedAtOnce(operation: Operation): boolean {
  return operation.kind !== "work" && operation.awaited === undefined;
}

/** The workflow as the changed handler has it. */
export function changedWorkflow(workflow: Workflow, change: Change): Workflow {
  const { operations } = workflow;
  const index = operations.findIndex(({ name }) => name === change.operation);
  const operation = operations[index];
  const foreign = foreignOperation(workflow, change);
  if (operation === undefined || foreign === undefined) return workflow;
  const changed =
    change.becomes === "swapped"
      ? operations.toSpliced(index, 2, foreign, operation)
      : operations.with(index, foreign);
  return { ...workflow, operations: changed };
}

/** The operation that the changed handler calls where the log has another. */
export function foreignOperation(
  { operations }: Workflow,
  { operation: name, becomes }: Change,
): Operation | undefined {
  const index = operations.findIndex((each) => each.name === name);
  const operation = operations[index];
  if (operation === undefined) return undefined;
  if (becomes === "swapped") return operations[index + 1];
  return becomes === "renamed" ? renamed(operation) : plain(becomes, name);
}

/** The names by which what is foreign would show in a history. */
export function foreignNames(workflow: Workflow, change: Change): ReadonlySet<string> {
  const operation = foreignOperation(workflow, change);
  if (operation === undefined) return new Set();
  // The operands of a combinator are called before it.
  const all = isCombinator(operation) ? [operation] : allOperations([operation]);
  return new Set(all.flatMap(namesOf));
}

/** Whether an invocation that starts now runs the changed handler. */
export function isInForce(change: Change, invocation: number, before: History): boolean {
  return (
    invocation >= change.fromInvocation &&
    before.some(
      (event) =>
        event.kind === "checkpoint-recorded" &&
        event.updates.some(({ operation }) => operation === change.operation),
    )
  );
}

function renamed(operation: Operation): Operation {
  return { ...operation, name: `${operation.name}${RENAMED}` };
}

function plain(kind: (typeof OTHER_KINDS)[number], name: string): Operation {
  const onError = "throw";
  const runs = [{ does: "return", milliseconds: 0 }] as const;
  const end = { does: "succeed", seconds: 1 } as const;
  switch (kind) {
    case "step":
      return {
        kind,
        name,
        semantics: "AtLeastOncePerRetry",
        retry: { policy: "never" },
        runs,
        onError,
      };
    case "wait":
      return { kind, name, seconds: 1 };
    case "wait-for-condition":
      return { kind, name, polls: 1, delaySeconds: 1, runs, onError };
    case "child":
      return { kind, name, operations: [], onError };
    case "invoke":
    case "callback":
      return { kind, name, end, onError };
  }
}
