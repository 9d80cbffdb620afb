/** The history of one run as it grows, and the schedule that strikes as it does. */
import type { Case } from "../../model/case.ts";
import type { Event } from "../../model/history.ts";
import { ScheduleCursor } from "../../model/points.ts";
import type { Arrival, Interruption } from "../../model/schedule.ts";
import type { Report } from "../interpreter.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";

export class Recorder {
  readonly history: Event[] = [];
  /** What survived each event, where somebody asked for it. */
  readonly durable: string[] = [];
  /** Tells what an invocation would find that is started now; absent where nobody asks. */
  snapshot: (() => string) | undefined;
  private readonly clock: VirtualClock;
  /**
   * Lets outside parties act at once; set by whoever knows them. Not a function: V8 keeps one that
   * is assigned to a property, and all that it knows, until the next full collection.
   */
  parties: { arrive(names: readonly string[]): void } | undefined;
  private readonly cursor: ScheduleCursor;
  private readonly arrivals: ScheduleCursor<Arrival>;
  private readonly arriving: string[] = [];

  constructor(clock: VirtualClock, { schedule }: Case) {
    this.clock = clock;
    this.cursor = new ScheduleCursor(schedule.interruptions);
    this.arrivals = new ScheduleCursor(schedule.arrivals ?? []);
  }

  /**
   * Adds the event at the current time; gives the interruption that strikes right after it, which
   * is then in the history too.
   */
  record(report: Report): Interruption | undefined {
    const event = { kind: report.kind, at: this.clock.now, ...(report as object) } as Event;
    this.history.push(event);
    if (this.snapshot !== undefined) this.durable.push(this.snapshot());
    const strike = this.cursor.strike(event);
    for (const { ends } of this.arrivals.strikes(event)) this.arriving.push(ends);
    if (strike !== undefined) {
      this.record({ kind: "interrupted", why: "scheduled" });
    } else if (this.arriving.length > 0) {
      // Right after the event, but where an interruption is to follow it after that.
      this.parties?.arrive(this.arriving.splice(0));
    }
    return strike;
  }
}
