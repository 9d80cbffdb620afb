/**
 * Runs a case on an engine in this process, in virtual time: the simulated tier.
 *
 * It knows what is outstanding instead of guessing: after each task all microtasks are drained, and
 * only when nothing is left to do does time move to the next task. Everything that the engine can
 * see of time is virtual, so the same case gives the same history, byte for byte.
 */
import type { Case } from "../../model/case.ts";
import { changedWorkflow, isInForce } from "../../model/change.ts";
import type { History } from "../../model/history.ts";
import { inputOf } from "../../model/input.ts";
import { FaultCursor } from "../../model/points.ts";
import type { Workflow } from "../../model/workflow.ts";
import { type CreateService, Service } from "../backend/service.ts";
import type { Engine } from "../engine.ts";
import { EPOCH, installGlobals, type RandomSequence, turnEventLoop } from "../interrupt/globals.ts";
import { VirtualClock } from "../interrupt/virtual-clock.ts";
import { Elsewhere } from "./elsewhere.ts";
import { ARN, Invocation, type InvocationStart } from "./invocation.ts";
import type { InvocationEnd } from "./invocation-end.ts";
import { Outside } from "./outside.ts";
import { Recorder } from "./recorder.ts";
import { surviving } from "./surviving.ts";
import { type Handler, Runs, type World } from "./world.ts";

/**
 * How long the service takes to invoke again after an invocation that broke down by itself. It
 * doubles with each in a row, so that an engine that always does so comes to the end of its
 * execution within a few invocations, however long the execution may last.
 */
const RESTART_MILLISECONDS = 100;

/**
 * After so many invocations in a row that came to no end, it takes its time likewise: more often
 * than in any execution of hours, and an engine that hangs would be invoked for months.
 */
const PATIENCE = 100;

export interface Run {
  readonly history: History;
  /** How often interrupted or finished invocations tried to act afterwards. */
  readonly leftovers: number;
  /** What survives each event, where it was asked for: equal where all that follows is equal. */
  readonly durable: readonly string[];
}

export interface RunOptions {
  /** Makes the service; the one of `impl/backend/` unless said otherwise. */
  readonly createService?: CreateService;
  /** Whether to tell what survives each event. */
  readonly durable?: boolean;
  /** Told as each invocation begins. */
  readonly onInvocation?: (() => void) | undefined;
}

/** Runs the case to its end in virtual time; takes the globals of this thread while it does. */
export async function runSimulated(
  case_: Case,
  engine: Engine,
  options: RunOptions = {},
): Promise<Run> {
  const clock = new VirtualClock();
  const globals = installGlobals(clock, case_.randomness);
  const host = new ThisProcess(engine, clock, globals.random);
  const escaped = (error: unknown) => host.escaped(error);
  process.on("unhandledRejection", escaped);
  try {
    const ran = await new Conductor(case_, host, clock, globals.date, options).run();
    // Where an engine does damage in real time, this is the case that it did it in.
    await turnEventLoop();
    return { ...ran, leftovers: host.leftovers() };
  } finally {
    process.off("unhandledRejection", escaped);
    globals.restore();
  }
}

/** Where invocations run. */
export interface Host {
  /** Runs an invocation to its end. */
  run(start: InvocationStart, world: World): Promise<InvocationEnd>;
}

/** Conducts one execution: starts invocation after invocation until it has come to its end. */
export class Conductor implements World {
  readonly recorder: Recorder;
  readonly service: Service;
  readonly outside: Outside;
  readonly elsewhere: Elsewhere;
  readonly faults: FaultCursor;
  readonly runs = new Runs();
  readonly handler: Handler = { workflow: () => this.workflow() };
  private readonly case: Case;
  private readonly input: string;
  private readonly host: Host;
  private readonly clock: VirtualClock;
  private readonly executionDeadline: number;
  private readonly onInvocation: (() => void) | undefined;
  private invocations = 0;
  /** Invocations in a row after which only starting again could help. */
  private setbacks = 0;
  /** Invocations in a row that were cut off. */
  private interrupted = 0;

  constructor(
    case_: Case,
    host: Host,
    clock: VirtualClock,
    date: (milliseconds: number) => Date,
    { createService = (given) => new Service(given), durable = false, onInvocation }: RunOptions,
  ) {
    this.case = case_;
    this.input = inputOf(case_);
    this.host = host;
    this.clock = clock;
    this.onInvocation = onInvocation;
    this.recorder = new Recorder(clock, case_);
    this.executionDeadline = case_.limits.executionSeconds * 1_000;
    const now = () => EPOCH + clock.now;
    this.outside = new Outside(case_.workflow);
    this.faults = new FaultCursor(case_.schedule.faults);
    const { pages } = case_.schedule;
    const paging = pages === undefined ? {} : { firstPageSize: pages.first, pageSize: pages.size };
    const { input } = this;
    this.service = createService({ arn: ARN, input, now, date, ...paging });
    this.elsewhere = new Elsewhere(clock, this.service, this.outside, this.recorder);
    this.recorder.parties = this.elsewhere;
    if (durable)
      this.recorder.snapshot = surviving(this.service, this.outside, clock, this.runs.counts);
  }

