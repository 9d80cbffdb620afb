/**
 * What a right engine, its user code and its service could do next. `enabled` and `transition` are
 * two sides of one protocol: each event given here is accepted there, and a test holds them to it
 * (but for the freedom of `order`).
 *
 * Work needs no time here: as long as something can happen now, time stands still; then it moves to
 * the next body, timer or limit. Interruptions are not here: they can strike after any event.
 */
import { isOver, refuseSuspension } from "./answer.ts";
import { FOREIGN_ANSWER } from "./changed-handler.ts";
import { type Failure, meaningOf } from "./fault.ts";
import { movable } from "./handler.ts";
import type { Answer, Event } from "./history.ts";
import { owesItsEnd } from "./next/context.ts";
import { bodyEnd, endFromElsewhere, later } from "./next/later.ts";
import { operationEvents } from "./next/operation.ts";
import { type Outlook, owesItsStart } from "./next/outlook.ts";
import { serdesEvents } from "./next/serdes.ts";
import { userCodeEvents } from "./next/user-code.ts";
import { isWritable, writtenAs } from "./odd-value.ts";
import { standingOf } from "./operations/context.ts";
import { type Invocation, phaseOf, type State } from "./state.ts";
import { fullLength } from "./values.ts";
import type { World } from "./world.ts";

/** What is offered beyond what every engine has to be able to do. */
export interface Freedom {
  /** The engine asks for news although it has other things to do. */
  readonly polls?: boolean;
  /** Work takes time: timers fire and outside parties act while other things could happen. */
  readonly timers?: boolean;
  /**
   * Bodies start and end, and calls are replied to, while user code could still go on at once; user
   * code goes on after failures, in contexts that nobody waits for any more, and with all that an
   * engine may give it. Not all that is offered so is accepted: whoever asks for it has to leave out
   * what `transition` refuses.
   */
  readonly order?: boolean;
}

const NONE: Freedom = {};

/** The next events, the engine's own work first. Empty when the execution has ended. */
export function enabled(world: World, state: State, freedom = NONE): readonly Event[] {
  if (state.execution !== "RUNNING") return [];
  const at = state.now;
  if (state.outcome !== "RUNNING" && isOver(state)) {
    return [{ kind: "execution-ended", at, status: state.outcome }];
  }
  const now =
    state.invocation === undefined || isOver(state)
      ? betweenInvocations(state)
      : atOnce(world, state, state.invocation, freedom);
  if (now.length === 0) return later(world, state);
  if (freedom.timers !== true) return now;
  const until = staysUntil(world, state);
  return [...now, ...meanwhile(world, state, freedom).filter(({ at }) => at <= until)];
}

/** An invocation that has nothing to do suspends before long: until when it may stay. */
function staysUntil(world: World, state: State): number {
  const { invocation } = state;
  const isIdle =
    invocation !== undefined &&
    (invocation.call?.updates.length ?? 0) === 0 &&
    invocation.atWork === 0 &&
    movable(world, state, invocation) === undefined;
  return isIdle ? invocation.movedAt + world.settleMilliseconds : Number.POSITIVE_INFINITY;
}

function betweenInvocations(state: State): Event[] {
  if (!state.wake) return [];
  return [{ kind: "invocation-started", at: state.now, invocation: state.invocations + 1 }];
}

function atOnce(world: World, state: State, invocation: Invocation, freedom: Freedom): Event[] {
  const at = state.now;
  if (invocation.answer !== undefined) {
    return [{ kind: "answer-accepted", at, answer: invocation.answer }];
  }
  const events: Event[] = [];
  const failed = answerToFailure(invocation);
  if (failed !== undefined) events.push({ kind: "invocation-answered", at, answer: failed });
  if (events.length > 0 && freedom.order !== true) return events;
  const outlook: Outlook = { world, state, invocation, events };
  serdesEvents(outlook);
  if (events.length > 0 && freedom.order !== true) return events;
  userCodeEvents(outlook, freedom.order === true);
  if (events.length > 0 && freedom.order !== true) return events;
  const { call } = invocation;
  if (call !== undefined) {
    const kind = call.recorded ? "checkpoint-replied" : "checkpoint-recorded";
    events.push({ kind, at, updates: call.updates });
  }
  // A recorded result has ended the execution: nothing is left but to say so.
  const ended = state.outcome !== "RUNNING";
  if (!ended) for (const node of world.nodes) operationEvents(outlook, node);
  if (call === undefined) answerEvents(outlook);
  if (call === undefined && !ended) pollEvents(outlook, freedom);
  return events;
}

