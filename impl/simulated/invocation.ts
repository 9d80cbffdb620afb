/**
 * One invocation of a handler on an engine, in virtual time: from its start until it answers, is
 * interrupted, or runs into a limit. What lies around it is the `World`.
 */
import type { Answer } from "../../model/history.ts";
import { viewError } from "../../model/outcome.ts";
import { layFlat } from "../../model/program.ts";
import type { Workflow } from "../../model/workflow.ts";
import type { WireAnswer } from "../backend/wire.ts";
import { ServiceError } from "../backend/wire.ts";
import type { Engine } from "../engine.ts";
import { interpret } from "../interpreter.ts";
import { eachTimeDrained, type RandomSequence } from "../interrupt/globals.ts";
import type { VirtualClock } from "../interrupt/virtual-clock.ts";
import { Fence } from "./fence.ts";
import { differingInput } from "./given-input.ts";
import type { InvocationEnd } from "./invocation-end.ts";
import { createTransport } from "./transport.ts";
import { viewAnswer } from "./view-answer.ts";
import type { World } from "./world.ts";

/** Work at one instant beyond this many tasks counts as never ending. */
const LIVELOCK_TASKS = 10_000;

/**
 * For how long a process is watched after its invocation has answered: longer than the plain work and
 * most of the bodies that cases have. Whoever has that many tasks by then only polls.
 */
const AFTERWARDS_MILLISECONDS = 5_000;
const AFTERWARDS_TASKS = 1_000;

/** What an invocation is started with; times in virtual milliseconds. */
export interface InvocationStart {
  /** The how-manieth of its execution it is, from 1. */
  readonly number: number;
  readonly deadline: number;
  readonly executionDeadline: number;
  /** Of the execution, as JSON. */
  readonly input: string;
}

export class Invocation {
  readonly fence: Fence;
  private readonly start: InvocationStart;
  private readonly engine: Engine;
  private readonly clock: VirtualClock;
  private readonly world: World;
  /** Whether it has died of an error that nobody caught. */
  private crashed = false;
  private workflow: Workflow = { operations: [] };

  constructor(
    start: InvocationStart,
    engine: Engine,
    clock: VirtualClock,
    world: World,
    random: RandomSequence,
  ) {
    this.start = start;
    this.engine = engine;
    this.clock = clock;
    this.world = world;
    this.fence = new Fence(clock, world, start.number, random);
  }

  async run(): Promise<InvocationEnd> {
    const { fence } = this;
    const { number } = this.start;
    this.clock.owner = number;
    let end: InvocationEnd | undefined;
    const stop = fence.report({ kind: "invocation-started", invocation: number });
    if (stop === undefined) {
      this.invoke().then(
        (answer) => {
          end ??= this.answer(answer);
        },
        (error: unknown) => {
          end ??= this.threw(error);
        },
      );
      const worked = await this.work(() => end);
      if (worked !== "over") end = worked;
    }
    if (end?.kind === "answered" || end?.kind === "threw") await this.watchAfterwards();
    fence.close();
    if (end !== undefined) return end;
    if (this.crashed) return { kind: "crashed" };
    return { kind: "interrupted", restartSeconds: fence.struck?.restartSeconds };
  }

  /** What the engine is given knows of the world through the fence alone. */
  private invoke(): Promise<WireAnswer> {
    const { clock, fence } = this;
    const { number, deadline, input } = this.start;
    const { service, outside, faults, handler } = this.world;
    const { guarantees } = this.engine;
    const { token, page } = service.startInvocation();
    const workflow = handler.workflow();
    this.workflow = workflow;
    return this.engine.invoke({
      arn: ARN,
      requestId: `request-${number}`,
      token,
      page,
      transport: fence.around(createTransport({ service, outside, faults, clock, fence, token })),
      remainingMilliseconds: () => Math.max(0, deadline - clock.now),
      handler: (context, given) => {
        const other = differingInput(given, input);
        if (other !== undefined) fence.report({ kind: "input-differs", input: other });
        return interpret(workflow, context, fence, guarantees);
      },
    });
  }

  /** A rejection that nobody handled; a real process dies of that. */
  escaped(error: unknown): void {
    const { fence } = this;
    if (!fence.up) return;
    fence.report({ kind: "error-escaped", error: viewError(error) });
    this.cutOff("crashed");
    this.crashed = true;
  }

