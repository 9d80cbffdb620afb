import { describeOutcome } from "../model/describe.ts";
import { type Outcome, sameError } from "../model/history.ts";
import { strategyError } from "../model/values.ts";
import { givenBy, isGivenAs } from "./given.ts";
import { type Broken, broken, earliestOf, type Property } from "./property.ts";
import { closing, type OperationStory, type Seen, strategyThrew } from "./story.ts";

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
        if (isRecordedAsAWhole(operation, seen)) continue;
        exercised = true;
        const { name } = operation;
        const found = `gave the handler ${describeOutcome(event.outcome)}`;
        const expected = givenBy(story, operation, seen);
        if (expected === undefined) {
          // What becomes of a strategy that throws is promised nowhere.
          if (strategyThrew(operation, seen) && isItsError(operation, event.outcome)) continue;
          const nothing = `nothing of ${name} before it is in the log`;
          wrong.push(broken(index, name, "before-recorded", nothing, found));
          continue;
        }
        if (isGivenAs(operation, expected, event.outcome)) continue;
        const words = `${name} to give ${describeOutcome(expected)}`;
        wrong.push(broken(index, name, reasonOf(expected), words, found));
      }
    }
    return earliestOf(wrong, exercised);
  },
};

/** Whether it is the error that the operation's own strategy has thrown. */
function isItsError({ name }: OperationStory, outcome: Outcome): boolean {
  return outcome.kind === "threw" && sameError(outcome.error, strategyError(name));
}

/** Batches and combinators give what they have in a form of their own. */
const JUDGED = new Set([
  "step",
  "condition",
  "wait",
  "callback",
  "invoke",
  "child",
  "wait-for-callback",
]);

/** What a wait for a callback gives once it is closed is what it gave before, in a form of its own. */
function isRecordedAsAWhole(operation: OperationStory, { index }: Seen): boolean {
  if (operation.node.kind !== "wait-for-callback") return false;
  const close = closing(operation);
  return close !== undefined && close.index < index;
}

function reasonOf(expected: Outcome): string {
  if (expected.kind === "returned") return "another-result";
  return `another-error-than-${expected.error.cause?.name ?? expected.error.name}`;
}