/** An invocation answers when it owes the log nothing: with the handler's end, or to suspend. */
function answerEvents(outlook: Outlook): void {
  const { world, state, invocation, events } = outlook;
  const owing = world.nodes.some((node) => {
    const owes = owesItsStart(outlook, node) || owesItsEnd(outlook, node);
    return owes && standingOf(world, state, invocation, node) === "open";
  });
  if (owing && state.outcome === "RUNNING") return;
  const at = state.now;
  const { handler, recordedResult } = invocation;
  if (handler === undefined) {
    if (refuseSuspension(world, state, invocation) === undefined) {
      events.push({ kind: "invocation-answered", at, answer: { kind: "PENDING" } });
    }
  } else if (handler.kind === "returned" && isTooLarge(handler.value)) {
    if (recordedResult === undefined) {
      const value = writtenAs(handler.value);
      const payload = value === undefined ? {} : { payload: value };
      const whole = { operation: "(execution)", type: "EXECUTION", action: "SUCCEED" } as const;
      events.push({ kind: "checkpoint-requested", at, updates: [{ ...whole, ...payload }] });
    } else {
      const answer: Answer = { kind: "SUCCEEDED", result: "" };
      events.push({ kind: "invocation-answered", at, answer });
    }
  } else {
    events.push({ kind: "invocation-answered", at, answer: answerOf(handler) });
  }
}

/** What is answered at once for a failure, or for a changed handler; undefined without one. */
function answerToFailure({ failure, serdesFailed, change }: Invocation): Answer | undefined {
  if (failure !== undefined) return afterFailure(failure);
  if (serdesFailed !== "no") return AFTER_SERDES[serdesFailed];
  return change === "met" ? FOREIGN_ANSWER : undefined;
}

/** A right engine could also make the call anew; this one gives up at once. */
function afterFailure(failure: Failure): Answer {
  const { ends, error } = meaningOf(failure);
  const { name, message } = error;
  return { kind: ends === "execution" ? "FAILED" : "threw", error: { name, message } };
}

/** A right engine could also try again in the same invocation, or in others until time is up. */
const AFTER_SERDES: Readonly<Record<"in-passing" | "for-good", Answer>> = {
  "in-passing": {
    kind: "threw",
    error: { name: "SerdesFailedError", message: "A serdes has failed" },
  },
  "for-good": {
    kind: "FAILED",
    error: { name: "TypeError", message: "JSON can't write what was returned" },
  },
};

/** A larger result does not fit an answer, and is recorded before it (semantics, section 5). */
const LARGEST_ANSWER_BYTES = 6 * 1024 * 1024;

function isTooLarge(value: string | undefined): boolean {
  return value !== undefined && fullLength(value) > LARGEST_ANSWER_BYTES && isWritable(value);
}

function answerOf(handler: NonNullable<Invocation["handler"]>): Answer {
  if (handler.kind === "returned" && !isWritable(handler.value)) return AFTER_SERDES["for-good"];
  if (handler.kind === "threw") {
    const { name, message } = handler.error;
    return { kind: "FAILED", error: { name, message } };
  }
  const result = writtenAs(handler.value);
  return result === undefined ? { kind: "SUCCEEDED" } : { kind: "SUCCEEDED", result };
}

/** With user code at work the engine asks for news that it has not been told. */
function pollEvents({ state, invocation, events }: Outlook, freedom: Freedom): void {
  if (events.length > 0 && freedom.polls !== true) return;
  const news = invocation.unheard.some((index) => phaseOf(invocation, index).at === "waiting");
  if (news) events.push({ kind: "checkpoint-requested", at: state.now, updates: [] });
}

/** Timers, outside parties and bodies do not wait for the engine to come to rest. */
function meanwhile(world: World, state: State, { order }: Freedom): readonly Event[] {
  const { invocation } = state;
  const events: Event[] = [];
  for (const node of world.nodes) {
    const elsewhere = endFromElsewhere(state, node);
    if (elsewhere !== undefined) events.push(elsewhere);
    if (order !== true || invocation === undefined || invocation.answer !== undefined) continue;
    const end = bodyEnd(state, node, phaseOf(invocation, node.index));
    if (end !== undefined) events.push(end);
  }
  const due = events.map((event) => ({ ...event, at: Math.max(event.at, state.now) }));
  const earliest = Math.min(...due.map(({ at }) => at));
  return due.filter(({ at }) => at === earliest);
}
