/**
 * Whether two engines did the same in a case, up to what the model leaves open: how updates are put
 * together into calls, the jitter of delays, in which order concurrent operations come, how far an
 * invocation got before it was struck.
 *
 * Two right runs are held against each other only where nothing of that can show: as a whole where
 * nothing interrupts (each operation by itself), and by what they came to where something does.
 * Where one run is right and the other is wrong, or both are wrong in different ways, they differ.
 */
import type { Case } from "../model/case.ts";
import type { Event, History } from "../model/history.ts";
import { layFlat } from "../model/program.ts";
import { isComparable } from "./comparable.ts";
import { isOver, sumUp } from "./crash-free-run-allows-it.ts";
import type { Failure } from "./signature.ts";

/** What one engine did in a case, and what that broke. */
export interface Done {
  readonly history: History;
  readonly failure: Failure | undefined;
}

/**
 * `outcome`: user code, or the caller, got something else. `effects`: a body ran more or less often.
 * `order`: the same happened in another order. `record`: only the log, or its calls, tell them apart.
 */
export type DifferenceKind = "outcome" | "effects" | "order" | "record";

export interface Difference {
  readonly kind: DifferenceKind;
  /** Equal for what is the same difference: what each of them breaks, or what differs if nothing. */
  readonly signature: string;
  /** The indices in the two histories of the first events that user code could tell apart. */
  readonly left: number;
  readonly right: number;
}

/** Undefined where they did the same, or differ only in what is left open. */
export function differenceBetween(case_: Case, left: Done, right: Done): Difference | undefined {
  const [ours, theirs] = [left, right].map(({ failure }) => failure?.signature);
  if (ours !== theirs) {
    const first = firstDifference(left.history, right.history);
    const signature = `${ours ?? "right"} | ${theirs ?? "right"}`;
    return { kind: first?.kind ?? "record", signature, ...placesOf(first, left, right) };
  }
  if (ours !== undefined || !isFixed(case_, left.history, right.history)) return undefined;
  const struck = isStruck(left.history) || isStruck(right.history);
  const first = (struck ? differentEnd : differentOperation)(case_, left.history, right.history);
  if (first === undefined) return undefined;
  const about = left.history[first.left ?? -1] ?? right.history[first.right ?? -1];
  const signature = `${[first.kind, kindOfOperation(case_, about)].join("/")} | both right`;
  return { kind: first.kind, signature, ...placesOf(first, left, right) };
}

/** Whether nothing is left open: whatever the timing, and both came to an end before time was up. */
function isFixed({ workflow }: Case, left: History, right: History): boolean {
  return isComparable(workflow) && isOver(left) && isOver(right);
}

function kindOfOperation({ workflow }: Case, event: Event | undefined): string {
  if (event === undefined || !("operation" in event)) return "execution";
  const { nodes, indexOf } = layFlat(workflow);
  return nodes[indexOf.get(event.operation) ?? -1]?.kind ?? "execution";
}

interface First {
  readonly kind: DifferenceKind;
  readonly left?: number;
  readonly right?: number;
}

/** Where only the log tells them apart: the first events that break something, or else the last. */
function placesOf(first: First | undefined, left: Done, right: Done) {
  return {
    left: first?.left ?? left.failure?.broken.at ?? left.history.length - 1,
    right: first?.right ?? right.failure?.broken.at ?? right.history.length - 1,
  };
}

function isStruck(history: History): boolean {
  return history.some(({ kind }) => kind === "interrupted");
}

/** What user code sees, or the caller. */
const VISIBLE = new Set<Event["kind"]>([
  "operation-called",
  "body-entered",
  "body-finished",
  "strategy-asked",
  "operation-resolved",
  "handler-finished",
  "execution-ended",
  "error-escaped",
  "input-differs",
  "asked-otherwise",
  "livelocked",
]);

interface Seen {
  readonly event: Event;
  readonly index: number;
  /** Equal for events that user code can't tell apart. */
  readonly key: string;
}

function visibleIn(history: History): readonly Seen[] {
  return history.flatMap((event, index) => {
    if (!VISIBLE.has(event.kind)) return [];
    // Not every engine tells the body its attempt; and time is not what is compared.
    const { at: _, attempt: __, ...told } = event as Event & { readonly attempt?: number };
    return [{ event, index, key: JSON.stringify(told) }];
  });
}

function firstDifference(left: History, right: History): First | undefined {
  return firstAmong(visibleIn(left), visibleIn(right));
}

function firstAmong(left: readonly Seen[], right: readonly Seen[]): First | undefined {
  const length = Math.max(left.length, right.length);
  for (let place = 0; place < length; place += 1) {
    const [ours, theirs] = [left[place], right[place]];
    if (ours?.key === theirs?.key) continue;
    return { kind: kindOf(ours, theirs, left, right), ...indexes(ours, theirs) };
  }
  return undefined;
}

function indexes(left: Seen | undefined, right: Seen | undefined) {
  return {
    ...(left === undefined ? {} : { left: left.index }),
    ...(right === undefined ? {} : { right: right.index }),
  };
}

function kindOf(
  ours: Seen | undefined,
  theirs: Seen | undefined,
  left: readonly Seen[],
  right: readonly Seen[],
): DifferenceKind {
  if (ours !== undefined && theirs !== undefined) {
    if (aboutOf(ours.event) === aboutOf(theirs.event)) return "outcome";
    const keys = (list: readonly Seen[]) => JSON.stringify(list.map(({ key }) => key).toSorted());
    if (keys(left) === keys(right)) return "order";
  }
  const starts = (list: readonly Seen[]) =>
    list.filter(({ event }) => event.kind === "body-entered").length;
  return starts(left) === starts(right) ? "outcome" : "effects";
}

/** What happened to what, without how it went. */
function aboutOf(event: Event): string {
  return "operation" in event ? `${event.kind} ${event.operation}` : event.kind;
}

/** Operations that run beside each other come in any order; each by itself does not. */
function differentOperation(_: Case, left: History, right: History): First | undefined {
  const [ours, theirs] = [visibleIn(left), visibleIn(right)].map(byOperation);
  for (const name of new Set([
    ...(ours as Map<string, Seen[]>).keys(),
    ...(theirs as Map<string, Seen[]>).keys(),
  ])) {
    const found = firstAmong(ours?.get(name) ?? [], theirs?.get(name) ?? []);
    if (found !== undefined) return found;
  }
  return undefined;
}

function byOperation(seen: readonly Seen[]): Map<string, Seen[]> {
  const groups = new Map<string, Seen[]>();
  for (const each of seen) {
    const name = "operation" in each.event ? each.event.operation : "";
    groups.set(name, [...(groups.get(name) ?? []), each]);
  }
  return groups;
}

/** What both came to, however often they were struck on the way. */
function differentEnd({ workflow }: Case, left: History, right: History): First | undefined {
  const [ours, theirs] = [sumUp(left, workflow), sumUp(right, workflow)];
  if (ours.outcome !== theirs.outcome) {
    return { kind: "outcome", left: handlerEndIn(left), right: handlerEndIn(right) };
  }
  if (JSON.stringify([...ours.ran].toSorted()) !== JSON.stringify([...theirs.ran].toSorted())) {
    return { kind: "effects" };
  }
  const records = ({ records }: typeof ours) => JSON.stringify([...records].toSorted());
  return records(ours) === records(theirs) ? undefined : { kind: "record" };
}

function handlerEndIn(history: History): number {
  return history.findLastIndex(({ kind }) => kind === "handler-finished");
}
