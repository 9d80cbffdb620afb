/** What an await of an operation has to give, by the log and by what has happened so far. */
import type { ErrorView, Outcome } from "../model/history.ts";
import { returned, sameOutcome } from "../model/history.ts";
import { readFrom, readOutside } from "../model/serdes.ts";
import { outsideErrorOf, outsideValue, readAgain, strategyError } from "../model/values.ts";
import {
  closing,
  lastBefore,
  type OperationStory,
  type Seen,
  type Story,
  strategyThrew,
} from "./story.ts";

/** A place in a history. */
export type Place = Pick<Seen, "index" | "invocation">;

/** Engines wrap the errors of these as they like. */
const WRAPPED = new Set(["condition", "callback", "invoke", "child", "wait-for-callback"]);

/** Whether the operation gives what it has to: of an error that engines wrap, its message. */
export function isGivenAs({ node }: OperationStory, expected: Outcome, found: Outcome): boolean {
  if (!WRAPPED.has(node.kind) || expected.kind === "returned") return sameOutcome(expected, found);
  return found.kind === "threw" && found.error.message === expected.error.message;
}

/** A child context gives what it has before it is recorded; but as it will be read again. */
export function givenBy(story: Story, operation: OperationStory, seen: Place): Outcome | undefined {
  const { node, finished } = operation;
  const { index, invocation } = seen;
  const last = lastBefore(finished, index);
  if (node.kind !== "child" || last?.invocation !== invocation) {
    return recordedOutcome(story, operation, seen);
  }
  return readAgain(node.serdes, last.event.outcome);
}

function recordedOutcome(
  story: Story,
  operation: OperationStory,
  seen: Place,
): Outcome | undefined {
  const { node } = operation;
  const { index } = seen;
  if (node.kind === "wait") {
    return operation.fired.some((fired) => fired.index < index) ? { kind: "returned" } : undefined;
  }
  if (node.kind === "callback" || node.kind === "invoke") {
    return outsideOutcome(operation, index);
  }
  if (node.kind === "wait-for-callback") return callbackOutcome(story, operation, seen);
  const close = closing(operation);
  if (close === undefined || close.index > index) return undefined;
  const { payload, error, replayChildren } = close.update;
  // A large result is there once it has been made again.
  if (replayChildren === true) return undefined;
  if (error !== undefined) {
    const given = WRAPPED.has(node.kind) ? error : stepError(story, error);
    return { kind: "threw", error: given };
  }
  return payload === undefined ? { kind: "returned" } : returned(readFrom(node.serdes, payload));
}

function stepError({ guarantees }: Story, cause: ErrorView): ErrorView {
  return { name: guarantees.stepErrorName, message: cause.message, cause };
}

/** A wait for a callback gives what its callback does, unless its submitter has failed. */
function callbackOutcome(story: Story, { node }: OperationStory, seen: Place): Outcome | undefined {
  const [callback, submitter] = [1, 2].map(
    (part) => story.byNode[node.index + part] as OperationStory,
  ) as [OperationStory, OperationStory];
  const close = closing(submitter);
  if (close === undefined || close.index > seen.index) {
    return strategyThrew(submitter, seen)
      ? { kind: "threw", error: strategyError(submitter.name) }
      : undefined;
  }
  if (close.update.error !== undefined) return { kind: "threw", error: close.update.error };
  const outcome = outsideOutcome(callback, seen.index);
  if (outcome?.kind !== "returned") return outcome;
  return returned(readOutside(node.serdes, outcome.value));
}

/** How an outside party ended the operation; engines wrap its errors as they like. */
function outsideOutcome(operation: OperationStory, index: number): Outcome | undefined {
  const ended = operation.outside.find((each) => each.index < index);
  if (ended === undefined) return undefined;
  const { name, node } = operation;
  if (ended.event.status === "SUCCEEDED") {
    const value = JSON.stringify(outsideValue(name));
    const view = node.kind === "callback" ? JSON.stringify(value) : value;
    return returned(readOutside(node.serdes, view));
  }
  return { kind: "threw", error: outsideErrorOf(node.operation, name, ended.event.status) };
}
