/**
 * What a right engine, its user code and its service could do next. `enabled` and `transition` are
 * two sides of one protocol: each event given here is accepted there, and a test holds them to it.
 *
 * Work needs no time here: as long as something can happen now, time stands still; then it moves to
 * the next body, timer or limit. Interruptions are not here: they can strike after any event.
 */
import { decide } from "./guarantees.ts";
import { handlerOutcome, movable, nextToCall, outcomeOf } from "./handler.ts";
import type { Answer, Decision, Event, Update } from "./history.ts";
import { failureError, failureToDecide, runOutcome, type StepView } from "./operations/step.ts";
import { type Invocation, isClosed, type LogRecord, phaseOf, type State } from "./state.ts";
import { viewStep } from "./transition.ts";
import { returnedValue, type Step, type Wait } from "./workflow.ts";
import type { World } from "./world.ts";

/** The next events, the engine's own work first. Empty when the execution has ended. */
export function enabled(world: World, state: State): readonly Event[] {
  if (state.execution !== "RUNNING") return [];
  const at = state.now;
  if (state.outcome !== "RUNNING") return [{ kind: "execution-ended", at, status: state.outcome }];
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
  for (const index of world.operations.keys())
    operationEvents(world, state, invocation, index, events);
  const next = nextToCall(world, state, invocation);
  const nextOperation = next === undefined ? undefined : world.operations[next];
  if (nextOperation !== undefined) {
    events.push({ kind: "operation-called", at, operation: nextOperation.name });
  }
  if (call === undefined) endingEvents(world, state, invocation, events);
  return events;
}

