/**
 * A history as rows to show: one for each event, but a run of polls is one row. An engine that waits
 * for news asks hundreds of times, and nothing happens in between.
 */
import type { Event, History } from "../model/history.ts";

export type Row = EventRow | PollsRow;

export interface EventRow {
  readonly kind: "event";
  readonly event: Event;
  /** Its index in the history, which is its number in every report. */
  readonly op: number;
}

/** Checkpoint calls without an update, from event `op` to event `lastOp`. */
export interface PollsRow {
  readonly kind: "polls";
  readonly op: number;
  readonly lastOp: number;
  readonly polls: number;
}

/** The rows of the first `count` events. */
export function foldPolls(history: History, count = history.length): readonly Row[] {
  const rows: Row[] = [];
  for (const [op, event] of history.slice(0, count).entries()) {
    if (!isPoll(event)) {
      rows.push({ kind: "event", event, op });
      continue;
    }
    const last = rows.at(-1);
    const polls = event.kind === "checkpoint-requested" ? 1 : 0;
    if (last?.kind === "polls") {
      rows[rows.length - 1] = { ...last, lastOp: op, polls: last.polls + polls };
    } else {
      rows.push({ kind: "polls", op, lastOp: op, polls });
    }
  }
  return rows;
}

/** `1 poll`, or `12 polls`: an answer to a poll that is shown elsewhere is `the answer to a poll`. */
export function describePolls({ polls }: PollsRow): string {
  if (polls === 0) return "answer to a poll";
  return polls === 1 ? "1 poll" : `${polls} polls`;
}

function isPoll(event: Event): boolean {
  return "updates" in event && event.updates.length === 0 && event.kind !== "checkpoint-refused";
}
