/**
 * The state of a service as rows of a table, and back. Each row has a kind, a position among its
 * kind, a value as JSON, and a checksum of the three: SQLite itself has none.
 *
 * Dates are written as milliseconds since 1970, and what is infinite as `null`.
 */
import { crc32 } from "node:zlib";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import type { CallbackClock } from "../callback-clock.ts";
import type { ServiceState } from "../restorable.ts";
import type { WireOperation } from "../wire.ts";

export type Kind =
  | "execution"
  | "operation"
  | "change"
  | "timers"
  | "clocks"
  | "markers"
  | "counters"
  | "end";

export interface Row {
  readonly kind: Kind;
  readonly position: number;
  readonly value: string;
  readonly checksum: number;
}

/** Which execution it is that a file is of. */
export interface ExecutionOf {
  readonly arn: string;
  readonly input: string;
}

export function toRow(kind: Kind, position: number, value: unknown): Row {
  const text = JSON.stringify(value);
  return { kind, position, value: text, checksum: checksumOf(kind, position, text) };
}

export function checksumOf(kind: string, position: number, value: string): number {
  return crc32(`${kind} ${position} ${value}`);
}

/** An operation as it is written. */
export function writeOperation(entry: WireOperation): unknown {
  return mapDates(entry, (date) => date.getTime());
}

export function writeClocks(clocks: ServiceState["callbackClocks"]): unknown {
  return clocks.map(([id, { timeoutAt, heartbeatAt, heartbeatMilliseconds }]) => {
    return [id, ...[timeoutAt, heartbeatAt, heartbeatMilliseconds].map(finite)];
  });
}

/**
 * The state that rows tell of; `date` makes its dates.
 * @throws Error that says what is wrong with them.
 */
export function readRows(
  rows: readonly Row[],
  date: (milliseconds: number) => Date,
): { readonly execution: ExecutionOf; readonly state: ServiceState } {
  for (const { kind, position, value, checksum } of rows) {
    if (checksumOf(kind, position, value) === checksum) continue;
    throw new Error(`a row ${kind} ${position} that is not as it was written`);
  }
  const one = <Value>(kind: Kind, schema: Schema.Codec<Value>): Value => {
    const values = list(rows, kind, schema);
    if (values.length === 1) return values[0] as Value;
    throw new Error(`${values.length} rows ${kind} where one belongs`);
  };
  const operations = list(rows, "operation", StoredOperation).map(
    (entry) => mapDates(entry, (at) => date(at as unknown as number)) as unknown as WireOperation,
  );
  const state: ServiceState = {
    operations,
    changes: list(rows, "change", Schema.String),
    timers: one("timers", Schema.Array(Schema.Tuple([Schema.String, Schema.Number]))),
    callbackClocks: one("clocks", Schema.Array(StoredClock)).map(readClock),
    markers: one("markers", Schema.Array(Schema.String)),
    counters: one("counters", StoredCounters),
    end: one("end", Schema.NullOr(StoredEnd)),
  };
  checkReferences(state);
  return { execution: one("execution", StoredExecution), state };
}

/** The values of a kind, by their positions, of which none may be missing. */
function list<Value>(
  rows: readonly Row[],
  kind: Kind,
  schema: Schema.Codec<Value>,
): readonly Value[] {
  const own = rows.filter((row) => row.kind === kind);
  return own.map(({ position, value }, index) => {
    if (position !== index) throw new Error(`no row ${kind} ${index}`);
    const written: unknown = JSON.parse(value);
    const result = Schema.decodeUnknownResult(schema)(written, { onExcessProperty: "error" });
    // As it was written, its keys in their order.
    if (Result.isSuccess(result)) return written as Value;
    throw new Error(`a row ${kind} ${position} that is none`);
  });
}

/** What is named has to be there. */
function checkReferences({ operations, changes, timers, callbackClocks }: ServiceState): void {
  const ids = new Set(operations.map(({ Id }) => Id));
  const named = [...changes, ...timers.map(([id]) => id), ...callbackClocks.map(([id]) => id)];
  const unknown = named.find((id) => !ids.has(id));
  if (unknown !== undefined)
    throw new Error(`something about an operation ${unknown} that is not there`);
  if (ids.size !== operations.length) throw new Error("two operations of the same id");
}

const Timestamps = {
  StartTimestamp: Schema.optionalKey(Schema.Number),
  EndTimestamp: Schema.optionalKey(Schema.Number),
};

/** What the service goes by; the rest is the engine's, and comes back as it was sent. */
const StoredOperation = Schema.Struct({
  Id: Schema.String,
  ParentId: Schema.optionalKey(Schema.String),
  Name: Schema.optionalKey(Schema.Unknown),
  Type: Schema.Literals(["EXECUTION", "STEP", "WAIT", "CONTEXT", "CALLBACK", "CHAINED_INVOKE"]),
  SubType: Schema.optionalKey(Schema.Unknown),
  Status: Schema.Literals([
    "STARTED",
    "PENDING",
    "READY",
    "SUCCEEDED",
    "FAILED",
    "TIMED_OUT",
    "STOPPED",
    "CANCELLED",
  ]),
  ...Timestamps,
  ExecutionDetails: Schema.optionalKey(Schema.Unknown),
  StepDetails: Schema.optionalKey(Schema.Unknown),
  WaitDetails: Schema.optionalKey(Schema.Unknown),
  ContextDetails: Schema.optionalKey(Schema.Unknown),
  CallbackDetails: Schema.optionalKey(Schema.Unknown),
  ChainedInvokeDetails: Schema.optionalKey(Schema.Unknown),
});

const StoredExecution = Schema.Struct({ arn: Schema.String, input: Schema.String });

const StoredCounters = Schema.Struct({
  sentVersion: Schema.Int,
  tokens: Schema.Int,
  token: Schema.String,
});

const text = Schema.optionalKey(Schema.String);
const StoredEnd = Schema.Struct({
  by: Schema.Literals(["update", "answer"]),
  Status: Schema.Literals(["SUCCEEDED", "FAILED"]),
  Result: text,
  Error: Schema.optionalKey(
    Schema.Struct({
      ErrorType: text,
      ErrorMessage: text,
      ErrorData: text,
      StackTrace: Schema.optionalKey(Schema.Array(Schema.String)),
    }),
  ),
});

const time = Schema.NullOr(Schema.Number);
const StoredClock = Schema.Tuple([Schema.String, time, time, time]);

function readClock([id, ...times]: typeof StoredClock.Type): readonly [string, CallbackClock] {
  const [timeoutAt, heartbeatAt, heartbeatMilliseconds] = times.map(
    (each) => each ?? Number.POSITIVE_INFINITY,
  ) as [number, number, number];
  return [id, { timeoutAt, heartbeatAt, heartbeatMilliseconds }];
}

function finite(time: number): number | null {
  return time === Number.POSITIVE_INFINITY ? null : time;
}

/** The entry with its dates, which are where the service puts them, turned into something else. */
function mapDates(entry: object, turn: (date: Date) => unknown): Record<string, unknown> {
  const turned: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(entry)) {
    if (key.endsWith("Timestamp") && value !== undefined) turned[key] = turn(value as Date);
    else if (key === "StepDetails" || key === "WaitDetails") turned[key] = mapDates(value, turn);
    else turned[key] = value;
  }
  return turned;
}