function endingEvents(world: World, state: State, invocation: Invocation, events: Event[]): void {
  const at = state.now;
  if (invocation.handler !== undefined) {
    events.push({ kind: "invocation-answered", at, answer: answerOf(invocation) });
    return;
  }
  const outcome = handlerOutcome(world, state, invocation);
  if (outcome !== undefined) {
    events.push({ kind: "handler-finished", at, outcome });
  } else if (movable(world, state, invocation) === undefined) {
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
  return handler?.value === undefined
    ? { kind: "SUCCEEDED" }
    : { kind: "SUCCEEDED", result: handler.value };
}

/** Whether a timer has done something that the engine would learn by asking. */
function hasNews(state: State, invocation: Invocation): boolean {
  return invocation.phases.some(
    ({ at }, index) => at === "waiting" && (state.records[index] as LogRecord).dueAt === undefined,
  );
}

function operationEvents(
  world: World,
  state: State,
  invocation: Invocation,
  index: number,
  events: Event[],
): void {
  const operation = world.operations[index] as Step | Wait;
  const record = state.records[index] as LogRecord;
  const { at: phase } = phaseOf(invocation, index);
  const at = state.now;
  const idle = invocation.call === undefined;
  const request = (...updates: Update[]) => {
    if (idle) events.push({ kind: "checkpoint-requested", at, updates });
  };
  if (phase === "absent" || phase === "resolved") return;
  if (isClosed(record) && (phase === "called" || (phase === "closed" && idle))) {
    const outcome = outcomeOf(world, operation, record);
    events.push({ kind: "operation-resolved", at, operation: operation.name, outcome });
    return;
  }
  if (operation.kind === "wait") {
    if (phase === "called") request(startWait(operation));
    return;
  }
  const view = viewStep(world, state, invocation, index);
  if (view !== undefined) stepEvents(view, idle, request, events);
}

function stepEvents(
  view: StepView,
  idle: boolean,
  request: (...updates: Update[]) => void,
  events: Event[],
): void {
  const { step, record, phase } = view;
  const started = record.status === "STARTED";
  const startFirst = started ? [] : [update(step, "START", {})];
  switch (phase.at) {
    case "called":
      if (!started) request(...startFirst);
      if (failureToDecide(view) !== undefined) decisionEvents(view, request, events);
      else if (step.semantics === "AtLeastOncePerRetry") enter(view, events);
      return;
    case "started":
      if (idle || step.semantics === "AtLeastOncePerRetry") enter(view, events);
      return;
    case "running":
      if (!started) request(...startFirst);
      return;
    case "returned": {
      const payload = JSON.stringify(returnedValue(step.name, phase.run));
      request(...startFirst, update(step, "SUCCEED", { payload }));
      return;
    }
    case "threw":
      decisionEvents(view, request, events);
      return;
    case "decided": {
      const { name, message } = failureError(view.world, step, phase.ending);
      const seconds = phase.retrySeconds;
      const fields = { error: { name, message } };
      const decided =
        seconds === undefined
          ? update(step, "FAIL", fields)
          : update(step, "RETRY", { ...fields, delaySeconds: seconds });
      request(...startFirst, decided);
      return;
    }
  }
}

function enter({ state, index, step, record }: StepView, events: Event[]): void {
  const run = (state.runs[index] as number) + 1;
  const { attempt } = record;
  events.push({ kind: "body-entered", at: state.now, operation: step.name, attempt, run });
}

/** The strategy is asked; an engine's own default is not ours to watch, so its updates come straight. */
function decisionEvents(
  view: StepView,
  request: (...updates: Update[]) => void,
  events: Event[],
): void {
  const { world, state, step, record } = view;
  const ending = failureToDecide(view);
  if (ending === undefined) return;
  const error = failureError(world, step, ending);
  const allowed = decide(step.retry, record.attempt, world.guarantees);
  const decision: Decision =
    allowed.kind === "stop"
      ? { kind: "stop" }
      : { kind: "retry", delaySeconds: allowed.minimumSeconds };
  if (step.retry.policy !== "default") {
    const { attempt } = record;
    events.push({
      kind: "strategy-asked",
      at: state.now,
      operation: step.name,
      attempt,
      error,
      decision,
    });
    return;
  }
  const startFirst = record.status === "STARTED" ? [] : [update(step, "START", {})];
  const fields = { error: { name: error.name, message: error.message } };
  const decided =
    decision.kind === "stop"
      ? update(step, "FAIL", fields)
      : update(step, "RETRY", { ...fields, delaySeconds: decision.delaySeconds });
  request(...startFirst, decided);
}

function update(step: Step, action: Update["action"], fields: Partial<Update>): Update {
  return { operation: step.name, type: "STEP", action, ...fields };
}

function startWait(wait: Wait): Update {
  return { operation: wait.name, type: "WAIT", action: "START", delaySeconds: wait.seconds };
}

/** What happens next when nothing can happen now: everything that is due at the earliest time. */
function later(world: World, state: State): readonly Event[] {
  const events: Event[] = [];
  const { limits } = world;
  const add = (event: Event) => {
    events.push(event.at < state.now ? { ...event, at: state.now } : event);
  };
  add({ kind: "execution-ended", at: limits.executionSeconds * 1_000, status: "TIMED_OUT" });
  for (const [index, operation] of world.operations.entries()) {
    const { dueAt } = state.records[index] as LogRecord;
    if (dueAt !== undefined) add({ kind: "timer-fired", at: dueAt, operation: operation.name });
    if (state.invocation === undefined || operation.kind === "wait") continue;
    const phase = phaseOf(state.invocation, index);
    if (phase.at !== "running") continue;
    const outcome = runOutcome(operation, phase.run);
    const { attempt } = state.records[index] as LogRecord;
    const finished = { operation: operation.name, attempt, run: phase.run, outcome };
    add({ kind: "body-finished", at: phase.until, ...finished });
  }
  if (state.invocation !== undefined) {
    const deadline = state.invocation.startedAt + limits.invocationSeconds * 1_000;
    add({ kind: "interrupted", at: deadline, why: "invocation-timeout" });
  }
  const earliest = Math.min(...events.map((event) => event.at));
  return events.filter((event) => event.at === earliest);
}
