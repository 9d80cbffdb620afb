/** Which failed call weighs on an invocation: the last one, as long as none has been replied to since. */
import type { Failure } from "../model/fault.ts";
import type { Event } from "../model/history.ts";
import type { Seen } from "./story.ts";

/**
 * `events` are those of one invocation. Once the end of the execution is recorded every call fails,
 * and none is needed.
 */
export function failureBefore(events: readonly Seen[], index: number): Failure | undefined {
  const end = events.find(({ event }) => isEndOfAll(event))?.index ?? index;
  const last = events.findLast(
    ({ event: { kind }, index: each }) =>
      each < Math.min(index, end) &&
      (kind === "checkpoint-failed" || kind === "page-failed" || kind === "checkpoint-replied"),
  );
  if (last === undefined) return undefined;
  if ("withoutToken" in last.event) return "token-missing";
  return "failure" in last.event ? last.event.failure : undefined;
}

/** Whether the end of the execution is recorded here. */
export function isEndOfAll(event: Event): boolean {
  return (
    event.kind === "checkpoint-recorded" && event.updates.some(({ type }) => type === "EXECUTION")
  );
}
