/**
 * What an engine can't do yet. It is no failure of the engine in a case: the run ends, and says what
 * is missing. An adapter throws it where something is still to be written; a method that a context
 * does not have counts as the same.
 */
import type { History } from "../model/history.ts";
import type { Operation } from "../model/workflow.ts";
import type { EngineContext } from "./engine.ts";

const NAME = "NotImplementedError";

export class NotImplementedError extends Error {
  override readonly name = NAME;

  /** `what` as it is called in the contract: `invoke`, or `step` for the method of a context. */
  constructor(what: string) {
    super(what);
  }
}

const METHODS: Readonly<Record<Operation["kind"], keyof EngineContext | undefined>> = {
  work: undefined,
  step: "step",
  wait: "wait",
  invoke: "invoke",
  callback: "callback",
  "wait-for-callback": "waitForCallback",
  "wait-for-condition": "waitForCondition",
  child: "child",
  parallel: "batch",
  map: "batch",
  all: "combine",
  allSettled: "combine",
  any: "combine",
  race: "combine",
};

/** @throws NotImplementedError if the context has no method for such an operation. */
export function requireMethod(context: EngineContext, kind: Operation["kind"]): void {
  const method = METHODS[kind];
  if (method !== undefined && typeof context?.[method] !== "function") {
    throw new NotImplementedError(method);
  }
}

/** What was missing in a run, by its history; undefined if nothing was. */
export function missingIn(history: History): string | undefined {
  for (const event of history) {
    const error = errorOf(event);
    if (error?.name === NAME) return error.message;
  }
  return undefined;
}

function errorOf(event: History[number]) {
  if (event.kind === "invocation-answered") {
    return event.answer.kind === "threw" ? event.answer.error : undefined;
  }
  if (!("outcome" in event)) return undefined;
  return event.outcome.kind === "threw" ? event.outcome.error : undefined;
}
