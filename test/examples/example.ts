/**
 * Examples of each guarantee: a case whose right history it holds for, and wrong histories, each
 * made from a right one by a small edit, that break it. The model must refuse each of them as well.
 */
import type { Case } from "../../model/case.ts";
import { awsGuarantees } from "../../model/guarantees.ts";
import type { Update } from "../../model/history.ts";
import type { Rule } from "../../model/refusal.ts";
import { simulate } from "../../model/simulate.ts";
import { readStory, type Story } from "../../properties/story.ts";
import { type Edit, editHistory, type Timeless } from "../history-editor.ts";

export interface Example {
  /** The id of the property. */
  readonly property: string;
  /** A case that exercises it. */
  readonly right: Case;
  readonly wrong: readonly WrongHistory[];
  /** What is none of this guarantee's business, or right after all. */
  readonly allowed?: readonly AllowedHistory[];
}

export interface AllowedHistory {
  /** What is done, as the rest of "an engine that …". */
  readonly engine: string;
  readonly case: Case;
  readonly edits: readonly Edit[];
  /** Of what exercises the guarantee it has to say that it holds. */
  readonly verdict: "holds" | "unknown";
}

export interface WrongHistory {
  /** What is wrong, as the rest of "an engine that …". */
  readonly engine: string;
  readonly case: Case;
  readonly edits: readonly Edit[];
  /** The reason that the property gives. */
  readonly reason: string;
  /** The rule by which the model refuses it; undefined of what only the guarantee has to do with. */
  readonly rule: Rule | undefined;
}

export function rightStory(case_: Case): Story {
  return readStory(case_, awsGuarantees, simulate(case_, awsGuarantees));
}

export function editedStory({ case: case_, edits }: WrongHistory | AllowedHistory): Story {
  const edited = editHistory(simulate(case_, awsGuarantees), edits);
  return readStory(case_, awsGuarantees, edited);
}

/** What a right engine does in another case. */
export function asIn(other: Case): Edit {
  return () => simulate(other, awsGuarantees);
}

// Events, as edits insert them.

export function bodyEntered(operation: string, run: number, attempt = 1): Timeless {
  return { kind: "body-entered", operation, attempt, run };
}

export function called(operation: string): Timeless {
  return { kind: "operation-called", operation };
}

export function requested(...updates: readonly Update[]): Timeless {
  return { kind: "checkpoint-requested", updates };
}

export function recorded(...updates: readonly Update[]): Timeless {
  return { kind: "checkpoint-recorded", updates };
}

/** A whole call, from its request to its reply. */
export function call(at: number, ...updates: readonly Update[]): readonly Timeless[] {
  return [
    { kind: "checkpoint-requested", at, updates },
    { kind: "checkpoint-recorded", at, updates },
    { kind: "checkpoint-replied", at, updates },
  ];
}

export function resolved(operation: string, value: string): Timeless {
  const outcome = { kind: "returned", value: JSON.stringify(value) } as const;
  return { kind: "operation-resolved", operation, outcome };
}

export const PENDING: Timeless = { kind: "invocation-answered", answer: { kind: "PENDING" } };

export const SOMETHING_ELSE = { name: "TypeError", message: "something else" };

/** The error that stands for an interruption. */
export const INTERRUPTION = { ...awsGuarantees.interruption };

export function stepUpdate(
  operation: string,
  action: Update["action"],
  fields: Partial<Update> = {},
): Update {
  return { operation, type: "STEP", action, ...fields };
}

/** The end of the execution, recorded because its result is too large for the answer. */
export function executionUpdate(action: "SUCCEED" | "FAIL", fields: Partial<Update>): Update {
  return { operation: "(execution)", type: "EXECUTION", action, ...fields };
}

/** The error that the `run`-th run of a body throws. */
export function thrownBy(operation: string, run: number) {
  return { name: "Error", message: `${operation}#${run} failed` };
}

/** The strategy is asked, and says stop unless told otherwise. */
export function asked(
  operation: string,
  error: { readonly name: string; readonly message: string },
  attempt = 1,
): Timeless {
  return { kind: "strategy-asked", operation, attempt, error, decision: { kind: "stop" } };
}
