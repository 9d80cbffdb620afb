/** The time in which an engine could not have sent anything: one call is in flight at a time. */
import type { Event } from "../model/history.ts";
import type { Seen } from "./story.ts";

const ENDS = new Set<Event["kind"]>([
  "checkpoint-replied",
  "checkpoint-refused",
  "checkpoint-failed",
]);

/** Of the virtual time from one event of an invocation to another, in milliseconds, how much passed with a call in flight. */
export function millisecondsInFlight(events: readonly Seen[], from: Seen, to: Seen): number {
  let milliseconds = 0;
  let sentAt: number | undefined;
  for (const { event, index } of events) {
    if (event.kind === "checkpoint-requested") sentAt = event.at;
    const isOver = index >= to.index;
    if (sentAt !== undefined && (isOver || ENDS.has(event.kind))) {
      const end = Math.min(event.at, to.event.at);
      milliseconds += Math.max(0, end - Math.max(sentAt, from.event.at));
      sentAt = undefined;
    }
    if (isOver) break;
  }
  return milliseconds;
}
