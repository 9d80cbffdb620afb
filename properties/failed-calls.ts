/** Which failed call weighs on an invocation: the last one, as long as none has been replied to since. */
import type { Failure } from "../model/fault.ts";
import type { Event } from "../model/history.ts";
import type { Seen } from "./story.ts";

/**
 * `events` are those of one invocation. Once the end of the execution is recorded every other call
 * fails, and none is needed.
 */
export function failureBefore(events: readonly Seen[], index: number): Failure | undefined {
  const end = events.find(({ event }) => isEndOfAll(event))?.index ?? index;
  const last = events.findLast(
    ({ event, index: each }) =>
      each < index &&
      (each < end || isOfTheEnd(event)) &&
      (event.kind === "checkpoint-failed" ||
        event.kind === "page-failed" ||
        event.kind === "checkpoint-replied"),
  );
  if (last === undefined) return undefined;
  if ("withoutToken" in last.event) return "token-missing";
  return "failure" in last.event ? last.event.failure : undefined;
}

/** Whether the end of the execution is recorded here. */
export function isEndOfAll(event: Event): boolean {
  return event.kind === "checkpoint-recorded" && isOfTheEnd(event);
}

/** Whether it is about the call that records the end of the execution. */
function isOfTheEnd(event: Event): boolean {
  return "updates" in event && event.updates.some(({ type }) => type === "EXECUTION");
}
