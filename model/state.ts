/**
 * The state of the model: what survives an interruption (`records`), what user code has done so far
 * (`runs`), and what dies with the invocation (`invocation`). States are values: never changed,
 * only replaced, and the parts that did not change are shared.
 */
import type { Failure } from "./fault.ts";
import type { Answer, ExecutionStatus, Outcome, Update } from "./history.ts";
import { entryAt, type List, replaceAt } from "./list.ts";

/** Where an operation stands in the log. */
export type Status =
  | "none"
  | "STARTED"
  | "PENDING"
  | "READY"
  | "SUCCEEDED"
  | "FAILED"
  | "TIMED_OUT"
  | "STOPPED";

/**
 * What the log says of one operation. `attempt` is the number of the current attempt, from 1.
 * `dueAt` is when a PENDING step becomes READY or a STARTED wait ends, in milliseconds.
 */
export interface LogRecord {
  readonly status: Status;
  readonly attempt: number;
  readonly dueAt: number | undefined;
  readonly ending: Ending | undefined;
}

/** How a closed operation ended: by which run of its body, by an interruption, or by the clock. */
export type Ending =
  | { readonly kind: "returned"; readonly run: number }
  /** `mutated`: recorded as the retry strategy had changed it. */
  | { readonly kind: "threw"; readonly run: number; readonly mutated?: true }
  | { readonly kind: "interrupted"; readonly mutated?: true }
  | { readonly kind: "elapsed" }
  /** By an outside party; which one of its ends shows in the status. */
  | { readonly kind: "outside" }
  /** A context: by what it gives from now on, or by running again on replay. */
  | { readonly kind: "settled"; readonly outcome: Outcome }
  | { readonly kind: "replayed" };

/**
 * How far the live invocation has come with one operation.
 *
 * `waiting`: the log says PENDING (or a wait has not ended), and the engine has not heard otherwise.
 * `started`: START of this attempt was recorded by this invocation.
 * `decided`: the retry strategy has answered; nothing is recorded yet.
 */
export type Phase =
  | { readonly at: "absent" }
  | { readonly at: "called" }
  | { readonly at: "started" }
  | { readonly at: "waiting" }
  | { readonly at: "running"; readonly run: number; readonly until: number }
  | { readonly at: "returned"; readonly run: number }
  | { readonly at: "threw"; readonly run: number }
  | { readonly at: "decided"; readonly retrySeconds: number | undefined; readonly ending: Ending }
  /** The retry strategy threw instead of answering. */
  | { readonly at: "strategy-threw"; readonly ending: Ending }
  | { readonly at: "closed" }
  /** The function of a context has ended; or work between operations goes on until then. */
  | { readonly at: "ended"; readonly outcome: Outcome }
  /** `ended`: how the function of a context had ended, before its value was written and read again. */
  | { readonly at: "resolved"; readonly outcome: Outcome; readonly ended?: Outcome };

/** One checkpoint call in flight. */
export interface Call {
  readonly updates: readonly Update[];
  readonly recorded: boolean;
  /** What the reply tells of what timers and outside parties had done when it was recorded. */
  readonly news: readonly number[];
}

export interface Invocation {
  readonly number: number;
  readonly startedAt: number;
  /** When something last happened in it other than a poll. */
  readonly movedAt: number;
  /** By index of the operation in the workflow. */
  readonly phases: List<Phase>;
  /** How many bodies run, and how much work between operations; of contexts none counts. */
  readonly atWork: number;
  /** The contexts whose SUCCEED or FAIL has been sent: nothing below them may be recorded any more. */
  readonly closing: readonly number[];
  /** What timers and outside parties have done since the engine was last told. */
  readonly unheard: readonly number[];
  readonly call: Call | undefined;
  /** How the last call has failed, if it has. */
  readonly failure: Failure | undefined;
  /** Whether its token is good for no other call: nothing more of it can be recorded. */
  readonly tokenUsedUp: boolean;
  /**
   * Whether a serdes has failed in it: in passing, or for good, as something was returned that can't
   * be written.
   */
  readonly serdesFailed: "no" | "in-passing" | "for-good";
  /** The operations whose last update was sent in a call that failed before it was recorded. */
  readonly unrecorded: readonly string[];
  /**
   * The steps whose body was started, with nothing in the log yet, while all that is around them went
   * on: START of each was on its way.
   */
  readonly owed: readonly number[];
  /** A result recorded by an update, because it is too large for the answer. */
  readonly recordedResult: string | undefined;
  /** Whether its handler was changed, and has called what the log does not have there. */
  readonly change: "none" | "ahead" | "met";
  readonly handler: Outcome | undefined;
  readonly answer: Answer | undefined;
}

