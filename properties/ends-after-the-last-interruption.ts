import { attemptsOf } from "../model/retry.ts";
import type { Operation } from "../model/workflow.ts";
import { serdesFailureBefore } from "./failed-serdes.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import type { InvocationStory, Story } from "./story.ts";

export const endsAfterTheLastInterruption: Property = {
  id: "ends-after-the-last-interruption",
  sentence:
    "After its last interruption an execution whose steps fit the invocation limit ends within a bound: one invocation for each wait and each retry still to come, and one more.",
  source: "semantics 2, consequence 9",
  check(story) {
    const bound = invocationBound(story);
    if (bound === undefined) return holdsIf(false);
    const last = story.invocations.findLast((each) => wasCutShort(story, each));
    const after = story.invocations.filter(({ number }) => number > (last?.number ?? 0));
    const beyond = after[bound];
    if (beyond !== undefined) {
      const expected = `at most ${bound} invocations after the last interruption`;
      const found = "needed another one";
      return broken(beyond.start.index, undefined, "too-many-invocations", expected, found);
    }
    return holdsIf(last !== undefined);
  },
};

/** Interrupted; or it had a call or a serdes that failed, which may have ended it as well. */
function wasCutShort(story: Story, { end, events }: InvocationStory): boolean {
  if (end?.event.kind === "interrupted") return true;
  if (serdesFailureBefore(story, events, Number.POSITIVE_INFINITY) !== undefined) return true;
  return events.some(
    ({ event }) =>
      event.kind === "checkpoint-failed" || event.kind === "page-failed" || "withoutToken" in event,
  );
}

/** Undefined where a body does not fit the invocation limit: such a step may run for ever. */
function invocationBound(story: Story): number | undefined {
  const { limits } = story.case;
  const nodes = story.byNode.map(({ node }) => node);
  // Some room: the bodies of one invocation share its limit.
  const limit = (limits.invocationSeconds * 1_000) / (nodes.length + 1);
  let bound = 1;
  for (const { kind, operation, step } of nodes) {
    if (operation.kind === "work" && operation.milliseconds >= limit) return undefined;
    if (step?.runs.some(({ milliseconds }) => milliseconds >= limit)) return undefined;
    if (kind === "callback" && never(operation)) return undefined;
    if (kind === "wait" || kind === "callback" || kind === "invoke") bound += 1;
    if (kind === "condition" && operation.kind === "wait-for-condition") bound += operation.polls;
    if (step !== undefined) bound += attemptsOf(step.retry, story.guarantees) - 1;
  }
  return bound;
}

/** A callback that nobody ends, and that has no timeout. */
function never(operation: Operation): boolean {
  return (
    "end" in operation && operation.end.does === "time-out" && !("timeoutSeconds" in operation)
  );
}