  async run(): Promise<Omit<Run, "leftovers">> {
    for (;;) {
      const end = await this.invoke();
      const status = this.settle(end);
      if (status !== "RUNNING") {
        this.recorder.record({ kind: "execution-ended", status });
        const { history, durable } = this.recorder;
        return { history, durable };
      }
    }
  }

  /** What the end of an invocation makes of the execution; waits for the next wake if it goes on. */
  private settle(end: InvocationEnd): "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" {
    // What an update has ended stays so, whatever becomes of the invocation that sent it.
    const { recordedEnd } = this.service;
    if (recordedEnd !== undefined) return recordedEnd;
    switch (end.kind) {
      case "execution-timed-out":
        return "TIMED_OUT";
      case "interrupted":
        this.setbacks = 0;
        this.interrupted += 1;
        return this.pass((end.restartSeconds ?? 0) * 1_000 + this.lostPatience());
      case "crashed":
      case "threw":
        return this.restart();
      case "answered": {
        if (end.answer.Status !== "PENDING") return end.answer.Status;
        this.setbacks = 0;
        this.interrupted = 0;
        if (this.service.hasNews()) return this.pass(1);
        return this.sleep();
      }
    }
  }

  /** Nothing goes on until something has happened: a heartbeat, for one, wakes nobody. */
  private sleep(): "RUNNING" | "TIMED_OUT" {
    for (;;) {
      // What nobody will wake waits for its end.
      const next = this.elsewhere.next() ?? this.executionDeadline;
      const status = this.pass(Math.max(0, next - this.clock.now));
      if (status !== "RUNNING" || this.service.hasNews()) return status;
    }
  }

  private restart(): "RUNNING" | "TIMED_OUT" {
    this.setbacks += 1;
    return this.pass(RESTART_MILLISECONDS * 2 ** (this.setbacks - 1));
  }

  /** In milliseconds. */
  private lostPatience(): number {
    const beyond = this.interrupted - PATIENCE;
    return beyond <= 0 ? 0 : RESTART_MILLISECONDS * 2 ** beyond;
  }

  /** Lets virtual time pass between invocations, firing the timers that come due. */
  private pass(milliseconds: number): "RUNNING" | "TIMED_OUT" {
    const until = this.clock.now + milliseconds;
    if (until >= this.executionDeadline) {
      this.clock.now = this.executionDeadline;
      return "TIMED_OUT";
    }
    this.elsewhere.advance(until);
    return "RUNNING";
  }

  private workflow(): Workflow {
    const { workflow, schedule } = this.case;
    const { change } = schedule;
    if (change === undefined) return workflow;
    const changed = isInForce(change, this.invocations, this.recorder.history);
    return changed ? changedWorkflow(workflow, change) : workflow;
  }

  private invoke(): Promise<InvocationEnd> {
    this.invocations += 1;
    this.onInvocation?.();
    const deadline = this.clock.now + this.case.limits.invocationSeconds * 1_000;
    const { invocations: number, executionDeadline, input } = this;
    return this.host.run({ number, deadline, executionDeadline, input }, this);
  }
}

/** Invocations in this process: warm, whatever has become of those before. */
class ThisProcess implements Host {
  private readonly engine: Engine;
  private readonly clock: VirtualClock;
  private readonly random: RandomSequence;
  private readonly invocations: Invocation[] = [];

  constructor(engine: Engine, clock: VirtualClock, random: RandomSequence) {
    this.engine = engine;
    this.clock = clock;
    this.random = random;
  }

  run(start: InvocationStart, world: World): Promise<InvocationEnd> {
    const before = this.invocations.at(-1);
    // What is left of an invocation after its end takes no numbers from those that follow.
    if (before !== undefined) this.random.state = before.fence.randomState;
    const invocation = new Invocation(start, this.engine, this.clock, world, this.random);
    this.invocations.push(invocation);
    return invocation.run();
  }

  /** A rejection that nobody handled. */
  escaped(error: unknown): void {
    this.invocations.at(-1)?.escaped(error);
  }

  /** How often invocations have tried to act after their end. */
  leftovers(): number {
    return this.invocations.reduce((sum, { fence }) => sum + fence.leftovers, 0);
  }
}
