/** What tells two states of the model apart: everything that the future depends on, as numbers. */
import type { Answer, ErrorView, Outcome } from "./history.ts";
import { entryAt } from "./list.ts";
import type { Action } from "./schedule.ts";
import type { Call, Ending, Invocation, LogRecord, Phase, State } from "./state.ts";
import type { Words } from "./words.ts";

/**
 * Stands for `Words` where all the keys of a type are listed. A part of a state that is added to
 * the model and not written here would merge states that differ; instead it does not compile.
 */
type WordsOf<Type, Keys extends keyof Type> = [Exclude<keyof Type, Keys>] extends [never]
  ? Words
  : never;

type StateKeys =
  | (
      | "now"
      | "execution"
      | "outcome"
      | "records"
      | "runs"
      | "kept"
      | "failedSerdes"
      | "wake"
      | "invocation"
    )
  // How many there have been decides nothing.
  | "invocations";

/**
 * How times are written. `exact`: all of them. `ahead`: how far ahead timers are, and not what time
 * it is; that is all that counts where limits are out of reach. `untimed`: only whether they are due.
 */
export type Times = "exact" | "ahead" | "untimed";

/** Writes everything of a state that the future depends on. */
export function writeState(state: State, times: Times, words: WordsOf<State, StateKeys>): void {
  const { now, records, runs, kept, invocation } = state;
  if (times === "exact") words.add(now);
  const { execution, outcome, wake } = state;
  words.add(EXECUTIONS[execution] * 16 + EXECUTIONS[outcome] * 2 + (wake ? 1 : 0));
  let index = 0;
  for (const piece of records) {
    for (const record of piece) {
      writeRecord(record, entryAt(runs, index), now, times, words);
      index += 1;
    }
  }
  writeIndexes(state.failedSerdes, words);
  words.add(kept.size);
  for (const [index, outcome] of kept) {
    words.add(index);
    writeOutcome(outcome, words);
  }
  if (invocation === undefined) words.add(ABSENT);
  else writeInvocation(invocation, now, times, words);
}

/** Short numbers share a word: the fewer words, the faster. Attempts stay far below 64. */
function writeRecord(
  { status, attempt, dueAt, ending }: LogRecord,
  runs: number,
  now: number,
  times: Times,
  words: WordsOf<LogRecord, "status" | "attempt" | "dueAt" | "ending">,
): void {
  const there = (dueAt === undefined ? 0 : 1) + (ending === undefined ? 0 : 2);
  words.add(((runs * 64 + attempt) * 8 + STATUSES[status]) * 4 + there);
  if (dueAt !== undefined) writeTime(dueAt, now, times, words);
  if (ending !== undefined) writeEnding(ending, words);
}

type InvocationKeys =
  | ("startedAt" | "movedAt" | "phases" | "closing" | "unheard" | "call")
  // How many bodies run follows from the phases.
  | "atWork"
  | (
      | "recordedResult"
      | "handler"
      | "answer"
      | "failure"
      | "tokenUsedUp"
      | "unrecorded"
      | "change"
      | "owed"
      | "serdesFailed"
    )
  // As with how many there have been.
  | "number";

function writeInvocation(
  invocation: Invocation,
  now: number,
  times: Times,
  words: WordsOf<Invocation, InvocationKeys>,
): void {
  const { phases, closing, unheard, call, recordedResult, handler, answer, failure, change } =
    invocation;
  if (times === "exact") {
    words.add(now - invocation.startedAt);
    words.add(now - invocation.movedAt);
  }
  for (const piece of phases) {
    for (const phase of piece) writePhase(phase, now, times, words);
  }
  // What the handler gave and the answer says follows from the records.
  const handled = handler === undefined ? 0 : handler.kind === "returned" ? 1 : 2;
  const recorded = recordedResult === undefined ? 0 : 1;
  const serdes = SERDES_FAILED[invocation.serdesFailed] * 2;
  words.add(
    (handled * 8 + (answer === undefined ? 0 : ANSWERS[answer.kind])) * 8 + serdes + recorded,
  );
  words.add(CHANGES[change] * 2 + (invocation.tokenUsedUp ? 1 : 0));
  writeIndexes(closing, words);
  writeIndexes(unheard, words);
  writeIndexes(invocation.owed, words);
  if (call === undefined) words.add(ABSENT);
  else writeCall(call, times, words);
  words.addText(failure ?? "");
  words.add(invocation.unrecorded.length);
  for (const update of invocation.unrecorded) words.addText(update);
}

