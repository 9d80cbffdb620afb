/**
 * Checkpoint calls: what an engine may send, what becomes of it in the log, and what the engine
 * learns from the reply (semantics, section 5).
 */
import { sendAgain } from "./failing-calls.ts";
import { type EventOf, type Outcome, sameError, type Update } from "./history.ts";
import { replaceAt } from "./list.ts";
import { isWritable, writtenAs } from "./odd-value.ts";
import { requestConditionUpdate } from "./operations/condition.ts";
import { endedContext, recordContextUpdate, requestContextUpdate } from "./operations/context.ts";
import { recordStart, requestStart } from "./operations/outside.ts";
import { recordStepUpdate, requestStepUpdate } from "./operations/step.ts";
import { onStep } from "./operations/view.ts";
import { recordWaitUpdate, requestWaitUpdate } from "./operations/wait.ts";
import type { Node, NodeKind } from "./program.ts";
import { accept, harness, refuse, type Transition } from "./refusal.ts";
import { CALLED, type Invocation, phaseOf, recordOf, type State } from "./state.ts";
import type { World } from "./world.ts";

/** The type of update by which each kind of node is recorded. */
const TYPES: Readonly<Record<NodeKind, readonly Update["type"][]>> = {
  step: ["STEP"],
  submitter: ["STEP"],
  condition: ["STEP"],
  wait: ["WAIT"],
  callback: ["CALLBACK"],
  invoke: ["CHAINED_INVOKE"],
  work: [],
  child: ["CONTEXT"],
  batch: ["CONTEXT"],
  branch: ["CONTEXT"],
  "wait-for-callback": ["CONTEXT"],
  // A step before 2.0.0, a context since.
  combinator: ["CONTEXT", "STEP"],
};

export function requestCheckpoint(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"checkpoint-requested">,
): Transition {
  if (invocation.call !== undefined) {
    return refuse(
      "illegal-update",
      undefined,
      "one checkpoint call at a time",
      "sent a second one",
    );
  }
  if (state.outcome !== "RUNNING") return requestInVain(state, invocation, event);
  let next = state;
  let { unrecorded } = invocation;
  for (const update of event.updates) {
    const requested = requestUpdate(world, next, next.invocation as Invocation, update);
    if (requested.kind === "refused") return requested;
    next = requested.state;
    unrecorded = sendAgain(unrecorded, update);
  }
  const call = { updates: event.updates, recorded: false, news: [] };
  const sent = { ...next, invocation: { ...(next.invocation as Invocation), call, unrecorded } };
  // Legal when it is sent, and not only when it arrives: a request may be lost on its way.
  const legal = recordUpdates(world, sent, event.updates, event.at);
  return legal.kind === "refused" ? legal : accept(sent);
}

/** Nothing is taken then: what is sent of operations that nobody awaited is lost, and not missed. */
function requestInVain(
  state: State,
  invocation: Invocation,
  { updates }: EventOf<"checkpoint-requested">,
): Transition {
  if (updates.some(({ type }) => type === "EXECUTION")) {
    const expected = `no other end: the execution has ${state.outcome}`;
    return refuse("illegal-update", undefined, expected, "sent one");
  }
  const call = { updates, recorded: false, news: [] };
  return accept({ ...state, invocation: { ...invocation, call } });
}

function requestUpdate(
  world: World,
  state: State,
  invocation: Invocation,
  update: Update,
): Transition {
  const found = `sent ${update.type} ${update.action} of ${update.operation}`;
  if (update.type === "EXECUTION") return requestResult(state, invocation, update);
  const index = world.indexOf.get(update.operation);
  const node = index === undefined ? undefined : (world.nodes[index] as Node);
  if (node === undefined || !TYPES[node.kind].includes(update.type)) {
    const expected = "operations of the workflow";
    return refuse("recorded-without-cause", update.operation, expected, found);
  }
  const ended = endedContext(world, state, invocation, node);
  if (ended !== undefined) {
    const expected = `nothing more to be recorded below ${ended.name}, which has ended`;
    return refuse("recorded-under-an-ended-context", node.name, expected, found);
  }
  const phase = phaseOf(invocation, node.index);
  switch (node.kind) {
    case "step":
    case "submitter":
      return onStep(world, state, invocation, node.name, (view) => requestStepUpdate(view, update));
    case "condition":
      return onStep(world, state, invocation, node.name, (view) =>
        requestConditionUpdate(view, node, update),
      );
    case "wait":
      if (node.operation.kind !== "wait") break;
      return requestWaitUpdate(state, node.operation, phase, update);
    case "callback":
    case "invoke":
      return requestStart(state, node, phase, update);
    default:
      return requestContextUpdate(world, state, invocation, node, update);
  }
  return harness("a kind of update", found);
}

/** A result over the limit of an answer is recorded instead (semantics, section 5). */
function requestResult(state: State, invocation: Invocation, update: Update): Transition {
  if (!isOwnResult(invocation.handler, update)) {
    const found = `sent EXECUTION ${update.action}`;
    return refuse("recorded-without-cause", undefined, "the handler's own result", found);
  }
  return accept({ ...state, invocation: { ...invocation, recordedResult: update.payload } });
}

