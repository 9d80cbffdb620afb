import { describeOutcome } from "../model/describe.ts";
import type { ErrorView, Outcome } from "../model/history.ts";
import { sameOutcome } from "../model/history.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import { closing, type OperationStory, type Story } from "./story.ts";

export const awaitsGiveWhatWasRecorded: Property = {
  id: "awaits-give-what-was-recorded",
  sentence:
    "An await gives the recorded result, or a StepError whose cause is the recorded error, and gives nothing before it is recorded.",
  source: "semantics 2, table and consequence 8",
  requirements: ["1-1", "1-10", "1-17", "1-19"],
  check(story) {
    let exercised = false;
    for (const operation of story.operations.values()) {
      for (const { event, index } of operation.resolved) {
        exercised = true;
        const { name } = operation.operation;
        const found = `gave the handler ${describeOutcome(event.outcome)}`;
        const expected = recordedOutcome(story, operation, index);
        if (expected === undefined) {
          const nothing = `nothing of ${name} before it is in the log`;
          return broken(index, name, "before-recorded", nothing, found);
        }
        if (sameOutcome(expected, event.outcome)) continue;
        const words = `${name} to give ${describeOutcome(expected)}`;
        return broken(index, name, reasonOf(expected), words, found);
      }
    }
    return holdsIf(exercised);
  },
};

function recordedOutcome(
  story: Story,
  operation: OperationStory,
  index: number,
): Outcome | undefined {
  if (operation.operation.kind === "wait") {
    return operation.fired.some((fired) => fired.index < index) ? { kind: "returned" } : undefined;
  }
  const close = closing(operation);
  if (close === undefined || close.index > index) return undefined;
  const { payload, error } = close.update;
  if (error !== undefined) return { kind: "threw", error: stepError(story, error) };
  return payload === undefined ? { kind: "returned" } : { kind: "returned", value: payload };
}

function stepError({ guarantees }: Story, cause: ErrorView): ErrorView {
  return { name: guarantees.stepErrorName, message: cause.message, cause };
}

function reasonOf(expected: Outcome): string {
  if (expected.kind === "returned") return "another-result";
  return `another-error-than-${expected.error.cause?.name ?? expected.error.name}`;
}
