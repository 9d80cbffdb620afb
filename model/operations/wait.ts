/** The wait protocol: started once, its end recorded once, ended by the clock (semantics, section 4). */
import type { Outcome, Update } from "../history.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import {
  CALLED,
  type LogRecord,
  type Phase,
  type State,
  WAITING,
  withPhase,
  withRecord,
} from "../state.ts";
import type { Wait } from "../workflow.ts";

/** A wait gives nothing. */
export const WAIT_OUTCOME: Outcome = { kind: "returned" };

/** The phase that a wait is in when the handler reaches it, by its status in the log. */
export function callWait(record: LogRecord): Phase {
  return record.status === "STARTED" ? WAITING : CALLED;
}

/** START is all that an engine may send of a wait, once, with the wait's own duration. */
export function requestWaitUpdate(
  state: State,
  wait: Wait,
  phase: Phase,
  update: Update,
): Transition {
  const found = `sent ${update.action} of ${wait.name}`;
  if (update.action !== "START" || phase.at !== "called") {
    return refuse(
      "recorded-without-cause",
      wait.name,
      "START, once, of a wait that was called",
      found,
    );
  }
  if (update.delaySeconds !== wait.seconds) {
    const sent = `sent ${update.delaySeconds} s`;
    return refuse("recorded-something-else", wait.name, `a wait of ${wait.seconds} s`, sent);
  }
  return accept(state);
}

/** START is recorded: the end of the wait is fixed, and no replay moves it. */
export function recordWaitUpdate(
  state: State,
  index: number,
  wait: Wait,
  record: LogRecord,
  at: number,
): Transition {
  if (record.status !== "none") {
    const found = `recorded it while ${record.status}`;
    return refuse("illegal-update", wait.name, "START only of a wait that is not there", found);
  }
  const dueAt = at + wait.seconds * 1_000;
  const started = { status: "STARTED", attempt: 1, dueAt, ending: undefined } as const;
  return accept(withPhase(withRecord(state, index, started), index, WAITING));
}
