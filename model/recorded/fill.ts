/**
 * A record that leaves things open can still be asked whether a right engine could have recorded
 * anything that fits it: here is the plainest that does. If that holds, the record can be met; if it
 * does not, something else may fit.
 */
import type { RecordedEvent, RecordedHistory } from "./event.ts";

/** Longer than any wait and any delay: between two events there is time for everything. */
const AGE_MILLISECONDS = 100 * 366 * 86_400 * 1_000;

export interface Filled {
  readonly record: RecordedHistory;
  /** What was put in, each the end of "It holds …". */
  readonly with: readonly string[];
}

/**
 * Puts in the end of an invocation for each event that is left out, and all times if there are none.
 * Undefined where nothing is open, or some events have a time and others do not.
 */
export function fillRecord(record: RecordedHistory): Filled | undefined {
  const timeless = record.filter(({ at }) => at === undefined).length;
  if (timeless !== 0 && timeless !== record.length) return undefined;
  const absent: number[] = [];
  const whole: RecordedEvent[] = [];
  for (const event of record) {
    const before = whole.at(-1);
    for (let number = (before?.number ?? 0) + 1; number < event.number; number += 1) {
      absent.push(number);
      whole.push(invocationEnd(number, before?.at));
    }
    whole.push(event);
  }
  if (timeless === 0 && absent.length === 0) return undefined;
  const ends = absent.map((number) => `if event ${number} is the end of an invocation`);
  if (timeless === 0) return { record: whole, with: ends };
  return {
    record: whole.map((event) => ({ ...event, at: event.number * AGE_MILLISECONDS })),
    with: ["with times that leave room for every delay", ...ends],
  };
}

function invocationEnd(number: number, at: number | undefined): RecordedEvent {
  const open = { failed: undefined, startedAt: undefined, endedAt: undefined };
  return { kind: "invocation-completed", number, at, ...open };
}
