/** What a right engine could do next with one operation. */
import { nextOf } from "./handler.ts";
import type { Decision, Event, Update } from "./history.ts";
import { type StepView, stepOutcome, stepPayload } from "./operations/step.ts";
import { allowedNow, failureError, failureToDecide } from "./operations/step-failure.ts";
import { viewStep } from "./operations/view.ts";
import { WAIT_OUTCOME } from "./operations/wait.ts";
import type { Node } from "./program.ts";
import type { Allowed } from "./retry.ts";
import { payloadOf } from "./serdes.ts";
import { type Invocation, isClosed, type LogRecord, phaseOf, type State } from "./state.ts";
import { readAgain, strategyError } from "./values.ts";
import type { World } from "./world.ts";

type Request = (...updates: Update[]) => void;

/** The kinds of operation that the model can run by itself; others it can only judge. */
const KNOWN = new Set(["step", "wait", "work", "child"]);

/** @throws Error for an operation that the model can judge but not run by itself. */
export function nodeEvents(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  request: Request,
  events: Event[],
): void {
  if (!KNOWN.has(node.kind)) throw new Error(`the model can't run ${node.kind} by itself`);
  const record = state.records[node.index] as LogRecord;
  const phase = phaseOf(invocation, node.index);
  if (phase.at === "absent" || node.kind === "work") return;
  const heard = phase.at === "called" || (phase.at === "closed" && invocation.call === undefined);
  if (isClosed(record) && heard && record.ending?.kind !== "replayed") {
    resolve(world, state, invocation, node, record, events);
    return;
  }
  if (node.kind === "child") {
    childEvents(world, state, invocation, node, request, events);
    return;
  }
  if (node.operation.kind === "wait") {
    const { name: operation, seconds: delaySeconds } = node.operation;
    if (phase.at === "called") request({ operation, type: "WAIT", action: "START", delaySeconds });
    return;
  }
  const view = viewStep(world, state, invocation, node.index);
  if (view !== undefined) stepEvents(view, invocation.call === undefined, request, events);
}

/** The outcome reaches the handler once it awaits it. */
function resolve(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  record: LogRecord,
  events: Event[],
): void {
  const next = nextOf(world, invocation, node.context);
  if (next.kind !== "await" || next.node.index !== node.index) return;
  const { ending } = record;
  const outcome =
    ending?.kind === "settled"
      ? ending.outcome
      : node.step !== undefined && ending !== undefined
        ? stepOutcome(world, node.step, ending)
        : WAIT_OUTCOME;
  events.push({ kind: "operation-resolved", at: state.now, operation: node.name, outcome });
}

function childEvents(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  request: Request,
  events: Event[],
): void {
  const { name: operation, index } = node;
  const phase = phaseOf(invocation, index);
  const record = state.records[index] as LogRecord;
  const at = state.now;
  const start: Update[] =
    record.status === "none" ? [{ operation, type: "CONTEXT", action: "START" }] : [];
  if (phase.at === "called") {
    if (start.length > 0) request(...start);
    const run = (state.runs[index] as number) + 1;
    events.push({ kind: "body-entered", at, operation, run });
  }
  if (phase.at === "running") {
    if (start.length > 0) request(...start);
    const next = nextOf(world, invocation, index);
    if (next.kind === "call")
      events.push({ kind: "operation-called", at, operation: next.node.name });
    if (next.kind === "end") {
      events.push({ kind: "body-finished", at, operation, run: phase.run, outcome: next.outcome });
    }
  }
  if (phase.at !== "ended") return;
  const { outcome } = phase;
  if (!invocation.closing.includes(index)) {
    const close: Update =
      outcome.kind === "returned"
        ? succeed(operation, payloadOf(undefined, outcome.value))
        : { operation, type: "CONTEXT", action: "FAIL", error: outcome.error };
    request(...start, close);
  }
  const next = nextOf(world, invocation, node.context);
  if (next.kind === "await" && next.node.index === index) {
    const given = readAgain(undefined, outcome);
    events.push({ kind: "operation-resolved", at, operation, outcome: given });
  }
}

function succeed(operation: string, payload: string | undefined): Update {
  const result = payload === undefined ? {} : { payload };
  return { operation, type: "CONTEXT", action: "SUCCEED", ...result };
}

function stepEvents(view: StepView, idle: boolean, request: Request, events: Event[]): void {
  const { step, record, phase } = view;
  const started = record.status === "STARTED";
  const startFirst = started ? [] : [update(step.name, "START", {})];
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
      const payload = stepPayload(step, phase.run);
      const result = payload === undefined ? {} : { payload };
      request(...startFirst, update(step.name, "SUCCEED", result));
      return;
    }
    case "threw":
      decisionEvents(view, request, events);
      return;
    case "strategy-threw":
      request(...startFirst, decided(step.name, { kind: "stop" }, strategyError(step.name)));
      return;
    case "decided": {
      const { name, message } = failureError(view.world, step, phase.ending);
      const seconds = phase.retrySeconds;
      const decision: Decision =
        seconds === undefined ? { kind: "stop" } : { kind: "retry", delaySeconds: seconds };
      request(...startFirst, decided(step.name, decision, { name, message }));
    }
  }
}

function enter({ state, index, step, record }: StepView, events: Event[]): void {
  const run = (state.runs[index] as number) + 1;
  const { attempt } = record;
  events.push({ kind: "body-entered", at: state.now, operation: step.name, attempt, run });
}

/** The strategy is asked; an engine's own default is not ours to watch, so its updates come straight. */
function decisionEvents(view: StepView, request: Request, events: Event[]): void {
  const { world, state, step, record } = view;
  const ending = failureToDecide(view);
  if (ending === undefined) return;
  const error = failureError(world, step, ending);
  const decision = decisionOf(allowedNow(view), step.name);
  const { attempt } = record;
  if (view.watched) {
    const operation = step.name;
    events.push({ kind: "strategy-asked", at: state.now, operation, attempt, error, decision });
    return;
  }
  const startFirst = record.status === "STARTED" ? [] : [update(step.name, "START", {})];
  const { name, message } = error;
  request(...startFirst, decided(step.name, decision, { name, message }));
}

/** The shortest delay that is allowed. */
function decisionOf(allowed: Allowed, name: string): Decision {
  switch (allowed.kind) {
    case "stop":
      return { kind: "stop" };
    case "throw":
      return { kind: "throw", error: strategyError(name) };
    case "retry":
      return { kind: "retry", delaySeconds: allowed.minimumSeconds };
  }
}

function decided(
  operation: string,
  decision: Decision,
  error: NonNullable<Update["error"]>,
): Update {
  if (decision.kind !== "retry") return update(operation, "FAIL", { error });
  return update(operation, "RETRY", { error, delaySeconds: decision.delaySeconds });
}

function update(operation: string, action: Update["action"], fields: Partial<Update>): Update {
  return { operation, type: "STEP", action, ...fields };
}
