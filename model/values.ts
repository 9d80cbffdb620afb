/**
 * The values and errors that user code makes, so that everyone computes the same ones. Results of
 * different runs differ, so it shows which run a result came from.
 */
import type { Outcome } from "./history.ts";
import { viewWith } from "./odd-view.ts";
import { allOperations } from "./operation-names.ts";
import { returned } from "./outcome.ts";
import type { Serdes } from "./serdes.ts";
import { roundTrip, SLOW_MILLISECONDS } from "./serdes-text.ts";
import type {
  BodyRun,
  Callback,
  Operation,
  OutsideEnd,
  Step,
  WaitForCallback,
  WaitForCondition,
  Workflow,
} from "./workflow.ts";

/** What the body does in its `run`-th run, counted from 1. */
export function bodyRun(step: { readonly runs: readonly BodyRun[] }, run: number): BodyRun {
  const index = Math.min(run, step.runs.length) - 1;
  return step.runs[index] as BodyRun;
}

/** The value that the `run`-th run of a body returns, padded with `padding` bytes. */
export function returnedValue(name: string, run: number, padding = 0): string {
  return `${name}#${run}${pad(padding)}`;
}

/** The view of what the `run`-th run of a body returns. */
export function returnedView({ name, padding, gives }: Step, run: number): string | undefined {
  return viewWith(`${returnedValue(name, run)}${padView(padding)}`, gives);
}

/** What the handler is given of an outcome: errors as they are, values written and read again. */
export function readAgain(serdes: Serdes | undefined, outcome: Outcome): Outcome {
  return outcome.kind === "threw" ? outcome : returned(roundTrip(serdes, outcome.value));
}

/** How long all slow serdes of a workflow take at most, one after the other: nobody reports that. */
export function serdesMilliseconds(workflow: Workflow): number {
  let milliseconds = serdesTimes.get(workflow);
  if (milliseconds === undefined) {
    milliseconds = countSlowSerdes(workflow) * 2 * SLOW_MILLISECONDS;
    serdesTimes.set(workflow, milliseconds);
  }
  return milliseconds;
}

/** Asked at many events of a history, and always the same: workflows do not change. */
const serdesTimes = new WeakMap<Workflow, number>();

function countSlowSerdes({ operations }: Workflow): number {
  let slow = 0;
  for (const operation of allOperations(operations)) {
    if ("serdes" in operation && operation.serdes === "slow") slow += 1;
    const items = "itemSerdes" in operation && operation.itemSerdes === "slow";
    if (items) slow += operation.branches.length;
  }
  return slow;
}

/** The message of the error that the `run`-th run of a body throws. */
export function thrownMessage(name: string, run: number): string {
  return `${name}#${run} failed`;
}

/** The error of a strategy that throws. */
export function strategyError(name: string) {
  return { name: "Error", message: `the strategy of ${name} failed` };
}

/** What a strategy that changes its error makes of a message. */
export function mutatedMessage(message: string): string {
  return `${message}, said the strategy`;
}

/** The messages with which the failure of an attempt may be recorded; the first is its own. */
export function recordableMessages({ name, retry }: Step, message: string): readonly string[] {
  if (retry.policy !== "limited") return [message];
  if (retry.manner === "mutates") return [message, mutatedMessage(message)];
  return retry.manner === "throws" ? [message, strategyError(name).message] : [message];
}

/** How many polls a state has seen, whatever serdes or odd value it has been through. */
export function stateCount(state: unknown): number {
  if (typeof state !== "object" || state === null) return Number(state ?? 0);
  if ("received" in state) return stateCount(state.received);
  return "result" in state ? stateCount(state.result) : 0;
}

/** The view of the state that poll number `poll` gives. */
export function stateView({ gives }: WaitForCondition, poll: number): string | undefined {
  return viewWith(poll, gives);
}

/** What an outside party answers: the result of a callback or of an invoked function. */
export function outsideValue(name: string): string {
  return `${name} answered`;
}

/** What an outside party fails with. */
export function outsideError(name: string, does: OutsideEnd["does"]) {
  return { name: "OutsideError", message: `${name} was ended by ${does}` };
}

const STATUSES = {
  succeed: "SUCCEEDED",
  fail: "FAILED",
  "time-out": "TIMED_OUT",
  stop: "STOPPED",
} as const satisfies Record<OutsideEnd["does"], string>;

