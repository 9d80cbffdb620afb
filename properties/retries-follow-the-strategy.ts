import { describeDecision } from "../model/describe.ts";
import type { Decision, Update } from "../model/history.ts";
import { type Allowed, decide, isAllowed } from "../model/retry.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import {
  type AttemptStory,
  attemptAt,
  attemptStories,
  lastBefore,
  type SeenUpdate,
} from "./story.ts";

export const retriesFollowTheStrategy: Property = {
  id: "retries-follow-the-strategy",
  sentence:
    "After a failed attempt the engine asks the strategy and records what it decides: RETRY with its delay, or FAIL; so attempts never exceed the policy.",
  source:
    "semantics 2, default strategy; for helpers, the delay calculation in the SDK's reference",
  requirements: ["1-11", "1-13", "1-14", "1-19"],
  check(story) {
    let exercised = false;
    for (const step of attemptStories(story)) {
      const { name, retry } = step.node.step;
      for (const { event, index } of step.asked) {
        const allowed = decide(retry, event.attempt, story.guarantees);
        if (isAllowed(event.decision, allowed)) continue;
        const expected = `its helper to ${describeAllowed(allowed)} after attempt ${event.attempt}`;
        const found = `decided on ${describeDecision(event.decision)}`;
        return broken(index, name, "helper-against-its-settings", expected, found);
      }
      for (const seen of step.requested) {
        const { update, index } = seen;
        if (update.action !== "RETRY" && update.action !== "FAIL") continue;
        exercised = true;
        const attempt = attemptAt(step, index);
        const allowed = decide(retry, attempt, story.guarantees);
        const given = decisionOf(update);
        // An engine's own default strategy is not ours to watch.
        const unwatched = retry.policy === "default" ? "unwatched" : undefined;
        const asked = decisionBefore(step, seen) ?? unwatched;
        const words = describeAllowed(allowed);
        const found = `sent ${describeDecision(given)}`;
        if (asked === undefined) {
          const expected = `the strategy of ${name} to be asked first`;
          return broken(index, name, `${update.action}-unasked`, expected, `${found} unasked`);
        }
        if (isPermitted(given, allowed) && (asked === "unwatched" || isSame(given, asked))) {
          continue;
        }
        const decided = asked === "unwatched" ? "" : `, and decided on ${describeDecision(asked)}`;
        const expected = `${name} to ${words} after attempt ${attempt}, as its strategy may${decided}`;
        return broken(index, name, `${update.action}-against-strategy`, expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

/** What the strategy decided in this invocation, if no body has ended since it was asked. */
function decisionBefore(
  step: AttemptStory,
  { index, invocation }: SeenUpdate,
): Decision | undefined {
  const asked = lastBefore(step.asked, index);
  const finished = lastBefore(step.finished, index);
  if (asked?.invocation !== invocation || asked.index < (finished?.index ?? -1)) return undefined;
  return asked.event.decision;
}

/** What becomes of a strategy that throws is promised nowhere: FAIL is as good as anything. */
function isPermitted(given: Decision, allowed: Allowed): boolean {
  return allowed.kind === "throw" ? given.kind === "stop" : isAllowed(given, allowed);
}

function isSame(given: Decision, asked: Decision): boolean {
  if (asked.kind !== "retry") return given.kind === "stop";
  return given.kind === "retry" && given.delaySeconds === asked.delaySeconds;
}

function describeAllowed(allowed: Allowed): string {
  if (allowed.kind !== "retry") return "stop";
  return `retry after ${allowed.minimumSeconds} to ${allowed.maximumSeconds} s`;
}

function decisionOf({ action, delaySeconds }: Update): Decision {
  return action === "FAIL"
    ? { kind: "stop" }
    : { kind: "retry", delaySeconds: delaySeconds ?? Number.NaN };
}
