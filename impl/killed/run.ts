/**
 * Runs a case with its handler in a process of its own, which is killed where the schedule strikes:
 * the killed tier. What conducts it is the same as in the simulated one, and so is the history.
 *
 * The process stands still at each event until it is answered. Where something cuts the invocation
 * off at that event, it gets SIGKILL instead of the answer: nothing can happen after that.
 */
import type { Case } from "../../model/case.ts";
import { ServiceError } from "../backend/wire.ts";
import { VirtualClock } from "../interrupt/virtual-clock.ts";
import type { InvocationStart } from "../simulated/invocation.ts";
import type { InvocationEnd } from "../simulated/invocation-end.ts";
import { Conductor, type Host, type Run, type RunOptions } from "../simulated/run.ts";
import type { World } from "../simulated/world.ts";
import { type Died, HandlerChild } from "./handler-child.ts";
import { CALLS, type Call, type FromProcess, type Reply } from "./messages.ts";

/** How many processes stand ready for when one is killed. */
const SPARES = 2;

/** How many processes in a row may die before they have done anything of an invocation. */
const ATTEMPTS = 5;

/** The processes of one engine: one that runs handlers, and some that wait. */
export class HandlerProcesses {
  /** How many have been sent SIGKILL where an invocation was cut off, by what cut it off. */
  readonly kills: Record<string, number> = {};
  private readonly engine: string;
  private readonly spares: number;
  private current: HandlerChild | undefined;
  private readonly waiting: HandlerChild[] = [];
  private closed = false;
  private executions = 0;

  constructor(engine: string, spares = SPARES) {
    this.engine = engine;
    this.spares = spares;
  }

  /** Runs the case to its end. @throws Error if the engine can't be loaded. */
  async run(case_: Case, options: RunOptions = {}): Promise<Omit<Run, "leftovers">> {
    this.executions += 1;
    const clock = new VirtualClock();
    const host = new ChildHost(this, clock, case_.randomness, this.executions);
    const date = (milliseconds: number) => new Date(milliseconds);
    const conductor = new Conductor(case_, host, clock, date, options);
    host.conductor = conductor;
    try {
      return await conductor.run();
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  /** The process that runs the next invocation. @throws Error if the engine can't be loaded. */
  async take(): Promise<HandlerChild> {
    if (this.current === undefined) {
      if (this.closed) throw new Error("The processes have been closed");
      this.current = this.waiting.shift() ?? new HandlerChild(this.engine);
      while (this.waiting.length < this.spares) this.waiting.push(new HandlerChild(this.engine));
    }
    await this.current.load();
    return this.current;
  }

  /** The process that runs is killed: another one takes over. */
  async kill(why: string): Promise<void> {
    this.kills[why] = (this.kills[why] ?? 0) + 1;
    await this.discard();
  }

  async discard(): Promise<void> {
    const { current } = this;
    this.current = undefined;
    await current?.kill();
  }

  /** Ends all of them, and waits until they have ended. */
  async close(): Promise<void> {
    this.closed = true;
    const waiting = this.waiting.splice(0);
    await Promise.all([this.discard(), ...waiting.map((child) => child.kill())]);
  }
}

/** A call has cut the invocation off; says why, and how that ends it. */
interface CutOff {
  readonly why: string;
  readonly cutOff: InvocationEnd;
}

/** Has the invocations of one execution run in a process. */
class ChildHost implements Host {
  /** Set before the first invocation. */
  conductor!: Conductor;
  private readonly processes: HandlerProcesses;
  private readonly clock: VirtualClock;
  private readonly execution: number;
  private random: number;

  constructor(processes: HandlerProcesses, clock: VirtualClock, random: number, execution: number) {
    this.processes = processes;
    this.clock = clock;
    this.random = random;
    this.execution = execution;
  }

  async run(invocation: InvocationStart, world: World): Promise<InvocationEnd> {
    const { child, first } = await this.start(invocation);
    let said: FromProcess | Died = first;
    for (;;) {
      switch (said.kind) {
        case "call": {
          this.follow(said);
          const answered = this.answer(said, world);
          if ("cutOff" in answered) {
            await this.processes.kill(answered.why);
            return answered.cutOff;
          }
          said = await child.ask(answered);
          break;
        }
        case "ended": {
          this.follow(said);
          const { end } = said;
          // Time is up in the middle of its work.
          if (end.kind === "execution-timed-out") await this.processes.kill(end.kind);
          return end;
        }
        case "died":
          return await this.mourn(said.how);
        default:
          throw new Error(`A process that runs handlers said ${said.kind} in an invocation`);
      }
    }
  }

  /**
   * Starts it in a process, and gives what that says first: before it, its engine does nothing. So
   * one that has died without a word was ended by somebody else, and another takes its place.
   * @throws Error if that goes on.
   */
  private async start(invocation: InvocationStart) {
    const { clock, random, execution } = this;
    let how = "";
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const child = await this.processes.take();
      const first = await child.ask({ invocation, execution, now: clock.now, random });
      if (first.kind !== "died") return { child, first };
      ({ how } = first);
      await this.processes.discard();
    }
    throw new Error(`${ATTEMPTS} processes in a row did nothing; the last one ${how}`);
  }

  private follow({ now, random }: Extract<FromProcess, { readonly random: number }>): void {
    this.clock.now = now;
    this.random = random;
  }

  /** The answer to a call, or the end of the invocation if the call has cut it off. */
  private answer(call: Call, world: World): Reply | CutOff {
    const { recorder, elsewhere, service } = this.conductor;
    const events = recorder.history.length;
    const outcome = callOf(world, call);
    const cut = recorder.history.slice(events).find(({ kind }) => kind === "interrupted");
    if (cut?.kind === "interrupted") {
      const { why } = cut;
      if (why === "crashed") return { why, cutOff: { kind: "crashed" } };
      const struck = "value" in outcome ? outcome.value : undefined;
      const { restartSeconds } = (struck ?? {}) as { readonly restartSeconds?: number };
      return { why, cutOff: { kind: "interrupted", restartSeconds } };
    }
    return { outcome, next: elsewhere.next(), recordedEnd: service.recordedEnd };
  }

  /** A process that ends by itself in the middle of its work has crashed. */
  private async mourn(how: string): Promise<InvocationEnd> {
    const { recorder } = this.conductor;
    const error = { name: "ProcessEnded", message: `the process ${how}` };
    recorder.record({ kind: "error-escaped", error });
    recorder.record({ kind: "interrupted", why: "crashed" });
    await this.processes.discard();
    return { kind: "crashed" };
  }
}

/** @throws Error for a mistake of ours; what the service refuses is an outcome. */
function callOf(world: World, { part, method, parameters }: Call): Reply["outcome"] {
  const allowed: readonly string[] | undefined = CALLS[part as keyof typeof CALLS];
  if (allowed?.includes(method) !== true) throw new Error(`Nothing is called ${part}.${method}`);
  const target = world[part as keyof World] as unknown as Record<
    string,
    (...parameters: readonly unknown[]) => unknown
  >;
  try {
    return { value: target[method]?.(...parameters) };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { name, message } = error;
    return { refused: { name, message, status: error.$metadata.httpStatusCode } };
  }
}