  /** Nothing of it happens after this, what is already on its way included. */
  private cutOff(why: "crashed" | "invocation-timeout"): void {
    this.fence.report({ kind: "interrupted", why });
    this.fence.close();
  }

  /** Runs tasks until the invocation ends, is interrupted, or runs into a limit. */
  private work(ended: () => InvocationEnd | undefined): Promise<InvocationEnd | "over"> {
    const { clock, fence } = this;
    const { service, elsewhere } = this.world;
    const { deadline, executionDeadline } = this.start;
    let tasksAtOnce = 0;
    return eachTimeDrained(() => {
      if (!fence.up || ended() !== undefined) return "over";
      const task = clock.peek();
      const due = task?.at ?? Number.POSITIVE_INFINITY;
      const over = service.recordedEnd !== undefined;
      const limit = over ? deadline : Math.min(deadline, executionDeadline);
      if (due > limit || (due === limit && due > clock.now)) {
        elsewhere.advance(limit);
        if (!over && limit === executionDeadline) return { kind: "execution-timed-out" };
        this.cutOff("invocation-timeout");
        return { kind: "interrupted" };
      }
      tasksAtOnce = due > clock.now ? 0 : tasksAtOnce + 1;
      if (tasksAtOnce > LIVELOCK_TASKS) {
        fence.report({ kind: "livelocked" });
        this.cutOff("crashed");
        return { kind: "crashed" };
      }
      elsewhere.advance(Math.max(clock.now, due));
      try {
        clock.runNext();
      } catch (error) {
        // Thrown in a timer, where nobody can catch it: a real process dies of that.
        fence.report({ kind: "error-escaped", error: viewError(error) });
        this.cutOff("crashed");
        return { kind: "crashed" };
      }
      return undefined;
    });
  }

  /**
   * The process lives on, as that of a Lambda function does, and what is left in it goes on; nothing
   * that it calls is answered any more. Time there is its own: for all others it has yet to pass.
   */
  private async watchAfterwards(): Promise<void> {
    const { clock, fence } = this;
    const answeredAt = clock.now;
    let tasks = 0;
    await eachTimeDrained(() => {
      const task = clock.peek();
      if (task === undefined || task.at > answeredAt + AFTERWARDS_MILLISECONDS) return "over";
      try {
        clock.runNext();
      } catch {
        // The process dies of it, and nothing is left.
        return "over";
      }
      tasks += 1;
      return tasks === AFTERWARDS_TASKS ? "over" : undefined;
    });
    fence.close();
    clock.now = answeredAt;
    for (const { operation, at } of fence.late) {
      if (!runsInAttempts(this.workflow, operation)) continue;
      const afterMilliseconds = at - answeredAt;
      this.world.recorder.record({ kind: "body-entered-afterwards", operation, afterMilliseconds });
    }
  }

  private answer(answer: WireAnswer): InvocationEnd | undefined {
    const { fence } = this;
    const view = viewAnswer(answer);
    if (fence.report({ kind: "invocation-answered", answer: view }) !== undefined) return undefined;
    try {
      this.world.service.answer(answer);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { name, message } = error;
      fence.report({ kind: "answer-refused", answer: view, error: { name, message } });
      this.cutOff("crashed");
      return { kind: "crashed" };
    }
    fence.report({ kind: "answer-accepted", answer: view });
    fence.answered();
    return { kind: "answered", answer };
  }

  private threw(error: unknown): InvocationEnd | undefined {
    const answer: Answer = { kind: "threw", error: viewError(error) };
    const report = { kind: "invocation-answered", answer } as const;
    if (this.fence.report(report) !== undefined) return undefined;
    // What of it goes on beside may do so at this very moment, and is nobody's any more.
    this.fence.answered();
    return { kind: "threw", error };
  }
}

/** Whether it has a body that does something, as the function of a context by itself does not. */
function runsInAttempts(workflow: Workflow, operation: string): boolean {
  const node = layFlat(workflow).nodes.find(({ name }) => name === operation);
  return node?.step !== undefined;
}

export const ARN =
  "arn:aws:lambda:us-east-1:000000000000:function:workflow:1/durable-execution/case/run";