function writeIndexes(indexes: readonly number[], words: Words): void {
  words.add(indexes.length);
  for (const index of indexes) words.add(index);
}

/** Which run the update of a step tells of is not written: it is the last one that there was. */
function writeCall(
  call: Call,
  times: Times,
  words: WordsOf<Call, "updates" | "recorded" | "news">,
): void {
  writeIndexes(call.news, words);
  words.add(call.updates.length * 2 + (call.recorded ? 1 : 0));
  for (const { operation, type, action, delaySeconds, error, payload } of call.updates) {
    words.addText(operation);
    words.add(ACTIONS[action]);
    writeDelay(delaySeconds, times, words);
    words.addText(error?.name ?? "");
    // Of a context it is what the engine has chosen among what it could give.
    if (type === "CONTEXT") words.addText(payload ?? error?.message ?? "");
  }
}

function writeOutcome(outcome: Outcome, words: Words): void {
  if (outcome.kind === "returned") {
    words.addText(outcome.value ?? "");
    return;
  }
  for (let error: ErrorView | undefined = outcome.error; error !== undefined; error = error.cause) {
    words.addText(error.name);
    words.addText(error.message);
  }
}

function writePhase(phase: Phase, now: number, times: Times, words: Words): void {
  words.add(PHASES[phase.at]);
  if (phase.at === "running") {
    words.add(phase.run);
    writeTime(phase.until, now, times, words);
  } else if (phase.at === "returned" || phase.at === "threw") {
    words.add(phase.run);
  } else if (phase.at === "decided") {
    writeDelay(phase.retrySeconds, times, words);
    writeEnding(phase.ending, words);
  } else if (phase.at === "strategy-threw") {
    writeEnding(phase.ending, words);
  } else if (phase.at === "ended") {
    // What a context gives follows from what is in it.
    words.add(phase.outcome.kind === "returned" ? 0 : 1);
  }
}

function writeEnding(ending: Ending, words: Words): void {
  const run = ending.kind === "returned" || ending.kind === "threw" ? ending.run : 0;
  const mutated = "mutated" in ending ? 8 : 0;
  words.add(ENDINGS[ending.kind] + mutated + run * 16);
  if (ending.kind === "settled") writeOutcome(ending.outcome, words);
}

/** A time that has come is as good as one that has long passed. */
function writeTime(at: number, now: number, times: Times, words: Words): void {
  const ahead = Math.max(0, at - now);
  words.add(times === "untimed" ? Math.min(ahead, 1) : ahead);
}

function writeDelay(seconds: number | undefined, times: Times, words: Words): void {
  words.add(seconds === undefined ? ABSENT : times === "untimed" ? 1 : seconds);
}

/** Stands for what is not there; no number written in its place is negative. */
const ABSENT = -1;

const EXECUTIONS: Record<State["execution"], number> = {
  RUNNING: 0,
  SUCCEEDED: 1,
  FAILED: 2,
  TIMED_OUT: 3,
};
const STATUSES: Record<LogRecord["status"], number> = {
  none: 0,
  STARTED: 1,
  PENDING: 2,
  READY: 3,
  SUCCEEDED: 4,
  FAILED: 5,
  TIMED_OUT: 6,
  STOPPED: 7,
};
const ENDINGS: Record<Ending["kind"], number> = {
  returned: 0,
  threw: 1,
  interrupted: 2,
  elapsed: 3,
  outside: 4,
  settled: 5,
  replayed: 6,
};
const PHASES: Record<Phase["at"], number> = {
  absent: 0,
  called: 1,
  started: 2,
  waiting: 3,
  running: 4,
  returned: 5,
  threw: 6,
  decided: 7,
  closed: 8,
  resolved: 9,
  ended: 10,
  "strategy-threw": 11,
};
const ANSWERS: Record<Answer["kind"], number> = { SUCCEEDED: 1, FAILED: 2, PENDING: 3, threw: 4 };
const CHANGES: Record<Invocation["change"], number> = { none: 0, ahead: 1, met: 2 };
const SERDES_FAILED: Record<Invocation["serdesFailed"], number> = {
  no: 0,
  "in-passing": 1,
  "for-good": 2,
};
const ACTIONS: Record<Action, number> = { START: 0, SUCCEED: 1, FAIL: 2, RETRY: 3 };
