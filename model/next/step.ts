/** The step protocol as a right engine follows it: for steps, submitters and polls of a condition. */
import type { Decision, ErrorView, Update } from "../history.ts";
import { type StepView, stepPayload } from "../operations/step.ts";
import { allowedNow, failureError, failureToDecide } from "../operations/step-failure.ts";
import type { Node } from "../program.ts";
import { type Allowed, pollAllowed } from "../retry.ts";
import { payloadOf } from "../serdes.ts";
import { type LogRecord, runsOf } from "../state.ts";
import { stateView, strategyError } from "../values.ts";
import type { WaitForCondition } from "../workflow.ts";
import type { World } from "../world.ts";
import { isInFlight, type Outlook, send } from "./outlook.ts";

/** What could happen next to a step that is not closed, from how far it has come. */
export function stepEvents(outlook: Outlook, node: Node, view: StepView): void {
  const { step, phase } = view;
  const eager = step.semantics === "AtLeastOncePerRetry";
  switch (phase.at) {
    case "called":
      if (failureToDecide(view) !== undefined) decisionEvents(outlook, node, view);
      else if (eager) enter(outlook, node, view);
      send(outlook, node, startFirst(view));
      return;
    case "started":
      if (eager || !isInFlight(outlook, node)) enter(outlook, node, view);
      return;
    case "running":
      send(outlook, node, startFirst(view));
      return;
    case "returned":
      send(outlook, node, [...startFirst(view), endOfRun(node, view, phase.run)]);
      return;
    case "threw":
      decisionEvents(outlook, node, view);
      return;
    case "strategy-threw": {
      // What becomes of it is promised nowhere; to record the failure all the same is always right.
      const error = failureError(view.world, step, phase.ending);
      send(outlook, node, [...startFirst(view), decided(step.name, { kind: "stop" }, error)]);
      return;
    }
    case "decided": {
      const { retrySeconds } = phase;
      const decision: Decision =
        retrySeconds === undefined
          ? { kind: "stop" }
          : { kind: "retry", delaySeconds: retrySeconds };
      const error = failureError(view.world, step, phase.ending);
      send(outlook, node, [...startFirst(view), decided(step.name, decision, error)]);
    }
  }
}

/** START of this attempt, if the log does not have it yet. */
function startFirst({ step, record }: StepView): readonly Update[] {
  return record.status === "STARTED" ? [] : [update(step.name, "START", {})];
}

function enter({ state, events }: Outlook, { name: operation, index }: Node, view: StepView): void {
  const run = runsOf(state, index) + 1;
  const { attempt } = view.record;
  events.push({ kind: "body-entered", at: state.now, operation, attempt, run });
}

/** What is recorded of a run that returned; a poll goes on until its condition is met. */
function endOfRun(node: Node, { world, step, record, silent }: StepView, run: number): Update {
  if (node.kind === "condition")
    return endOfPoll(world, node.operation as WaitForCondition, record);
  const payload = silent ? undefined : stepPayload(step, run);
  return update(step.name, "SUCCEED", payload === undefined ? {} : { payload });
}

function endOfPoll(world: World, operation: WaitForCondition, { attempt }: LogRecord): Update {
  const { name, serdes } = operation;
  const payload = payloadOf(serdes, stateView(operation, attempt));
  const state = payload === undefined ? {} : { payload };
  const allowed = pollAllowed(operation, attempt, world.guarantees);
  switch (allowed.kind) {
    case "stop":
      return update(name, "SUCCEED", state);
    case "retry":
      return update(name, "RETRY", { ...state, delaySeconds: allowed.minimumSeconds });
    case "throw":
      return update(name, "FAIL", { error: strategyError(name) });
  }
}

/** The strategy is asked; an engine's own default is not ours to watch, so its updates come straight. */
function decisionEvents(outlook: Outlook, node: Node, view: StepView): void {
  const { world, state, step, record, watched } = view;
  const ending = failureToDecide(view);
  if (ending === undefined) return;
  const error = failureError(world, step, ending);
  const decision = decisionOf(allowedNow(view), step.name);
  if (!watched) {
    send(outlook, node, [...startFirst(view), decided(step.name, decision, error)]);
    return;
  }
  const { attempt } = record;
  const operation = step.name;
  const { now: at } = state;
  outlook.events.push({ kind: "strategy-asked", at, operation, attempt, error, decision });
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

function decided(operation: string, decision: Decision, { name, message }: ErrorView): Update {
  const error = { name, message };
  if (decision.kind !== "retry") return update(operation, "FAIL", { error });
  return update(operation, "RETRY", { error, delaySeconds: decision.delaySeconds });
}

function update(operation: string, action: Update["action"], fields: Partial<Update>): Update {
  return { operation, type: "STEP", action, ...fields };
}