/** How an operation that somebody outside ends comes to its end. */
export interface OutsideEnding {
  /** After its start. */
  readonly seconds: number;
  readonly status: (typeof STATUSES)[OutsideEnd["does"]];
  readonly error: { readonly name: string; readonly message: string };
}

/**
 * What becomes of a callback or an invoke; undefined if nobody ever ends it. A callback that nobody
 * ends has its timeouts, if it has any; at the same moment, the clock is first.
 */
export function outsideEnd(operation: Operation, name: string): OutsideEnding | undefined {
  if (!("end" in operation)) return undefined;
  const { does } = operation.end;
  const never = does === "time-out" && operation.kind !== "invoke";
  const seconds = never ? Number.POSITIVE_INFINITY : operation.end.seconds;
  const clock = operation.kind === "invoke" ? undefined : clockEnd(operation, seconds);
  if (clock !== undefined) return clock;
  return never ? undefined : { seconds, status: STATUSES[does], error: outsideError(name, does) };
}

/** How the party of a callback or an invoke ends it, whenever it does; undefined if it never does. */
export function partyEnd(operation: Operation): OutsideEnding["status"] | undefined {
  if (!("end" in operation)) return undefined;
  const { does } = operation.end;
  return does === "time-out" && operation.kind !== "invoke" ? undefined : STATUSES[does];
}

/** The error of what has ended so: of the clocks' own, or of the party's, which may come before. */
export function outsideErrorOf(operation: Operation, name: string, status: string) {
  const ending = outsideEnd(operation, name);
  if (ending?.status === status) return ending.error;
  const does = (Object.keys(STATUSES) as OutsideEnd["does"][]).find(
    (each) => STATUSES[each] === status,
  );
  return outsideError(name, does ?? "fail");
}

/** When the clocks of a callback end it, if they do so before its party. */
function clockEnd(
  { timeoutSeconds, heartbeatSeconds, beats = [] }: Callback | WaitForCallback,
  party: number,
): OutsideEnding | undefined {
  const timeout = timeoutSeconds ?? Number.POSITIVE_INFINITY;
  let silent = heartbeatSeconds ?? Number.POSITIVE_INFINITY;
  for (const beat of beats.toSorted((left, right) => left - right)) {
    if (beat < silent) silent = beat + (heartbeatSeconds ?? Number.POSITIVE_INFINITY);
  }
  const seconds = Math.min(timeout, silent);
  if (seconds > party || seconds === Number.POSITIVE_INFINITY) return undefined;
  const message = timeout <= silent ? "Callback timed out" : "Callback timed out on heartbeat";
  return { seconds, status: "TIMED_OUT", error: { name: "CallbackTimeoutError", message } };
}

const PAD = "~";
/** Paddings are megabytes long and of few lengths: each is made once. */
const pads = new Map<number, string>();

export function pad(bytes: number): string {
  let text = pads.get(bytes);
  if (text === undefined) {
    text = PAD.repeat(bytes);
    pads.set(bytes, text);
  }
  return text;
}

/** The view of a padding, in a text that is shortened: what `shorten` makes of it. */
export function padView(bytes = 0): string {
  return bytes < LONG_PAD.length ? pad(bytes) : toldPad(bytes);
}

/** JSON text with its padding told instead of shown: `"charge#1~x300000"`. */
export function shorten(text: string): string {
  let short = "";
  let from = 0;
  for (;;) {
    const start = text.length < LONG_PAD.length ? -1 : text.indexOf(LONG_PAD, from);
    if (start === -1) return from === 0 ? text : short + text.slice(from);
    const end = endOfPad(text, start);
    short += text.slice(from, start) + toldPad(end - start);
    from = end;
  }
}

const LONG_PAD = PAD.repeat(100);

function toldPad(bytes: number): string {
  return `${PAD}x${bytes}`;
}

/** By big steps first: texts are compared hundreds of times as fast as characters are looked at. */
function endOfPad(text: string, start: number): number {
  let end = start;
  for (const step of STEPS) {
    while (text.slice(end, end + step.length) === step) end += step.length;
  }
  return end;
}

const STEPS = [65_536, 4_096, 256, 16, 1].map((length) => PAD.repeat(length));

/** How long a shortened text is in full. */
export function fullLength(text: string): number {
  let length = text.length;
  for (const [told, bytes] of text.matchAll(TOLD_PAD)) length += Number(bytes) - told.length;
  return length;
}

const TOLD_PAD = new RegExp(`${PAD}x(\\d+)`, "g");
