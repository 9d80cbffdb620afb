/**
 * The fence around one invocation: while it is up, what the invocation does is recorded; once it is
 * down, because of an interruption or because the invocation has answered, nothing of it reaches
 * the service, the ledger or the history. What it still tries is counted.
 */
import type { Interruption } from "../../model/schedule.ts";
import type { Report, Reporter } from "../interpreter.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";
import type { Recorder } from "./recorder.ts";

/**
 * A promise that never settles: the invocation is gone, and nobody is left to hear. Each time a new
 * one: whoever waits for it is held by it, and has to be let go with it.
 */
function never(): Promise<never> {
  return new Promise(() => {});
}

export class Fence implements Reporter {
  /** Whether the invocation is still live. */
  up = true;
  /** What the schedule has interrupted it with. */
  struck: Interruption | undefined;
  /** How often the invocation has tried to act after its end. */
  leftovers = 0;
  private readonly clock: VirtualClock;
  private readonly recorder: Recorder;
  private readonly runs: Map<string, number>;
  private readonly owner: number;

  constructor(clock: VirtualClock, recorder: Recorder, runs: Map<string, number>, owner: number) {
    this.clock = clock;
    this.recorder = recorder;
    this.runs = runs;
    this.owner = owner;
  }

  report(report: Report): Promise<never> | undefined {
    if (!this.up) return this.refuse();
    this.struck = this.recorder.record(report);
    if (this.struck === undefined) return undefined;
    this.recorder.record({ kind: "interrupted", why: "scheduled" });
    this.close();
    return never();
  }

  nextRun(operation: string): number {
    if (!this.up) return 0;
    const run = (this.runs.get(operation) ?? 0) + 1;
    this.runs.set(operation, run);
    return run;
  }

  sleep(milliseconds: number): Promise<void> {
    if (!this.up) return this.refuse();
    return new Promise((resolve) => {
      this.clock.after(milliseconds, resolve, this.owner);
    });
  }

  /** Something was tried after the end: counted, and never answered. */
  refuse(): Promise<never> {
    this.leftovers += 1;
    return never();
  }

  /** Takes the invocation out of the world: its tasks are dropped, its actions refused. */
  close(): void {
    this.up = false;
    this.clock.drop(this.owner);
  }
}
