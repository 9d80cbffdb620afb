/**
 * Runs a case on an engine in this process, in virtual time: the simulated tier.
 *
 * It knows what is outstanding instead of guessing: after each task all microtasks are drained, and
 * only when nothing is left to do does time move to the next task. Everything that the engine can
 * see of time is virtual, so the same case gives the same history, byte for byte.
 */
import type { Case } from "../../model/case.ts";
import { changedWorkflow, isInForce } from "../../model/change.ts";
import { type Answer, type History, viewError } from "../../model/history.ts";
import { FaultCursor } from "../../model/points.ts";
import type { Workflow } from "../../model/workflow.ts";
import { type CreateService, Service, type WireAnswer } from "../backend/service.ts";
import { ServiceError } from "../backend/wire.ts";
import type { Engine } from "../engine.ts";
import { interpret } from "../interpreter.ts";
import { drainMicrotasks, EPOCH, installGlobals } from "../interrupt/globals.ts";
import { VirtualClock } from "../interrupt/virtual-clock.ts";
import { Elsewhere } from "./elsewhere.ts";
import { Fence } from "./fence.ts";
import type { InvocationEnd } from "./invocation-end.ts";
import { Outside } from "./outside.ts";
import { Recorder } from "./recorder.ts";
import { surviving } from "./surviving.ts";
import { createTransport } from "./transport.ts";
import { viewAnswer } from "./view-answer.ts";

/** Work at one instant beyond this many tasks counts as never ending. */
const LIVELOCK_TASKS = 10_000;
/**
 * How long the service takes to invoke again after an invocation that broke down by itself. It
 * doubles with each in a row, so that an engine that always does so comes to the end of its
 * execution within a few invocations, however long the execution may last.
 */
const RESTART_MILLISECONDS = 100;

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
}

/** Runs the case to its end in virtual time; takes the globals of this thread while it does. */
export async function runSimulated(
  case_: Case,
  engine: Engine,
  { createService = (given) => new Service(given), durable = false }: RunOptions = {},
): Promise<Run> {
  const clock = new VirtualClock();
  const globals = installGlobals(clock, case_.randomness);
  const create = createService;
  try {
    return await new Simulation(case_, engine, create, clock, globals.date, durable).run();
  } finally {
    globals.restore();
  }
}

class Simulation {
  private readonly case: Case;
  private readonly engine: Engine;
  private readonly clock: VirtualClock;
  private readonly recorder: Recorder;
  private readonly service: Service;
  private readonly outside: Outside;
  private readonly elsewhere: Elsewhere;
  private readonly faults: FaultCursor;
  private readonly runs = new Map<string, number>();
  private readonly executionDeadline: number;
  private invocations = 0;
  private readonly fences: Fence[] = [];
  /** Whether the current invocation has died of an error that nobody caught. */
  private crashed = false;
  /** Invocations in a row after which only starting again could help. */
  private setbacks = 0;

  constructor(
    case_: Case,
    engine: Engine,
    createService: CreateService,
    clock: VirtualClock,
    date: (milliseconds: number) => Date,
    durable: boolean,
  ) {
    this.case = case_;
    this.engine = engine;
    this.clock = clock;
    this.recorder = new Recorder(clock, case_);
    this.executionDeadline = case_.limits.executionSeconds * 1_000;
    const now = () => EPOCH + clock.now;
    this.outside = new Outside(case_.workflow);
    this.faults = new FaultCursor(case_.schedule.faults);
    const { pages } = case_.schedule;
    const paging = pages === undefined ? {} : { firstPageSize: pages.first, pageSize: pages.size };
    this.service = createService({ arn: ARN, input: "{}", now, date, ...paging });
    this.elsewhere = new Elsewhere(clock, this.service, this.outside, this.recorder);
    this.recorder.arrive = (names) => this.elsewhere.arrive(names);
    if (durable) this.recorder.snapshot = surviving(this.service, this.outside, clock, this.runs);
  }

  async run(): Promise<Run> {
    const escaped = (error: unknown) => this.escaped(error);
    process.on("unhandledRejection", escaped);
    try {
      for (;;) {
        const end = await this.invoke();
        const status = this.settle(end);
        if (status !== "RUNNING") {
          this.recorder.record({ kind: "execution-ended", status });
          const leftovers = this.fences.reduce((sum, fence) => sum + fence.leftovers, 0);
          const { history, durable } = this.recorder;
          return { history, leftovers, durable };
        }
      }
    } finally {
      process.off("unhandledRejection", escaped);
    }
  }

