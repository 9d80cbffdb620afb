/**
 * A record of an execution that was made elsewhere, by the service: what reached the log, and when
 * invocations ended. It has no workflow, no body runs, no requests, and what it leaves out of an
 * event is undefined here.
 */

export type RecordedKind = "step" | "wait" | "context" | "callback" | "invoke";

export type RecordedEnd = "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "STOPPED";

/** What each event of a record has. */
interface Common {
  /** Its number in the record, from 1. */
  readonly number: number;
  /** In milliseconds, of a clock that only has to be the same for all events. */
  readonly at: number | undefined;
}

/** What each event of an operation has. */
interface OfOperation extends Common {
  readonly of: RecordedKind;
  readonly id: string;
  readonly parent: string | undefined;
  readonly name: string | undefined;
  readonly subtype: string | undefined;
}

export interface OperationStarted extends OfOperation {
  readonly kind: "operation-started";
  /** How long a wait takes, or a callback may. */
  readonly seconds: number | undefined;
}

export interface OperationEnded extends OfOperation {
  readonly kind: "operation-ended";
  readonly status: RecordedEnd;
  /** Of a step: the number of the attempt that ended. */
  readonly attempt: number | undefined;
  /** Whether another attempt follows, and after how many seconds; undefined if it is not told. */
  readonly retry: "none" | number | undefined;
  /** As it was recorded, if it succeeded. */
  readonly result: string | undefined;
}

export interface InvocationCompleted extends Common {
  readonly kind: "invocation-completed";
  /** Whether it ended with an error; undefined if that is not told. */
  readonly failed: boolean | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
}

export interface ExecutionStarted extends Common {
  readonly kind: "execution-started";
}

export interface ExecutionEnded extends Common {
  readonly kind: "execution-ended";
  readonly status: RecordedEnd;
}

export type RecordedEvent =
  | ExecutionStarted
  | OperationStarted
  | OperationEnded
  | InvocationCompleted
  | ExecutionEnded;

export type RecordedHistory = readonly RecordedEvent[];
