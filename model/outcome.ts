/** Outcomes and errors as they are viewed and compared, apart from their schemas. */
import type { ErrorView, Outcome } from "./history.ts";

/** What an unknown thrown thing looks like to user code; at most `depth` causes are followed. */
export function viewError(thrown: unknown, depth = 5): ErrorView {
  if (!(thrown instanceof Error)) return { name: "(not an error)", message: String(thrown) };
  const view = { name: thrown.name, message: thrown.message };
  if (thrown.cause === undefined || depth === 0) return view;
  return { ...view, cause: viewError(thrown.cause, depth - 1) };
}

/** The outcome of code that returned what is viewed so, or nothing. */
export function returned(value: string | undefined): Outcome {
  return value === undefined ? { kind: "returned" } : { kind: "returned", value };
}

/** Whether two errors look the same to user code, the whole chain of causes included. */
export function sameError(left: ErrorView, right: ErrorView): boolean {
  if (left.name !== right.name || left.message !== right.message) return false;
  if (left.cause === undefined || right.cause === undefined) return left.cause === right.cause;
  return sameError(left.cause, right.cause);
}

/** Whether two outcomes look the same to user code. */
export function sameOutcome(left: Outcome, right: Outcome): boolean {
  if (left.kind === "returned") return right.kind === "returned" && left.value === right.value;
  return right.kind === "threw" && sameError(left.error, right.error);
}
