import { describeDecision } from "../model/describe.ts";
import { decide, isAllowed } from "../model/guarantees.ts";
import type { Decision, Update } from "../model/history.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import {
  attemptAt,
  lastBefore,
  type OperationStory,
  type SeenUpdate,
  stepStories,
} from "./story.ts";

export const retriesFollowTheStrategy: Property = {
  id: "retries-follow-the-strategy",
  sentence:
    "After a failed attempt the engine asks the strategy and records what it decides: RETRY with its delay, or FAIL; so attempts never exceed the policy.",
  source: "semantics 2, default strategy",
  requirements: ["1-11", "1-13", "1-14", "1-19"],
  check(story) {
    let exercised = false;
    for (const step of stepStories(story)) {
      for (const seen of step.requested) {
        const { update, index } = seen;
        if (update.action !== "RETRY" && update.action !== "FAIL") continue;
        exercised = true;
        const { name, retry } = step.operation;
        const attempt = attemptAt(step, index);
        const allowed = decide(retry, attempt, story.guarantees);
        const given = decisionOf(update);
        if (isAllowed(given, allowed)) {
          // An engine's own default strategy is not ours to watch.
          if (retry.policy === "default" || wasAsked(step, seen)) continue;
          const expected = `the strategy of ${name} to be asked first`;
          const found = `sent ${update.action} without asking it`;
          return broken(index, name, `${update.action}-unasked`, expected, found);
        }
        const words =
          allowed.kind === "stop"
            ? "stop"
            : `retry after ${allowed.minimumSeconds} to ${allowed.maximumSeconds} s`;
        const expected = `${name} to ${words} after attempt ${attempt}`;
        const found = `sent ${describeDecision(given)}`;
        return broken(index, name, `${update.action}-against-strategy`, expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

/** Whether the strategy has been asked in this invocation, and no body has ended since. */
function wasAsked(step: OperationStory, { index, invocation }: SeenUpdate): boolean {
  const asked = lastBefore(step.asked, index);
  const finished = lastBefore(step.finished, index);
  return asked?.invocation === invocation && asked.index > (finished?.index ?? -1);
}

function decisionOf({ action, delaySeconds }: Update): Decision {
  return action === "FAIL"
    ? { kind: "stop" }
    : { kind: "retry", delaySeconds: delaySeconds ?? Number.NaN };
}
