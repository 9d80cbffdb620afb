import { broken, holdsIf, type Property } from "./property.ts";
import type { InvocationStory, Story } from "./story.ts";

export const invocationsEnd: Property = {
  id: "invocations-end",
  sentence:
    "An invocation in which only timers are left ends by itself: it runs into its limit only while user code is busy.",
  source: "semantics 7, liveness",
  requirements: ["2-1"],
  check(story) {
    for (const invocation of story.invocations) {
      const livelock = invocation.events.find(({ event }) => event.kind === "livelocked");
      if (livelock !== undefined) {
        const found = "worked for ever at one instant of virtual time";
        return broken(livelock.index, undefined, "livelock", "work to come to an end", found);
      }
      const end = invocation.end;
      if (end?.event.kind !== "interrupted" || end.event.why !== "invocation-timeout") continue;
      if (userCodeIsBusy(story, invocation)) continue;
      const idle = end.event.at - lastMove(invocation, end.index);
      if (idle <= story.guarantees.settleMilliseconds) continue;
      const found = `did nothing for ${idle} ms, until the invocation timed out`;
      return broken(end.index, undefined, "hang", "the invocation to suspend or to end", found);
    }
    return holdsIf(story.invocations.length > 0);
  },
};

function userCodeIsBusy(story: Story, { number }: InvocationStory): boolean {
  const here = ({ invocation }: { invocation: number }) => invocation === number;
  return [...story.operations.values()].some(({ node, entered, finished, called, resolved }) => {
    if (node.kind === "work") return called.filter(here).length > resolved.filter(here).length;
    // The function of a context is busy only through what is in it.
    return node.step !== undefined && entered.filter(here).length > finished.filter(here).length;
  });
}

/** When the invocation last did something other than poll. */
function lastMove({ events }: InvocationStory, end: number): number {
  const last = events.findLast(({ event, index }) => {
    if (index >= end || event.kind === "timer-fired") return false;
    return !("updates" in event) || event.updates.length > 0;
  });
  return last?.event.at ?? 0;
}
