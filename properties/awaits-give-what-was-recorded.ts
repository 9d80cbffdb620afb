import { describeOutcome } from "../model/describe.ts";
import type { ErrorView, Outcome } from "../model/history.ts";
import { sameOutcome } from "../model/history.ts";
import type { Node } from "../model/program.ts";
import { outsideError, outsideValue } from "../model/values.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import { closing, type OperationStory, type Story, strategyThrew } from "./story.ts";

export const awaitsGiveWhatWasRecorded: Property = {
  id: "awaits-give-what-was-recorded",
  sentence:
    "An await gives the recorded result, or a StepError whose cause is the recorded error, and gives nothing before it is recorded.",
  source: "semantics 2, table and consequence 8",
  requirements: ["1-1", "1-10", "1-17", "1-19"],
  check(story) {
    let exercised = false;
    for (const operation of story.operations.values()) {
      if (!JUDGED.has(operation.node.kind)) continue;
      for (const seen of operation.resolved) {
        const { event, index } = seen;
        exercised = true;
        const { name } = operation;
        const found = `gave the handler ${describeOutcome(event.outcome)}`;
        const expected = recordedOutcome(story, operation, index);
        if (expected === undefined) {
          // What becomes of a strategy that throws is promised nowhere.
          if (event.outcome.kind === "threw" && strategyThrew(operation, seen)) continue;
          const nothing = `nothing of ${name} before it is in the log`;
          return broken(index, name, "before-recorded", nothing, found);
        }
        const { kind } = operation.node;
        const outside = kind === "callback" || kind === "invoke";
        if (outside ? sameKind(expected, event.outcome) : sameOutcome(expected, event.outcome)) {
          continue;
        }
        const words = `${name} to give ${describeOutcome(expected)}`;
        return broken(index, name, reasonOf(expected), words, found);
      }
    }
    return holdsIf(exercised);
  },
};

/** Contexts give what they have before it is recorded; batches and combinators in a form of their own. */
const JUDGED = new Set(["step", "wait", "callback", "invoke"]);

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
  if (error !== undefined) return { kind: "threw", error: stepError(story, error) };
  return payload === undefined
    ? { kind: "returned" }
    : { kind: "returned", value: read(node, payload) };
}

/** What the step's own serdes makes of the payload. */
function read(node: Node, payload: string): string {
  if (node.step?.serdes !== "asymmetric") return payload;
  return JSON.stringify(`${JSON.parse(payload).sent} received`);
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
    return { kind: "returned", value: node.kind === "callback" ? JSON.stringify(value) : value };
  }
  const does = "end" in node.operation ? node.operation.end.does : "fail";
  const timedOut = ended.event.status === "TIMED_OUT" && node.kind === "callback";
  const error = timedOut
    ? { name: "CallbackTimeoutError", message: "Callback timed out" }
    : outsideError(name, does);
  return { kind: "threw", error };
}

function sameKind(expected: Outcome, found: Outcome): boolean {
  if (expected.kind === "returned") return sameOutcome(expected, found);
  return found.kind === "threw" && found.error.message === expected.error.message;
}
