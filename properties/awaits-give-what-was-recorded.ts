import { describeOutcome } from "../model/describe.ts";
import type { ErrorView, Outcome } from "../model/history.ts";
import { returned, sameOutcome } from "../model/history.ts";
import { readFrom, readOutside } from "../model/serdes.ts";
import { outsideEnd, outsideError, outsideValue, readAgain } from "../model/values.ts";
import { type Broken, broken, earliestOf, type Property } from "./property.ts";
import {
  closing,
  lastBefore,
  type OperationStory,
  type Seen,
  type Story,
  strategyThrew,
} from "./story.ts";

export const awaitsGiveWhatWasRecorded: Property = {
  id: "awaits-give-what-was-recorded",
  sentence:
    "An await gives the recorded result as it is read again, or a StepError whose cause is the recorded error; and nothing before it is recorded, unless it is of a child context.",
  source: "semantics 2, table and consequence 8",
  requirements: ["1-1", "1-10", "1-17", "1-19"],
  check(story) {
    const wrong: Broken[] = [];
    let exercised = false;
    for (const operation of story.operations.values()) {
      if (!JUDGED.has(operation.node.kind)) continue;
      for (const seen of operation.resolved) {
        const { event, index } = seen;
        exercised = true;
        const { name } = operation;
        const found = `gave the handler ${describeOutcome(event.outcome)}`;
        const expected = outcomeOf(story, operation, seen);
        if (expected === undefined) {
          // What becomes of a strategy that throws is promised nowhere.
          if (event.outcome.kind === "threw" && strategyThrew(operation, seen)) continue;
          const nothing = `nothing of ${name} before it is in the log`;
          wrong.push(broken(index, name, "before-recorded", nothing, found));
          continue;
        }
        const wrapped = WRAPPED.has(operation.node.kind);
        if (wrapped ? sameKind(expected, event.outcome) : sameOutcome(expected, event.outcome)) {
          continue;
        }
        const words = `${name} to give ${describeOutcome(expected)}`;
        wrong.push(broken(index, name, reasonOf(expected), words, found));
      }
    }
    return earliestOf(wrong, exercised);
  },
};

/** Batches and combinators give what they have in a form of their own. */
const JUDGED = new Set(["step", "condition", "wait", "callback", "invoke", "child"]);
/** Engines wrap the errors of these as they like. */
const WRAPPED = new Set(["condition", "callback", "invoke", "child"]);

/** A child context gives what it has before it is recorded; but as it will be read again. */
function outcomeOf(story: Story, operation: OperationStory, seen: Seen): Outcome | undefined {
  const { node, finished } = operation;
  const { index, invocation } = seen;
  const last = lastBefore(finished, index);
  if (node.kind !== "child" || last?.invocation !== invocation) {
    return recordedOutcome(story, operation, index);
  }
  return readAgain(node.serdes, last.event.outcome);
}

function recordedOutcome(
  story: Story,
  operation: OperationStory,
  index: number,
): Outcome | undefined {
  const { node } = operation;
  if (node.kind === "wait") {
    return operation.fired.some((fired) => fired.index < index) ? { kind: "returned" } : undefined;
  }
  if (node.kind === "callback" || node.kind === "invoke") {
    return outsideOutcome(operation, index);
  }
  const close = closing(operation);
  if (close === undefined || close.index > index) return undefined;
  const { payload, error } = close.update;
  if (error !== undefined) {
    const given = WRAPPED.has(node.kind) ? error : stepError(story, error);
    return { kind: "threw", error: given };
  }
  return payload === undefined ? { kind: "returned" } : returned(readFrom(node.serdes, payload));
}

function stepError({ guarantees }: Story, cause: ErrorView): ErrorView {
  return { name: guarantees.stepErrorName, message: cause.message, cause };
}

function reasonOf(expected: Outcome): string {
  if (expected.kind === "returned") return "another-result";
  return `another-error-than-${expected.error.cause?.name ?? expected.error.name}`;
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
  const error = outsideEnd(node.operation, name)?.error ?? outsideError(name, "fail");
  return { kind: "threw", error };
}

function sameKind(expected: Outcome, found: Outcome): boolean {
  if (expected.kind === "returned") return sameOutcome(expected, found);
  return found.kind === "threw" && found.error.message === expected.error.message;
}
