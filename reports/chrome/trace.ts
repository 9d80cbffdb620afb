/**
 * A history as Chrome trace JSON, which Perfetto (ui.perfetto.dev) and about://tracing open: a track
 * for the handler, for each operation and for the log. Time in it is logical, a millisecond an event:
 * most events of a history happen at the same virtual instant. The virtual time is in the arguments.
 */
import { type Column, type EventColumn, type Observed, timelineOf } from "../timeline.ts";

const PROCESS = 1;
/** Microseconds on the trace for each event. */
const EVENT = 1_000;
const INVOCATIONS = 0;

type TraceEvent = Readonly<Record<string, unknown>>;

export function renderTrace(observed: Observed): string {
  const { lanes, columns } = timelineOf(observed);
  const threads = new Map(lanes.map(({ name }, index) => [name, index + 1]));
  const names = [
    { ...base("M", "process_name", 0, INVOCATIONS), args: { name: "durable execution" } },
    ...[["invocations", INVOCATIONS] as const, ...threads].flatMap(([name, thread]) => [
      { ...base("M", "thread_name", 0, thread), args: { name } },
      { ...base("M", "thread_sort_index", 0, thread), args: { sort_index: thread } },
    ]),
  ];
  const traceEvents = [
    ...names,
    ...invocations(columns),
    ...columns.map((column) => traced(column, threads)),
  ];
  return `${JSON.stringify({ displayTimeUnit: "ms", traceEvents }, null, 1)}\n`;
}

function base(phase: string, name: string, op: number, thread: number): TraceEvent {
  return { ph: phase, name, cat: "durable", ts: op * EVENT, pid: PROCESS, tid: thread };
}

function traced(column: Column, threads: ReadonlyMap<string, number>): TraceEvent {
  const { op, words, at } = column;
  const args = { op, virtualMilliseconds: at, about: words.subject, detail: words.detail };
  if (column.kind === "cut") return { ...base("i", column.label, op, INVOCATIONS), s: "g", args };
  const event = base("X", column.label, op, threads.get(column.lane) ?? INVOCATIONS);
  return { ...event, dur: EVENT, args: { ...args, ...marks(column) } };
}

function marks({ replayed, instead }: EventColumn): Readonly<Record<string, unknown>> {
  return {
    ...(replayed ? { replayed } : {}),
    ...(instead === undefined ? {} : { firstDivergence: true, model: instead.label }),
  };
}

function invocations(columns: readonly Column[]): readonly TraceEvent[] {
  const starts = columns.filter((column) => column.kind === "event" && column.starts !== undefined);
  return starts.map((column, index) => {
    const next = starts[index + 1];
    const end = next === undefined ? (columns.at(-1)?.op ?? column.op) + 1 : next.op;
    const name = column.kind === "event" ? `invocation ${column.starts}` : "";
    return {
      ...base("X", name, column.op, INVOCATIONS),
      dur: (end - column.op) * EVENT,
      args: { virtualMilliseconds: column.at },
    };
  });
}
