import { describeError } from "../model/describe.ts";
import type { EventOf } from "../model/history.ts";
import { sameError } from "../model/history.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import {
  type AttemptStory,
  attemptStories,
  lastBefore,
  lastEnding,
  type Seen,
  type Story,
} from "./story.ts";

export const strategyAskedWithCause: Property = {
  id: "strategy-asked-with-cause",
  sentence:
    "The retry strategy is asked once for each thrown error, and for an interruption only with AtMostOncePerRetry.",
  source: "semantics 2, consequence 6",
  requirements: ["1-15", "1-18"],
  check(story) {
    let exercised = false;
    for (const step of attemptStories(story)) {
      for (const asked of step.asked) {
        exercised = true;
        if (hasCause(story, step, asked)) continue;
        const { name, semantics } = step.node.step;
        const { interruption: own } = story.guarantees;
        const found = `asked it about ${describeError(asked.event.error)}`;
        const interruption = asked.event.error.name === own.name;
        if (interruption && isAboutInterruption(step, asked)) {
          const expected = `the strategy of ${name} to be asked in the words of its guarantees: ${own.message}`;
          return broken(asked.index, name, "interruption-in-other-words", expected, found);
        }
        const expected = interruption
          ? `the strategy of ${name} not to be asked about an interruption here (${semantics})`
          : `the strategy of ${name} to be asked about ${causeOf(story, step, asked)}`;
        const reason = interruption ? "asked-about-interruption" : "asked-about-another-error";
        return broken(asked.index, name, reason, expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

function causeOf(
  { guarantees: { interruption } }: Story,
  step: AttemptStory,
  asked: Seen<EventOf<"strategy-asked">>,
): string {
  const thrown = "the error that its body had just thrown";
  return isAboutInterruption(step, asked)
    ? `${thrown}, or its interruption as its guarantees have it: ${describeError(interruption)}`
    : thrown;
}

function hasCause(
  story: Story,
  step: AttemptStory,
  asked: Seen<EventOf<"strategy-asked">>,
): boolean {
  const { event, index, invocation } = asked;
  const before = lastBefore(step.asked, index);
  const finished = lastBefore(step.finished, index);
  const decided = lastEnding(step.recorded, index);
  const fresh =
    finished?.invocation === invocation &&
    (before?.index ?? -1) < finished.index &&
    (decided?.index ?? -1) < finished.index;
  if (fresh && finished.event.outcome.kind === "threw") {
    return sameError(finished.event.outcome.error, event.error);
  }
  const { name, message } = story.guarantees.interruption;
  return isAboutInterruption(step, asked) && sameError(event.error, { name, message });
}

/** Whether it is the first question in this invocation, about an attempt that an earlier one left started. */
function isAboutInterruption(
  step: AttemptStory,
  { index, invocation }: Seen<EventOf<"strategy-asked">>,
): boolean {
  if (lastBefore(step.asked, index)?.invocation === invocation) return false;
  const last = lastBefore(step.recorded, index);
  const leftStarted = last?.update.action === "START" && last.invocation < invocation;
  return step.node.step.semantics === "AtMostOncePerRetry" && leftStarted;
}
