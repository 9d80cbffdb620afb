/** What a promise combinator may give, from what its operands have come to. */
import type { Outcome } from "../history.ts";
import { writtenAs } from "../odd-value.ts";
import type { Combinator } from "../workflow.ts";

/** Of an operand that is recorded in a form of its own. */
export const ANYTHING = Symbol("anything");

type Operand = Outcome | typeof ANYTHING | undefined;

/**
 * Which of the operands that have ended has decided is the engine's own affair, as are the errors
 * around theirs: of an error, the message counts.
 */
export function combines(
  kind: Combinator["kind"],
  operands: readonly Operand[],
  outcome: Outcome,
): boolean {
  switch (kind) {
    case "all":
      return outcome.kind === "threw"
        ? operands.some((operand) => gives(operand, outcome))
        : isListOf(operands, outcome.value, (operand, item) => givesValue(operand, item));
    case "allSettled":
      return (
        outcome.kind === "returned" &&
        isListOf(operands, outcome.value, (each, item) => settles(each, item))
      );
    case "any":
      return outcome.kind === "threw"
        ? operands.every((operand) => hasFailed(operand))
        : operands.some((operand) => gives(operand, outcome));
    case "race":
      return operands.some((operand) => gives(operand, outcome));
  }
}

function gives(operand: Operand, outcome: Outcome): boolean {
  if (operand === undefined || operand === ANYTHING) return operand === ANYTHING;
  if (outcome.kind === "returned") {
    return operand.kind === "returned" && textOf(operand.value) === textOf(outcome.value);
  }
  return operand.kind === "threw" && operand.error.message === outcome.error.message;
}

function hasFailed(operand: Operand): boolean {
  return operand === ANYTHING || operand?.kind === "threw";
}

function isListOf(
  operands: readonly Operand[],
  view: string | undefined,
  fits: (operand: Operand, item: unknown) => boolean,
): boolean {
  const items: unknown = JSON.parse(view ?? "null");
  if (!Array.isArray(items) || items.length !== operands.length) return false;
  return operands.every((operand, index) => fits(operand, items[index]));
}

function givesValue(operand: Operand, item: unknown): boolean {
  if (operand === undefined || operand === ANYTHING) return operand === ANYTHING;
  return operand.kind === "returned" && textOf(operand.value) === textOf(JSON.stringify(item));
}

/** What JSON has of it in a list, where nothing is null. */
function textOf(view: string | undefined): string {
  return writtenAs(view) ?? "null";
}

function settles(operand: Operand, item: unknown): boolean {
  const { status, value, reason } = item as {
    readonly status?: string;
    readonly value?: unknown;
    readonly reason?: { readonly message?: string };
  };
  if (status === "fulfilled") return givesValue(operand, value ?? null);
  if (operand === undefined || operand === ANYTHING) return operand === ANYTHING;
  return operand.kind === "threw" && operand.error.message === reason?.message;
}
