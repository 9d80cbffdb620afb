import type { Update } from "../model/history.ts";
import { payloadOf } from "../model/serdes.ts";
import { recordableMessages, strategyError } from "../model/values.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import {
  type AttemptStory,
  attemptStories,
  lastBefore,
  type SeenUpdate,
  type Story,
  unrecordedOutcome,
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
    for (const step of attemptStories(story)) {
      for (const seen of step.requested) {
        if (seen.update.action === "START") continue;
        exercised = true;
        if (recordsAnInterruption(step, seen, interruption)) continue;
        const { name } = step;
        const { action, error } = seen.update;
        const found = `sent ${describe(seen.update)}`;
        if (action !== "SUCCEED" && error?.name === interruption.name) {
          const inOtherWords = wasInterruptedAtMostOnce(step, seen);
          const expected = inOtherWords
            ? `the interruption of ${name} in the words of its guarantees: ${interruption.message}`
            : `no interruption of ${name} to be recorded`;
          const reason = inOtherWords
            ? "interruption-in-other-words"
            : "interruption-without-cause";
          return broken(seen.index, name, reason, expected, found);
        }
        if (isOutcomeOfThisInvocation(step, seen)) continue;
        const expected =
          action !== "SUCCEED" && wasInterruptedAtMostOnce(step, seen)
            ? `a body of ${name} that had just ended so, or its interruption as its guarantees have it: ${interruption.name}: ${interruption.message}`
            : `a body of ${name} that had just ended so`;
        return broken(seen.index, name, "outcome-without-body", expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

/** Whether the last body run, in this invocation, ended with what the update records. */
function isOutcomeOfThisInvocation(step: AttemptStory, seen: SeenUpdate): boolean {
  const { update } = seen;
  const outcome = unrecordedOutcome(step, seen);
  if (outcome === undefined) return false;
  if (update.action === "SUCCEED") {
    if (outcome.kind !== "returned") return false;
    // What a submitter returns goes nowhere.
    const silent = step.node.kind === "submitter";
    return silent || payloadOf(step.node.step.serdes, outcome.value) === update.payload;
  }
  if (outcome.kind !== "threw" || update.error === undefined) return false;
  const messages = recordableMessages(step.node.step, outcome.error.message);
  return outcome.error.name === update.error.name && messages.includes(update.error.message);
}

/** Whether it ends an at-most-once attempt for its interruption, or for what the strategy made of that. */
function recordsAnInterruption(
  step: AttemptStory,
  seen: SeenUpdate,
  { name, message }: Story["guarantees"]["interruption"],
): boolean {
  const { action, error } = seen.update;
  if (action === "SUCCEED" || error === undefined) return false;
  if (!wasInterruptedAtMostOnce(step, seen)) return false;
  // What a strategy throws is an error of its own, by its own name.
  const thrown = strategyError(step.name).message;
  const named = error.message === thrown || error.name === name;
  return named && recordableMessages(step.node.step, message).includes(error.message);
}

/** Whether an earlier invocation left this at-most-once attempt started, and this one did not start it anew. */
function wasInterruptedAtMostOnce(step: AttemptStory, { index, invocation }: SeenUpdate): boolean {
  if (step.node.step.semantics !== "AtMostOncePerRetry") return false;
  const last = lastBefore(step.recorded, index);
  return last?.update.action === "START" && last.invocation < invocation;
}

function describe({ action, payload, error }: Update): string {
  if (error !== undefined) return `${action} with ${error.name}: ${error.message}`;
  return payload === undefined ? action : `${action} with ${payload}`;
}
