import type { Update } from "../model/history.ts";
import { payloadOf } from "../model/serdes.ts";
import { recordableMessages, strategyError } from "../model/values.ts";
import type { Step } from "../model/workflow.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import {
  lastBefore,
  lastEnding,
  type OperationStory,
  type SeenUpdate,
  type Story,
  stepStories,
} from "./story.ts";

export const atLeastOncePerAttempt: Property = {
  id: "at-least-once-per-attempt",
  sentence:
    "An outcome is recorded only for a body that ran to that outcome, or for an at-most-once attempt that was interrupted.",
  source: "semantics 2, consequence 1",
  requirements: ["1-1", "1-11"],
  check(story) {
    const { interruption } = story.guarantees;
    let exercised = false;
    for (const step of stepStories(story)) {
      for (const seen of step.requested) {
        if (seen.update.action === "START") continue;
        exercised = true;
        if (recordsAnInterruption(step, seen, interruption)) continue;
        const { name } = step.operation;
        const { action, error } = seen.update;
        const found = `sent ${describe(seen.update)}`;
        if (action !== "SUCCEED" && error?.name === interruption.name) {
          const expected = `no interruption of ${name} to be recorded`;
          return broken(seen.index, name, "interruption-without-cause", expected, found);
        }
        if (isOutcomeOfThisInvocation(step, seen)) continue;
        const expected = `a body of ${name} that had just ended so`;
        return broken(seen.index, name, "outcome-without-body", expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

/** Whether the last body run, in this invocation, ended with what the update records. */
function isOutcomeOfThisInvocation(step: OperationStory<Step>, seen: SeenUpdate): boolean {
  const { update, index, invocation } = seen;
  const finished = lastBefore(step.finished, index);
  if (finished === undefined || finished.invocation !== invocation) return false;
  const used = lastEnding(step.requested, index);
  if (used !== undefined && used.index > finished.index) return false;
  const { outcome } = finished.event;
  if (update.action === "SUCCEED") {
    return (
      outcome.kind === "returned" &&
      payloadOf(step.operation.serdes, outcome.value) === update.payload
    );
  }
  if (outcome.kind !== "threw" || update.error === undefined) return false;
  const messages = recordableMessages(step.operation, outcome.error.message);
  return outcome.error.name === update.error.name && messages.includes(update.error.message);
}

/** Whether it ends an at-most-once attempt for its interruption, or for what the strategy made of that. */
function recordsAnInterruption(
  step: OperationStory<Step>,
  seen: SeenUpdate,
  { name, message }: Story["guarantees"]["interruption"],
): boolean {
  const { action, error } = seen.update;
  if (action === "SUCCEED" || error === undefined) return false;
  if (step.operation.semantics !== "AtMostOncePerRetry" || !wasInterrupted(step, seen))
    return false;
  // What a strategy throws is an error of its own, by its own name.
  const thrown = strategyError(step.name).message;
  const named = error.message === thrown || error.name === name;
  return named && recordableMessages(step.operation, message).includes(error.message);
}

/** Whether an earlier invocation left this attempt started, and this one did not start it anew. */
function wasInterrupted(step: OperationStory, { index, invocation }: SeenUpdate): boolean {
  const last = lastBefore(step.recorded, index);
  return last?.update.action === "START" && last.invocation < invocation;
}

function describe({ action, payload, error }: Update): string {
  if (error !== undefined) return `${action} with ${error.name}: ${error.message}`;
  return payload === undefined ? action : `${action} with ${payload}`;
}