  /** A rejection that nobody handled; a real process dies of that. */
  escaped(error: unknown): void {
    const fence = this.fences.at(-1);
    if (fence?.up !== true) return;
    fence.report({ kind: "error-escaped", error: viewError(error) });
    fence.report({ kind: "interrupted", why: "crashed" });
    fence.close();
    this.crashed = true;
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
        return this.pass((end.restartSeconds ?? 0) * 1_000);
      case "crashed":
      case "threw":
        return this.restart();
      case "answered": {
        if (end.answer.Status !== "PENDING") return end.answer.Status;
        this.setbacks = 0;
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

  /** The handler as it is now: it may have been changed since the execution started. */
  private workflow(): Workflow {
    const { workflow, schedule } = this.case;
    const { change } = schedule;
    if (change === undefined) return workflow;
    const changed = isInForce(change, this.invocations, this.recorder.history);
    return changed ? changedWorkflow(workflow, change) : workflow;
  }

  private async invoke(): Promise<InvocationEnd> {
    this.invocations += 1;
    const { clock, recorder, service, outside, faults, engine } = this;
    const owner = this.invocations;
    const fence = new Fence(clock, recorder, this.runs, owner);
    this.fences.push(fence);
    this.crashed = false;
    clock.owner = owner;
    const deadline = clock.now + this.case.limits.invocationSeconds * 1_000;
    let end: InvocationEnd | undefined;
    const stop = fence.report({ kind: "invocation-started", invocation: owner });
    if (stop === undefined) {
      const { token, page } = service.startInvocation();
      const workflow = this.workflow();
      engine
        .invoke({
          arn: ARN,
          requestId: `request-${owner}`,
          token,
          page,
          transport: createTransport({ clock, service, fence, outside, faults, token }),
          remainingMilliseconds: () => Math.max(0, deadline - clock.now),
          handler: (context) => interpret(workflow, context, fence, engine.guarantees),
        })
        .then(
          (answer) => {
            end ??= this.answer(fence, answer);
          },
          (error: unknown) => {
            end ??= this.threw(fence, error);
          },
        );
      end = (await this.work(fence, deadline, () => end)) ?? end;
    }
    fence.close();
    if (end !== undefined) return end;
    if (this.crashed) return { kind: "crashed" };
    return { kind: "interrupted", restartSeconds: fence.struck?.restartSeconds };
  }

  /** Runs tasks until the invocation ends, is interrupted, or runs into a limit. */
  private async work(
    fence: Fence,
    deadline: number,
    ended: () => InvocationEnd | undefined,
  ): Promise<InvocationEnd | undefined> {
    const { clock, recorder } = this;
    let tasksAtOnce = 0;
    for (;;) {
      await drainMicrotasks();
      if (!fence.up || ended() !== undefined) return undefined;
      const task = clock.peek();
      const due = task?.at ?? Number.POSITIVE_INFINITY;
      const over = this.service.recordedEnd !== undefined;
      const limit = over ? deadline : Math.min(deadline, this.executionDeadline);
      if (due > limit || (due === limit && due > clock.now)) {
        this.elsewhere.advance(limit);
        if (!over && limit === this.executionDeadline) return { kind: "execution-timed-out" };
        recorder.record({ kind: "interrupted", why: "invocation-timeout" });
        return { kind: "interrupted" };
      }
      tasksAtOnce = due > clock.now ? 0 : tasksAtOnce + 1;
      if (tasksAtOnce > LIVELOCK_TASKS) {
        recorder.record({ kind: "livelocked" });
        recorder.record({ kind: "interrupted", why: "crashed" });
        return { kind: "crashed" };
      }
      this.elsewhere.advance(Math.max(clock.now, due));
      try {
        clock.runNext();
      } catch (error) {
        // Thrown in a timer, where nobody can catch it: a real process dies of that.
        fence.report({ kind: "error-escaped", error: viewError(error) });
        fence.report({ kind: "interrupted", why: "crashed" });
        return { kind: "crashed" };
      }
    }
  }

  private answer(fence: Fence, answer: WireAnswer): InvocationEnd | undefined {
    const view = viewAnswer(answer);
    if (fence.report({ kind: "invocation-answered", answer: view }) !== undefined) return undefined;
    try {
      this.service.answer(answer);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { name, message } = error;
      fence.report({ kind: "answer-refused", answer: view, error: { name, message } });
      fence.report({ kind: "interrupted", why: "crashed" });
      return { kind: "crashed" };
    }
    fence.report({ kind: "answer-accepted", answer: view });
    fence.close();
    return { kind: "answered", answer };
  }

  private threw(fence: Fence, error: unknown): InvocationEnd | undefined {
    const answer: Answer = { kind: "threw", error: viewError(error) };
    if (fence.report({ kind: "invocation-answered", answer }) !== undefined) return undefined;
    return { kind: "threw", error };
  }
}

const ARN = "arn:aws:lambda:us-east-1:000000000000:function:workflow:1/durable-execution/case/run";
