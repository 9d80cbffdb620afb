/** The verdict on a record: holds, broken at its first impossible event, or unknown. */
import { observe } from "../possible.ts";
import type { RecordedHistory } from "./event.ts";
import type { RecordRefusal, RecordRule } from "./rules.ts";
import { BEFORE, keyOf, type RecordedState } from "./state.ts";
import { hiddenSteps, recordStep } from "./transition.ts";

export type RecordVerdict =
  | { readonly kind: "holds"; readonly events: number }
  | { readonly kind: "broken"; readonly at: number; readonly refusal: RecordRefusal }
  /** Nothing in it is impossible, but the record leaves out what could be. */
  | { readonly kind: "unknown"; readonly missing: readonly string[] };

/** `at` of a broken one is the index of the event in the record. */
export function judgeRecord(
  record: RecordedHistory,
  excepted: ReadonlySet<RecordRule> = new Set(),
): RecordVerdict {
  const system = {
    hidden: hiddenSteps,
    step: (state: RecordedState, event: RecordedHistory[number]) =>
      recordStep(excepted, state, event),
    key: keyOf,
  };
  const missing = missingIn(record);
  let states: readonly RecordedState[] = [BEFORE];
  let last = 0;
  for (const [at, event] of record.entries()) {
    if (event.number <= last) {
      const expected = `a number above ${last}`;
      const refusal = { rule: "events-in-order", expected, found: `${event.number}` } as const;
      return { kind: "broken", at, refusal };
    }
    // After a gap the execution may have come anywhere: only what goes before it can be judged.
    if (event.number !== last + 1) return { kind: "unknown", missing };
    last = event.number;
    const seen = observe(system, states, event);
    if (seen.kind === "too-many") {
      return { kind: "unknown", missing: ["too many possible states to follow"] };
    }
    if (seen.kind === "refused") return { kind: "broken", at, refusal: seen.refusal };
    states = seen.states;
  }
  if (missing.length > 0) return { kind: "unknown", missing };
  return { kind: "holds", events: record.length };
}

/** What a verdict would need and the record does not have. */
function missingIn(record: RecordedHistory): readonly string[] {
  if (record.length === 0) return ["events: the record is empty"];
  const missing: string[] = [];
  const numbers = new Set(record.map(({ number }) => number));
  const absent = Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1).filter(
    (number) => !numbers.has(number),
  );
  if (absent.length > 0) missing.push(`the events ${absent.join(", ")}`);
  const timeless = record.filter(({ at }) => at === undefined).length;
  if (timeless > 0) missing.push(`the times of ${timeless} of ${record.length} events`);
  return missing;
}
