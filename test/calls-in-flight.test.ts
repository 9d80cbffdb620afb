/** What of the time between two events an engine could not have used to send anything. */
import { expect, test } from "vitest";
import type { Event } from "../model/history.ts";
import { millisecondsInFlight } from "../properties/calls-in-flight.ts";
import type { Seen } from "../properties/story.ts";

const sent = (at: number): Event => ({ kind: "checkpoint-requested", at, updates: [] });
const replied = (at: number): Event => ({ kind: "checkpoint-replied", at, updates: [] });
const failed = (at: number): Event => ({
  kind: "checkpoint-failed",
  at,
  updates: [],
  failure: "throttled",
});
const mark = (at: number): Event => ({ kind: "timer-fired", at, operation: "rest" });

/** From the first mark to the second. */
function between(...events: readonly Event[]): number {
  const seen = events.map((event, index): Seen => ({ event, index, invocation: 1 }));
  const [from, to] = seen.filter(({ event }) => event.kind === "timer-fired");
  return millisecondsInFlight(seen, from as Seen, to as Seen);
}

test.each([
  ["no call", [mark(0), mark(9)], 0],
  ["a call between them", [mark(0), sent(2), replied(5), mark(9)], 3],
  ["one that fails", [mark(0), sent(2), failed(5), mark(9)], 3],
  ["one under way at the first", [sent(0), mark(3), replied(5), mark(9)], 2],
  ["one under way at the second", [mark(0), sent(4), mark(9), replied(20)], 5],
  ["one that spans both", [sent(0), mark(3), mark(9), replied(20)], 6],
  ["two", [mark(0), sent(1), replied(2), sent(4), replied(7), mark(9)], 4],
  ["those before and after", [sent(0), replied(1), mark(2), mark(9), sent(9), replied(12)], 0],
])("%s", (_, events, milliseconds) => {
  expect(between(...events)).toBe(milliseconds);
});
