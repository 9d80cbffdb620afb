import { describeAnswer, describeOutcome } from "../model/describe.ts";
import { meaningOf } from "../model/fault.ts";
import type { Answer, Event, Outcome } from "../model/history.ts";
import { isWritable, writtenAs } from "../model/odd-value.ts";
import { changeMet } from "./changed-handlers.ts";
import { failureBefore } from "./failed-calls.ts";
import { serdesFailureBefore } from "./failed-serdes.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import type { Seen } from "./story.ts";

export const answersWhatTheHandlerDid: Property = {
  id: "answers-what-the-handler-did",
  sentence:
    "SUCCEEDED carries what the handler returned and FAILED the error that it threw, and neither comes while the handler runs; a result recorded because it is too large is the handler's too, and one that can't be written fails the execution.",
  source: "semantics 5, handler outcome",
  requirements: ["1-1", "1-19"],
  check(story) {
    let exercised = false;
    for (const invocation of story.invocations) {
      const { events } = invocation;
      let outcome: Outcome | undefined;
      for (const { event, index } of events) {
        if (event.kind === "handler-finished") outcome = event.outcome;
        const recorded = recordedResult(event);
        if (recorded !== undefined && !(outcome !== undefined && agrees(recorded, outcome))) {
          const found = `sent ${describeAnswer(recorded)} as its end`;
          return broken(index, undefined, "recorded-another", "the handler's own result", found);
        }
        if (event.kind !== "invocation-answered") continue;
        const { answer } = event;
        if (answer.kind === "threw" || (answer.kind === "PENDING" && outcome === undefined)) {
          continue;
        }
        // What a failed call makes of the answer is another property's concern.
        const failure = failureBefore(events, index);
        const over = failure !== undefined && meaningOf(failure).ends === "execution";
        if (answer.kind === "FAILED" && failure !== undefined && (over || outcome === undefined)) {
          continue;
        }
        // Without a token for its next call an invocation may suspend, whatever it has come to.
        if (answer.kind === "PENDING" && failure === "token-missing") continue;
        // So is what a failed serdes makes of it.
        const serdes = serdesFailureBefore(story, events, index);
        const beside = serdes === "for-good" || (serdes !== undefined && outcome === undefined);
        if (answer.kind === "FAILED" && beside) continue;
        // Neither is what comes of a handler that was changed.
        if (outcome === undefined && changeMet(story, invocation) !== undefined) continue;
        exercised = true;
        if (outcome !== undefined && agrees(withRecordedResult(answer, events), outcome)) continue;
        const expected =
          outcome === undefined
            ? "no end while the handler runs"
            : `the handler's own outcome, ${describeOutcome(outcome)}`;
        const found = `answered ${describeAnswer(answer)}`;
        return broken(index, undefined, `answered-${answer.kind}`, expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

/** What an EXECUTION update says of the execution: as an answer would. */
function recordedResult(event: Event): Answer | undefined {
  if (event.kind !== "checkpoint-requested") return undefined;
  const update = event.updates.find(({ type }) => type === "EXECUTION");
  if (update === undefined) return undefined;
  const { action, payload, error } = update;
  if (action !== "SUCCEED") return { kind: "FAILED", error: error ?? { name: "", message: "" } };
  return payload === undefined ? { kind: "SUCCEEDED" } : { kind: "SUCCEEDED", result: payload };
}

/** A result too large for an answer is recorded by an update before, and the answer is empty. */
function withRecordedResult(answer: Answer, events: readonly Seen[]): Answer {
  if (answer.kind !== "SUCCEEDED" || answer.result !== "") return answer;
  for (const { event } of events) {
    if (event.kind !== "checkpoint-recorded") continue;
    const update = event.updates.find(({ type }) => type === "EXECUTION");
    if (update?.payload !== undefined) return { kind: "SUCCEEDED", result: update.payload };
  }
  return answer;
}

function agrees(answer: Answer, outcome: Outcome): boolean {
  // What can't be written can't be answered either.
  if (outcome.kind === "returned" && !isWritable(outcome.value)) return answer.kind === "FAILED";
  if (answer.kind === "SUCCEEDED") {
    return outcome.kind === "returned" && answer.result === writtenAs(outcome.value);
  }
  if (answer.kind !== "FAILED" || outcome.kind !== "threw") return false;
  return answer.error.name === outcome.error.name && answer.error.message === outcome.error.message;
}
