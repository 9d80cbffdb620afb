/** What is known of an execution from a record of it: the log, and what an invocation may be doing. */
import type { OperationStarted, RecordedEnd, RecordedKind } from "./event.ts";

export interface RecordedState {
  /** Of the event before; undefined as long as no time was told. */
  readonly now: number | undefined;
  readonly execution: "before" | "running" | "ended";
  /**
   * `live`: an invocation runs. `suspended`: none does, and the execution waits for something.
   * `finished`: its answer was the last, and the execution ends. `waiting-to-start`: the service
   * owes an invocation, whose start no record shows.
   */
  readonly invocation: "live" | "suspended" | "finished" | "waiting-to-start";
  /** Whether a timer or somebody outside has ended something since the invocation began. */
  readonly news: boolean;
  readonly operations: ReadonlyMap<string, RecordedOperation>;
}

export interface RecordedOperation {
  readonly of: RecordedKind;
  readonly subtype: string | undefined;
  readonly name: string | undefined;
  readonly parent: string | undefined;
  /** `PENDING`: another attempt follows. */
  readonly status: "STARTED" | "PENDING" | RecordedEnd;
  /** The number of the attempt that is next or under way, from 1. */
  readonly attempt: number;
  /** When a wait or a delay is over; undefined if that is not told. */
  readonly dueAt: number | undefined;
}

export const BEFORE: RecordedState = {
  now: undefined,
  execution: "before",
  invocation: "waiting-to-start",
  news: false,
  operations: new Map(),
};

export function isOpen({ status }: RecordedOperation): boolean {
  return status === "STARTED" || status === "PENDING";
}

/** Whether something is left that will wake the execution: a timer, a retry, somebody outside. */
export function hasPending({ operations }: RecordedState): boolean {
  return [...operations.values()].some(({ of, status }) => {
    if (status === "PENDING") return true;
    return status === "STARTED" && (of === "wait" || of === "callback" || of === "invoke");
  });
}

export function withOperation(
  state: RecordedState,
  id: string,
  operation: RecordedOperation,
): RecordedState {
  return { ...state, operations: new Map(state.operations).set(id, operation) };
}

/** An operation as its START records it. */
export function started({
  of,
  subtype,
  name,
  parent,
  at,
  seconds,
}: OperationStarted): RecordedOperation {
  const isTimed = of === "wait" && at !== undefined && seconds !== undefined;
  const dueAt = isTimed ? at + seconds * 1_000 : undefined;
  return { of, subtype, name, parent, status: "STARTED", attempt: 1, dueAt };
}

/** States of the same key can't be told apart by what follows. */
export function keyOf({ now, execution, invocation, news, operations }: RecordedState): string {
  const log = [...operations].map(([id, { status, attempt, dueAt }]) => [
    id,
    status,
    attempt,
    dueAt ?? null,
  ]);
  return JSON.stringify([now ?? null, execution, invocation, news, log]);
}
