/** Which edges of a schedule an event is, and whether a schedule strikes there. */
import type { Event, Update } from "./history.ts";
import type { Edge, Fault, Interruption } from "./schedule.ts";

/** A place where an interruption can strike: an interruption without its occurrence. */
export interface Point {
  readonly edge: Edge;
  readonly operation?: string;
  readonly action?: string;
}

/** The points that an event reaches, in order: several for a checkpoint call of several updates. */
export function pointsOf(event: Event): readonly Point[] {
  switch (event.kind) {
    case "invocation-started":
    case "invocation-answered":
      return [{ edge: event.kind }];
    case "operation-called":
    case "body-entered":
    case "body-finished":
    case "operation-resolved":
      return [{ edge: event.kind, operation: event.operation }];
    case "checkpoint-requested":
    case "checkpoint-recorded":
    case "checkpoint-replied":
      return event.updates.map(({ operation, action }) => ({
        edge: event.kind,
        operation,
        action,
      }));
    default:
      return [];
  }
}

/** A point as one string, to count by. */
export function pointKey(point: Point): string {
  return `${point.edge} ${point.operation ?? ""} ${point.action ?? ""}`;
}

/** What a checkpoint call is to a fault: one thing for each of its updates. */
function callsOf(updates: readonly Update[]): readonly string[] {
  if (updates.length === 0) return ["poll"];
  return updates.map(({ operation, action, type }) =>
    type === "EXECUTION" ? "result" : `${operation} ${action}`,
  );
}

/** The call that a fault sits on, as one string, to count by. */
function callKey(fault: Fault): string {
  return "call" in fault ? fault.call : `${fault.operation} ${fault.action}`;
}

type PageFault = Extract<Fault, { readonly call: "page" }>;
export type CheckpointFault = Exclude<Fault, PageFault>;

/** Walks through the faults of a schedule as calls are made, counting how often each has been. */
export class FaultCursor {
  private readonly made = new Map<string, number>();
  private readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[] = []) {
    this.faults = faults;
  }

  /** The fault of a checkpoint call with these updates; of several, the first in the schedule. */
  ofCheckpoint(updates: readonly Update[]): CheckpointFault | undefined {
    if (this.faults.length === 0) return undefined;
    return this.strikes(callsOf(updates)) as CheckpointFault | undefined;
  }

  /** The fault of a call for a page of the log. */
  ofPage(): PageFault | undefined {
    return this.strikes(["page"]) as PageFault | undefined;
  }

  private strikes(keys: readonly string[]): Fault | undefined {
    for (const key of keys) this.made.set(key, (this.made.get(key) ?? 0) + 1);
    return this.faults.find((fault) => {
      const key = callKey(fault);
      return keys.includes(key) && this.made.get(key) === fault.occurrence;
    });
  }
}

const NONE: readonly never[] = [];

/** Walks through a schedule as events happen, counting how often each point has been reached. */
export class ScheduleCursor<Entry extends Point & { readonly occurrence: number } = Interruption> {
  private readonly reached = new Map<string, number>();
  private readonly struck = new Set<Entry>();
  private readonly byPoint = new Map<string, Entry[]>();

  constructor(entries: readonly Entry[]) {
    for (const entry of entries) {
      const key = pointKey(entry);
      this.byPoint.set(key, [...(this.byPoint.get(key) ?? []), entry]);
    }
  }

  /** The entry of the schedule that strikes after this event, if one does; of several the first. */
  strike(event: Event): Entry | undefined {
    return this.strikes(event)[0];
  }

  /** All entries of the schedule that strike after this event. */
  strikes(event: Event): readonly Entry[] {
    if (this.byPoint.size === 0) return NONE;
    const strikes: Entry[] = [];
    for (const point of pointsOf(event)) {
      const key = pointKey(point);
      const count = (this.reached.get(key) ?? 0) + 1;
      this.reached.set(key, count);
      for (const entry of this.byPoint.get(key) ?? []) {
        if (entry.occurrence !== count) continue;
        this.struck.add(entry);
        strikes.push(entry);
      }
    }
    return strikes;
  }

  /** The entries that were never reached. */
  missed(entries: readonly Entry[]): readonly Entry[] {
    return entries.filter((entry) => !this.struck.has(entry));
  }
}
