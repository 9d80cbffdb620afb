/** Which failed call weighs on an invocation: the last one, as long as none has been replied to since. */
import type { Failure } from "../model/fault.ts";
import type { Seen } from "./story.ts";

/** `events` are those of one invocation. */
export function failureBefore(events: readonly Seen[], index: number): Failure | undefined {
  const last = events.findLast(
    ({ event: { kind }, index: each }) =>
      each < index &&
      (kind === "checkpoint-failed" || kind === "page-failed" || kind === "checkpoint-replied"),
  );
  if (last === undefined) return undefined;
  if ("withoutToken" in last.event) return "token-missing";
  return "failure" in last.event ? last.event.failure : undefined;
}
