/** The calls that are made while somebody kills at random, by their numbers; and how they are told. */
import type { ServiceOptions } from "../impl/backend/service.ts";
import type { CheckpointRequest, WireUpdate } from "../impl/backend/wire.ts";

export const OPTIONS: ServiceOptions = {
  arn: "arn:random-kills",
  input: '"input"',
  now: () => 1_893_456_000_000,
  date: (milliseconds) => new Date(milliseconds),
};

/** What the writer tells: that it begins now, and each time that something has been done for good. */
export const SAID = { begins: "b", done: "d" } as const;

/** That it begins, that the file is open, and that an invocation has started. */
export const WORDS_BEFORE_CALLS = 3;

/** Each call is so many updates, and each of those has an operation of its own. */
export const UPDATES = 4;

/** Every so many calls there is one that is too large for SQLite to keep in its cache until its end. */
const LARGE_EVERY = 16;
const LARGE_CHARACTERS = 600_000;

export function checkpointCall(call: number, CheckpointToken: string): CheckpointRequest {
  const Updates = Array.from({ length: UPDATES }, (_, index) => update(call, index));
  return { DurableExecutionArn: OPTIONS.arn, CheckpointToken, Updates };
}

/** The id of one of its operations. */
export function idOf(call: number, index: number): string {
  return `${call}-${index}`;
}

function update(call: number, index: number): WireUpdate {
  const Id = idOf(call, index);
  // From a few letters to several pages, so that the changes of a call lie in one page or in many.
  const letters = (call * 7_919 + index * 104_729) % 9_000;
  const length = call % LARGE_EVERY === LARGE_EVERY - 1 ? LARGE_CHARACTERS : letters;
  return { Id, Type: "STEP", Action: "SUCCEED", Payload: `${Id} `.padEnd(length, "x") };
}