export interface State {
  /** Virtual milliseconds since the execution started. */
  readonly now: number;
  readonly execution: ExecutionStatus;
  /** What an accepted answer or a recorded result made of the execution; `execution` follows. */
  readonly outcome: ExecutionStatus;
  /** By index of the operation in the workflow. */
  readonly records: List<LogRecord>;
  /** Starts of each body so far. */
  readonly runs: List<number>;
  /** The operations whose serdes has failed, which it does once. */
  readonly failedSerdes: readonly number[];
  /** What has been given without a record, where an effect has come of it: it must stay. */
  readonly kept: ReadonlyMap<number, Outcome>;
  readonly invocation: Invocation | undefined;
  readonly invocations: number;
  /** Whether the service owes an invocation: at the start, after an interruption, after a timer. */
  readonly wake: boolean;
}

export const NO_RECORD: LogRecord = {
  status: "none",
  attempt: 1,
  dueAt: undefined,
  ending: undefined,
};
export const ABSENT: Phase = { at: "absent" };
export const CALLED: Phase = { at: "called" };
export const STARTED: Phase = { at: "started" };
export const WAITING: Phase = { at: "waiting" };
export const CLOSED: Phase = { at: "closed" };

/** The state with another phase for one operation of the live invocation. */
export function withPhase(state: State, index: number, phase: Phase): State {
  const { invocation } = state;
  if (invocation === undefined) return state;
  const phases = replaceAt(invocation.phases, index, phase);
  const before = phaseOf(invocation, index);
  const atWork = invocation.atWork + workOf(phase) - workOf(before);
  return { ...state, invocation: { ...invocation, phases, atWork } };
}

/** The function of a context is at work only through what is in it. */
function workOf(phase: Phase): 0 | 1 {
  return phase.at === "running" && phase.until !== Number.POSITIVE_INFINITY ? 1 : 0;
}

/** The state with another log record for one operation. */
export function withRecord(state: State, index: number, record: LogRecord): State {
  return { ...state, records: replaceAt(state.records, index, record) };
}

/** The state with another number of starts for one body. */
export function withRuns(state: State, index: number, runs: number): State {
  return { ...state, runs: replaceAt(state.runs, index, runs) };
}

/** Whether the log says that the operation has ended. */
export function isClosed(record: LogRecord): boolean {
  switch (record.status) {
    case "SUCCEEDED":
    case "FAILED":
    case "TIMED_OUT":
    case "STOPPED":
      return true;
    default:
      return false;
  }
}

/** What the log says of the operation of this index. */
export function recordOf({ records }: Pick<State, "records">, index: number): LogRecord {
  return entryAt(records, index);
}

/** How often the body of the operation of this index has started. */
export function runsOf({ runs }: Pick<State, "runs">, index: number): number {
  return entryAt(runs, index);
}

/** How far the invocation has come with the operation of this index. */
export function phaseOf({ phases }: Invocation, index: number): Phase {
  return entryAt(phases, index);
}

/** How far the live invocation has come with it, if there is one. */
export function livePhaseOf({ invocation }: State, index: number): Phase {
  return invocation === undefined ? ABSENT : phaseOf(invocation, index);
}
