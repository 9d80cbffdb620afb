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

/** Walks through the faults of a schedule as calls are made, counting how often each has been. */
export class FaultCursor {
  private readonly made = new Map<string, number>();
  private readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[] = []) {
    this.faults = faults;
  }

  /** The fault of a checkpoint call with these updates; of several, the first in the schedule. */
  ofCheckpoint(updates: readonly Update[]): Fault | undefined {
    return this.faults.length === 0 ? undefined : this.strikes(callsOf(updates));
  }

  /** The fault of a call for a page of the log. */
  ofPage(): Fault | undefined {
    return this.strikes(["page"]);
  }

  private strikes(keys: readonly string[]): Fault | undefined {
    for (const key of keys) this.made.set(key, (this.made.get(key) ?? 0) + 1);
    return this.faults.find((fault) => {
      const key = callKey(fault);
      return keys.includes(key) && this.made.get(key) === fault.occurrence;
    });
  }
}

/** Walks through a schedule as events happen, counting how often each point has been reached. */
export class ScheduleCursor {
  private readonly reached = new Map<string, number>();
  private readonly struck = new Set<Interruption>();
  private readonly byPoint = new Map<string, Interruption[]>();

  constructor(interruptions: readonly Interruption[]) {
    for (const interruption of interruptions) {
      const key = pointKey(interruption);
      this.byPoint.set(key, [...(this.byPoint.get(key) ?? []), interruption]);
    }
  }

  /** The interruption of the schedule that strikes after this event, if one does. */
  strike(event: Event): Interruption | undefined {
    if (this.byPoint.size === 0) return undefined;
    let strike: Interruption | undefined;
    for (const point of pointsOf(event)) {
      const key = pointKey(point);
      const count = (this.reached.get(key) ?? 0) + 1;
      this.reached.set(key, count);
      for (const interruption of this.byPoint.get(key) ?? []) {
        if (interruption.occurrence !== count) continue;
        this.struck.add(interruption);
        strike ??= interruption;
      }
    }
    return strike;
  }

  /** The interruptions that were never reached. */
  missed(interruptions: readonly Interruption[]): readonly Interruption[] {
    return interruptions.filter((interruption) => !this.struck.has(interruption));
  }
}
