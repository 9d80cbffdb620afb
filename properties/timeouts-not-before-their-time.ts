import { broken, holdsIf, type Property } from "./property.ts";
import { lastBefore, type OperationStory, type Story } from "./story.ts";

export const timeoutsNotBeforeTheirTime: Property = {
  id: "timeouts-not-before-their-time",
  sentence:
    "A callback times out no sooner than its timeout after its start, or its heartbeat timeout after the last sign of life.",
  source: "semantics 4, callback",
  scope: "all",
  check(story) {
    let exercised = false;
    for (const callback of story.operations.values()) {
      if (callback.node.kind !== "callback") continue;
      const timedOut = callback.outside.find(({ event }) => event.status === "TIMED_OUT");
      if (timedOut === undefined) continue;
      exercised = true;
      const { event, index } = timedOut;
      const due = dueBefore(story, callback, index);
      if (event.at >= due) continue;
      const { name } = callback;
      const expected = `${name} to time out no sooner than at ${due} ms`;
      return broken(index, name, "timed-out-early", expected, `ended it at ${event.at} ms`);
    }
    return holdsIf(exercised);
  },
};

/** When the first of its two clocks runs out, in virtual milliseconds; infinite if neither does. */
function dueBefore({ history }: Story, { name, recorded }: OperationStory, index: number): number {
  const start = lastBefore(recorded, index);
  if (start === undefined) return Number.POSITIVE_INFINITY;
  const { timeoutSeconds, heartbeatSeconds } = start.update;
  const sign = history.findLast(
    (each, at) => at < index && each.kind === "heartbeat" && each.operation === name,
  );
  const after = (from: number, seconds = Number.POSITIVE_INFINITY) => from + seconds * 1_000;
  return Math.min(after(start.at, timeoutSeconds), after(sign?.at ?? start.at, heartbeatSeconds));
}
