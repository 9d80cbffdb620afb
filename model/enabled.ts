/**
 * What a right engine, its user code and its service could do next. `enabled` and `transition` are
 * two sides of one protocol: each event given here is accepted there, and a test holds them to it.
 *
 * Work needs no time here: as long as something can happen now, time stands still; then it moves to
 * the next body, timer or limit. Interruptions are not here: they can strike after any event.
 */
import { movable, nextOf, nodeOf } from "./handler.ts";
import type { Answer, Event, Update } from "./history.ts";
import { nodeEvents } from "./next-events.ts";
import { writtenAs } from "./odd-value.ts";
import { runOutcome } from "./operations/step.ts";
import { ROOT } from "./program.ts";
import { type Invocation, isClosed, type LogRecord, phaseOf, type State } from "./state.ts";
import type { World } from "./world.ts";

/** The next events, the engine's own work first. Empty when the execution has ended. */
export function enabled(world: World, state: State): readonly Event[] {
  if (state.execution !== "RUNNING") return [];
  const at = state.now;
  if (state.outcome !== "RUNNING" && state.invocation === undefined) {
    return [{ kind: "execution-ended", at, status: state.outcome }];
  }
  const now =
    state.invocation === undefined
      ? betweenInvocations(state)
      : atOnce(world, state, state.invocation);
  return now.length > 0 ? now : later(world, state);
}

function betweenInvocations(state: State): readonly Event[] {
  if (!state.wake) return [];
  return [{ kind: "invocation-started", at: state.now, invocation: state.invocations + 1 }];
}

function atOnce(world: World, state: State, invocation: Invocation): readonly Event[] {
  const at = state.now;
  if (invocation.answer !== undefined) {
    return [{ kind: "answer-accepted", at, answer: invocation.answer }];
  }
  const events: Event[] = [];
  const { call } = invocation;
  if (call !== undefined) {
    const kind = call.recorded ? "checkpoint-replied" : "checkpoint-recorded";
    events.push({ kind, at, updates: call.updates });
  }
  const request = (...updates: Update[]) => {
    if (call === undefined) events.push({ kind: "checkpoint-requested", at, updates });
  };
  for (const node of world.nodes) nodeEvents(world, state, invocation, node, request, events);
  if (invocation.handler !== undefined) {
    if (call === undefined)
      events.push({ kind: "invocation-answered", at, answer: answerOf(invocation) });
    return events;
  }
  const next = nextOf(world, invocation, ROOT);
  if (next.kind === "call")
    events.push({ kind: "operation-called", at, operation: next.node.name });
  if (next.kind === "end") events.push({ kind: "handler-finished", at, outcome: next.outcome });
  if (call === undefined) suspension(world, state, invocation, events);
  return events;
}

/** With nothing to do the invocation suspends; with user code at work it asks for news. */
function suspension(world: World, state: State, invocation: Invocation, events: Event[]): void {
  const at = state.now;
  if (movable(world, state, invocation) === undefined) {
    events.push({ kind: "invocation-answered", at, answer: { kind: "PENDING" } });
  } else if (events.length === 0 && hasNews(state, invocation)) {
    events.push({ kind: "checkpoint-requested", at, updates: [] });
  }
}

function answerOf({ handler }: Invocation): Answer {
  if (handler?.kind === "threw") {
    const { name, message } = handler.error;
    return { kind: "FAILED", error: { name, message } };
  }
  const result = writtenAs(handler?.value);
  return result === undefined ? { kind: "SUCCEEDED" } : { kind: "SUCCEEDED", result };
}

/** Whether something has happened that the engine would learn by asking. */
function hasNews(state: State, invocation: Invocation): boolean {
  return invocation.phases.some(({ at }, index) => {
    const record = state.records[index] as LogRecord;
    return at === "waiting" && (record.status === "READY" || isClosed(record));
  });
}

/** What happens next when nothing can happen now: everything that is due at the earliest time. */
function later(world: World, state: State): readonly Event[] {
  const events: Event[] = [];
  const { limits } = world;
  const add = (event: Event) => {
    events.push(event.at < state.now ? { ...event, at: state.now } : event);
  };
  add({ kind: "execution-ended", at: limits.executionSeconds * 1_000, status: "TIMED_OUT" });
  for (const { index, name } of world.nodes) {
    const { dueAt } = state.records[index] as LogRecord;
    if (dueAt !== undefined) add({ kind: "timer-fired", at: dueAt, operation: name });
    if (state.invocation !== undefined) bodyEnds(world, state, state.invocation, index, add);
  }
  if (state.invocation !== undefined) {
    const deadline = state.invocation.startedAt + limits.invocationSeconds * 1_000;
    add({ kind: "interrupted", at: deadline, why: "invocation-timeout" });
  }
  const earliest = Math.min(...events.map((event) => event.at));
  return events.filter((event) => event.at === earliest);
}

function bodyEnds(
  world: World,
  state: State,
  invocation: Invocation,
  index: number,
  add: (event: Event) => void,
): void {
  const { step, name, kind } = nodeOf(world, index);
  const phase = phaseOf(invocation, index);
  if (phase.at !== "running") return;
  if (kind === "work") {
    add({
      kind: "operation-resolved",
      at: phase.until,
      operation: name,
      outcome: { kind: "returned" },
    });
  }
  if (step === undefined) return;
  const outcome = runOutcome(step, phase.run);
  const { attempt } = state.records[index] as LogRecord;
  add({
    kind: "body-finished",
    at: phase.until,
    operation: name,
    attempt,
    run: phase.run,
    outcome,
  });
}
