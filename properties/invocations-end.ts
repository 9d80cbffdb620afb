import { serdesMilliseconds } from "../model/values.ts";
import { couldMove } from "./could-move.ts";
import { type Broken, broken, holdsIf, type Property } from "./property.ts";
import { type InvocationStory, ofInvocation, type Seen, type Story } from "./story.ts";

export const invocationsEnd: Property = {
  id: "invocations-end",
  sentence:
    "An invocation in which only timers are left ends by itself: it stays, and runs into its limit, only while user code is busy.",
  source: "semantics 7, liveness",
  requirements: ["2-1"],
  check(story) {
    for (const invocation of story.invocations) {
      let moved = 0;
      for (const seen of invocation.events) {
        const found = endlessAt(story, invocation, seen, moved);
        if (found !== undefined) return found;
        if (isMove(seen)) moved = seen.event.at;
      }
    }
    return holdsIf(story.invocations.length > 0);
  },
};

/** `moved` is when the invocation last did something, in virtual milliseconds. */
function endlessAt(
  story: Story,
  invocation: InvocationStory,
  seen: Seen,
  moved: number,
): Broken | undefined {
  const { event, index } = seen;
  if (event.kind === "livelocked") {
    const found = "worked for ever at one instant of virtual time";
    return broken(index, undefined, "livelock", "work to come to an end", found);
  }
  const timedOut = event.kind === "interrupted" && event.why === "invocation-timeout";
  if (!timedOut && !ENGINE_ACTS.has(event.kind)) return undefined;
  const idle = event.at - moved;
  const settles = story.guarantees.settleMilliseconds + serdesMilliseconds(story.case.workflow);
  if (idle <= settles) return undefined;
  if (userCodeIsBusy(story, invocation, index) || waitsForReply(invocation, index)) {
    return undefined;
  }
  if (timedOut) {
    const found = `did nothing for ${idle} ms, until the invocation timed out`;
    return broken(index, undefined, "hang", "the invocation to suspend or to end", found);
  }
  if (couldMove(story, invocation, index) !== undefined) return undefined;
  const found = `stayed for ${idle} ms with nothing to do`;
  return broken(index, undefined, "stayed", "the invocation to suspend", found);
}

/** What an engine does or has done; the others happen to it. */
const ENGINE_ACTS = new Set<Seen["event"]["kind"]>([
  "operation-called",
  "body-entered",
  "strategy-asked",
  "checkpoint-requested",
  "operation-resolved",
  "handler-finished",
  "invocation-answered",
]);

function userCodeIsBusy(story: Story, { number }: InvocationStory, before: number): boolean {
  const count = (list: readonly Seen[]) => ofInvocation(list, number, before).length;
  return story.byNode.some(({ node, entered, finished, called, resolved }) => {
    if (node.kind === "work") return count(called) > count(resolved);
    // The function of a context is busy only through what is in it.
    return node.step !== undefined && count(entered) > count(finished);
  });
}

/** Whether a call that records something is on its way. */
function waitsForReply({ events }: InvocationStory, before: number): boolean {
  const last = events.findLast(
    ({ event, index }) => index < before && event.kind.startsWith("checkpoint-"),
  );
  if (last === undefined || !("updates" in last.event)) return false;
  const { kind, updates } = last.event;
  return updates.length > 0 && (kind === "checkpoint-requested" || kind === "checkpoint-recorded");
}

/** Whether the invocation has done something other than poll. */
function isMove({ event }: Seen): boolean {
  if (BY_OTHERS.has(event.kind)) return false;
  if (event.kind === "checkpoint-failed") return true;
  return !("updates" in event) || event.updates.length > 0;
}

const BY_OTHERS = new Set<Seen["event"]["kind"]>(["timer-fired", "outside-ended", "heartbeat"]);
