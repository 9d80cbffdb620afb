/** What happens without the engine as time moves: timers fire, and outside parties act. */
import type { Service } from "../backend/service.ts";
import { EPOCH } from "../interrupt/globals.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";
import type { Outside } from "./outside.ts";
import type { Recorder } from "./recorder.ts";
import { nameOf } from "./transport.ts";

export class Elsewhere {
  private readonly clock: VirtualClock;
  private readonly service: Service;
  private readonly outside: Outside;
  private readonly recorder: Recorder;

  constructor(clock: VirtualClock, service: Service, outside: Outside, recorder: Recorder) {
    this.clock = clock;
    this.service = service;
    this.outside = outside;
    this.recorder = recorder;
  }

  /** When something next happens, in virtual milliseconds; undefined if nothing is to come. */
  next(): number | undefined {
    const timer = this.service.nextTimer();
    const party = this.outside.next();
    if (timer === undefined) return party;
    return Math.min(timer - EPOCH, party ?? Number.POSITIVE_INFINITY);
  }

  /** Outside parties act now, whatever the time: an edge of the schedule has come. */
  arrive(names: readonly string[]): void {
    for (const act of this.outside.hasten(this.service, names)) this.recorder.record(act);
  }

  /** Moves time to `until`, stopping at each timer and each outside party on the way. */
  advance(until: number): void {
    for (;;) {
      const next = this.next();
      if (next === undefined || next > until) break;
      this.clock.now = Math.max(this.clock.now, next);
      for (const fired of this.service.fireTimers()) {
        const operation = nameOf(fired, NO_NAMES, this.service);
        if (fired.Type === "CALLBACK") {
          this.outside.forget(fired.Id);
          this.recorder.record({ kind: "outside-ended", operation, status: "TIMED_OUT" });
        } else {
          this.recorder.record({ kind: "timer-fired", operation });
        }
      }
      for (const act of this.outside.act(this.service, this.clock.now)) this.recorder.record(act);
    }
    this.clock.now = until;
  }
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();
