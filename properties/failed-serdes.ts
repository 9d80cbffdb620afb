/**
 * Whether a serdes has failed in an invocation: in passing, as it tells itself, or for good, as a body
 * or a function has returned what JSON can't write.
 */
import { isWritable } from "../model/odd-value.ts";
import type { Invocation } from "../model/state.ts";
import { stateView } from "../model/values.ts";
import type { Seen, Story } from "./story.ts";

/** As the model has it (`serdesFailed` of an invocation). */
export type FailedSerdes = Exclude<Invocation["serdesFailed"], "no">;

/** `events` are those of one invocation. */
export function serdesFailureBefore(
  story: Story,
  events: readonly Seen[],
  index: number,
): FailedSerdes | undefined {
  const before = events.filter((each) => each.index < index);
  if (before.some((each) => returnsUnwritable(story, each))) return "for-good";
  return before.some(({ event }) => event.kind === "serdes-failed") ? "in-passing" : undefined;
}

function returnsUnwritable({ operations }: Story, { event }: Seen): boolean {
  if (event.kind !== "body-finished" || event.outcome.kind === "threw") return false;
  const operation = operations.get(event.operation)?.operation;
  // What is written of a poll is the state.
  const polls = operation?.kind === "wait-for-condition";
  return !isWritable(polls ? stateView(operation, 1) : event.outcome.value);
}