function isOwnResult(handler: Outcome | undefined, { action, payload, error }: Update): boolean {
  if (handler === undefined) return false;
  if (handler.kind === "returned") {
    if (!isWritable(handler.value)) return false;
    return action === "SUCCEED" && payload === writtenAs(handler.value);
  }
  const { name, message } = handler.error;
  return action === "FAIL" && error !== undefined && sameError({ name, message }, error);
}

/** That ends the execution there and then: no answer changes it, and nothing more is taken. */
function recordResult(state: State, { action }: Update): Transition {
  if (state.outcome === "RUNNING") {
    return accept({ ...state, outcome: action === "SUCCEED" ? "SUCCEEDED" : "FAILED" });
  }
  const expected = `nothing more: the execution has ${state.outcome}`;
  return refuse("illegal-update", undefined, expected, `sent EXECUTION ${action} again`);
}

export function recordCheckpoint(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"checkpoint-recorded">,
): Transition {
  const { call } = invocation;
  if (call === undefined || call.recorded) {
    return harness("a call to be recorded once", "recorded another");
  }
  if (invocation.tokenUsedUp || event.withUsedUpToken === true) {
    const expected = "nothing of an invocation whose token is used up";
    return refuse("service-broke-its-rules", undefined, expected, "recorded another call");
  }
  if (!sameUpdates(event.updates, call.updates)) {
    const found = "recorded others";
    return refuse("service-broke-its-rules", undefined, "the updates that were sent", found);
  }
  const unheard = withoutChanged(world, invocation.unheard, event.updates);
  const told = { ...call, recorded: true, news: unheard };
  const next = { ...state, invocation: { ...invocation, unheard, call: told } };
  const recorded = recordUpdates(world, next, event.updates, event.at);
  return recorded.kind === "refused" ? recorded : accept(withoutPaid(recorded.state));
}

/** What the log has something of now is owed no more. */
function withoutPaid(state: State): State {
  const invocation = state.invocation as Invocation;
  if (invocation.owed.length === 0) return state;
  const owed = invocation.owed.filter((index) => recordOf(state, index).status === "none");
  return { ...state, invocation: { ...invocation, owed } };
}

function recordUpdates(
  world: World,
  state: State,
  updates: readonly Update[],
  at: number,
): Transition {
  let next = state;
  for (const update of updates) {
    const recorded = recordUpdate(world, next, update, at);
    if (recorded.kind === "refused") return recorded;
    next = recorded.state;
  }
  return accept(next);
}

function sameUpdates(left: readonly Update[], right: readonly Update[]): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/** What had happened to an operation by itself is no news once the engine has changed it since. */
function withoutChanged(
  world: World,
  unheard: readonly number[],
  updates: readonly Update[],
): readonly number[] {
  if (unheard.length === 0) return unheard;
  const changed = updates.map(({ operation }) => world.indexOf.get(operation));
  return unheard.filter((index) => !changed.includes(index));
}

function recordUpdate(world: World, state: State, update: Update, at: number): Transition {
  if (update.type === "EXECUTION") return recordResult(state, update);
  if (state.outcome !== "RUNNING") {
    const found = `sent ${update.action} of ${update.operation} after it`;
    return refuse("illegal-update", update.operation, "the end of the execution to be last", found);
  }
  const index = world.indexOf.get(update.operation);
  const node = index === undefined ? undefined : world.nodes[index];
  if (node === undefined) return harness("what was sent to be recorded", update.operation);
  const record = recordOf(state, node.index);
  const invocation = state.invocation as Invocation;
  switch (node.kind) {
    case "step":
    case "submitter":
    case "condition":
      return onStep(world, state, invocation, node.name, (view) =>
        recordStepUpdate(view, update, at),
      );
    case "wait":
      if (node.operation.kind !== "wait") break;
      return recordWaitUpdate(state, node.index, node.operation, record, at);
    case "callback":
    case "invoke":
      return recordStart(state, node, record, at);
    default:
      return recordContextUpdate(state, node, record, update);
  }
  return harness("a kind of update", update.type);
}

/** With the reply the engine learns what had happened by itself when the call was recorded. */
export function replyToCheckpoint(
  state: State,
  invocation: Invocation,
  { withoutToken }: EventOf<"checkpoint-replied">,
): Transition {
  const { call } = invocation;
  if (!call?.recorded) return harness("a reply to a recorded call", "replied to none");
  let { phases } = invocation;
  for (const index of call.news) {
    // What the call itself has made of it since is newer: a retry, for instance.
    const over = recordOf(state, index).status !== "PENDING";
    if (over && phaseOf(invocation, index).at === "waiting")
      phases = replaceAt(phases, index, CALLED);
  }
  const unheard = invocation.unheard.filter((index) => !call.news.includes(index));
  const tokenUsedUp = withoutToken === true;
  const failure = tokenUsedUp ? ("token-missing" as const) : undefined;
  const told = { ...invocation, phases, unheard, call: undefined, failure, tokenUsedUp };
  return accept({ ...state, invocation: told });
}

export function refuseCheckpoint(event: EventOf<"checkpoint-refused">): Transition {
  const [update] = event.updates;
  const what = update === undefined ? "a poll" : `${update.action} of ${update.operation}`;
  const found = `had ${what} refused: ${event.error.message}`;
  return refuse("illegal-update", update?.operation, "only updates that the service takes", found);
}
