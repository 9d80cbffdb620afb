/**
 * The fence around one invocation: while it is up, what the invocation does is recorded; once it is
 * down, because of an interruption or because the invocation has answered, nothing of it reaches
 * the service, the ledger or the history. What it still tries is counted.
 *
 * One that has answered leaves a process that lives on. What is left of the handler there may go on
 * for a while, out of reach of everything: which bodies it starts then is kept.
 */
import type { Interruption } from "../../model/schedule.ts";
import type { Transport } from "../engine.ts";
import type { Report, Reporter } from "../interpreter.ts";
import type { RandomSequence } from "../interrupt/globals.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";
import { pictureOf } from "./given-input.ts";
import type { World } from "./world.ts";

/**
 * A promise that never settles: the invocation is gone, and nobody is left to hear. Each time a new
 * one: whoever waits for it is held by it, and has to be let go with it.
 */
function never(): Promise<never> {
  return new Promise(() => {});
}

/** The start of a body after the end of its invocation; `at` in virtual milliseconds. */
export interface LateBody {
  readonly operation: string;
  readonly at: number;
}

export class Fence implements Reporter {
  /** What the schedule has interrupted it with. */
  struck: Interruption | undefined;
  /** How often the invocation has tried to act after its end. */
  leftovers = 0;
  /** The bodies that were started since it has answered. */
  readonly late: LateBody[] = [];
  private readonly clock: VirtualClock;
  /**
   * Gone once the invocation is over. Engines hold on to what they were given for long after that,
   * the SDK's loggers until the next full collection of garbage: they must not hold the run by it.
   */
  private world: Pick<World, "recorder" | "runs" | "outside"> | undefined;
  private transport: Transport | undefined;
  private readonly owner: number;
  private readonly random: RandomSequence;
  private ended: number | undefined;
  /** Whether what is left of it goes on, where nobody hears of it. */
  private goesOn = false;

  constructor(
    clock: VirtualClock,
    world: Pick<World, "recorder" | "runs" | "outside">,
    owner: number,
    random: RandomSequence,
  ) {
    this.clock = clock;
    this.world = world;
    this.owner = owner;
    this.random = random;
  }

  /** Whether the invocation is still live. */
  get up(): boolean {
    return this.world !== undefined;
  }

  /** How far the random numbers had come when the invocation ended. */
  get randomState(): number {
    return this.ended ?? this.random.state;
  }

  report(report: Report): Promise<never> | undefined {
    if (this.world === undefined) return this.goesOn ? this.keep(report) : this.refuse();
    this.struck = this.world.recorder.record(report);
    if (this.struck === undefined) return undefined;
    this.close();
    return never();
  }

  handOut(operation: string, id: string): void {
    if (this.world === undefined || this.world.outside.reaches(operation, id)) return;
    // An engine may give anything, or nothing.
    const found = typeof id === "string" ? id : pictureOf(id);
    this.report({ kind: "asked-otherwise", operation, what: "callback-id", found });
  }

  nextRun(operation: string): number {
    return this.world?.runs.next(operation) ?? 0;
  }

  sleep(milliseconds: number): Promise<void> {
    if (!this.up && !this.goesOn) return this.refuse();
    return new Promise((resolve) => {
      this.clock.after(milliseconds, resolve, this.owner);
    });
  }

  /** The transport as the engine is given it: it leads nowhere once the invocation is over. */
  around(transport: Transport): Transport {
    this.transport = transport;
    return {
      checkpoint: (request) => this.transport?.checkpoint(request) ?? this.refuse(),
      getExecutionState: (request) => this.transport?.getExecutionState(request) ?? this.refuse(),
    };
  }

  /** Something was tried after the end: counted, and never answered. */
  refuse(): Promise<never> {
    this.leftovers += 1;
    return never();
  }

  /** The invocation has answered, or thrown: it is out of the world, and what is left of it may go on. */
  answered(): void {
    this.leave();
    this.goesOn = true;
  }

  /** Takes the invocation out of the world: its tasks are dropped, its actions refused. */
  close(): void {
    this.leave();
    this.goesOn = false;
    this.clock.drop(this.owner);
  }

  private leave(): void {
    this.world = undefined;
    this.transport = undefined;
    this.ended ??= this.random.state;
  }

  private keep(report: Report): undefined {
    if (report.kind !== "body-entered") return;
    this.late.push({ operation: report.operation, at: this.clock.now });
  }
}
