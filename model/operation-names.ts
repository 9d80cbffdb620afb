/** What is inside an operation, and the names by which the log knows it. */
import type { Operation } from "./workflow.ts";

/** The name of a branch of a parallel, or of an item of a map. */
export function branchName(batch: string, index: number): string {
  return `${batch}-${index}`;
}

/** The operations directly inside an operation, in the order in which they are met. */
export function childrenOf(operation: Operation): readonly Operation[] {
  if ("branches" in operation) return operation.branches.flatMap(({ operations }) => operations);
  return "operations" in operation ? operation.operations : [];
}

/** All operations, at any depth, those outside before those inside. */
export function allOperations(operations: readonly Operation[]): readonly Operation[] {
  return operations.flatMap((each) => [each, ...allOperations(childrenOf(each))]);
}

/** Every name that an operation takes in the log: its own, and those that follow from it. */
export function namesOf(operation: Operation): readonly string[] {
  const { name: own } = operation;
  if ("branches" in operation)
    return [own, ...operation.branches.map((_, i) => branchName(own, i))];
  if (operation.kind !== "wait-for-callback") return [own];
  return [own, `${own}-callback`, `${own}-submitter`];
}

/** The names of all that somebody outside ends: callbacks, and functions that are invoked. */
export function outsideNames(operations: readonly Operation[]): readonly string[] {
  return allOperations(operations).flatMap(({ kind, name }) => {
    if (kind === "wait-for-callback") return [`${name}-callback`];
    return kind === "callback" || kind === "invoke" ? [name] : [];
  });
}
