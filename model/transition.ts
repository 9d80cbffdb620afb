/**
 * The model as one pure function: `transition(world, state, event)` gives the next state, or says
 * why no right engine could have let this event happen here. Each event has one guard and one
 * effect, on the operation that it names; so concurrency costs nothing, and there is no
 * interleaving to guess.
 */
import { describeAnswer, describeOutcome } from "./describe.ts";
import { handlerOutcome, movable, nextToCall, outcomeOf } from "./handler.ts";
import type { Answer, Event, EventOf, Update } from "./history.ts";
import { sameError, sameOutcome } from "./history.ts";
import {
  askStrategy,
  callStep,
  enterBody,
  finishBody,
  recordStepUpdate,
  requestStepUpdate,
  type StepView,
} from "./operations/step.ts";
import { callWait, recordWaitUpdate, requestWaitUpdate } from "./operations/wait.ts";
import { accept, type Rule, refuse, type Transition } from "./refusal.ts";
import {
  ABSENT,
  CALLED,
  type Invocation,
  isClosed,
  type LogRecord,
  NO_RECORD,
  phaseOf,
  RESOLVED,
  type State,
  withPhase,
  withRecord,
} from "./state.ts";
import type { Operation } from "./workflow.ts";
import type { World } from "./world.ts";

/** The state before anything has happened. */
export function initial(world: World): State {
  return {
    now: 0,
    execution: "RUNNING",
    outcome: "RUNNING",
    records: world.operations.map(() => NO_RECORD),
    runs: world.operations.map(() => 0),
    invocation: undefined,
    invocations: 0,
    wake: true,
  };
}

/** One step of the model. Throws nothing: what it can't accept it refuses with a reason. */
export function transition(world: World, before: State, event: Event): Transition {
  if (event.at < before.now) return harness("time that never runs backwards", "went back in time");
  if (before.execution !== "RUNNING") return harness("nothing after the end", `saw ${event.kind}`);
  const state = event.at === before.now ? before : { ...before, now: event.at };
  switch (event.kind) {
    case "invocation-started":
      return startInvocation(world, state, event);
    case "timer-fired":
      return fireTimer(world, state, event);
    case "execution-ended":
      return endExecution(world, state, event);
    default: {
      const live = state.invocation;
      if (live === undefined) return harness("a live invocation", `saw ${event.kind}`);
      // A poll and a timeout do nothing: what the engine does between them is what counts.
      if (isPoll(event) || event.kind === "interrupted")
        return inInvocation(world, state, live, event);
      const invocation = { ...live, movedAt: event.at };
      return inInvocation(world, { ...state, invocation }, invocation, event);
    }
  }
}

type InvocationEvent = Exclude<
  Event,
  { readonly kind: "invocation-started" | "timer-fired" | "execution-ended" }
>;

function isPoll(event: Event): boolean {
  return "updates" in event && event.updates.length === 0;
}

function inInvocation(
  world: World,
  state: State,
  invocation: Invocation,
  event: InvocationEvent,
): Transition {
  switch (event.kind) {
    case "operation-called":
      return callOperation(world, state, invocation, event);
    case "body-entered":
      return onStep(world, state, invocation, event.operation, (view) => enterBody(view, event));
    case "body-finished":
      return onStep(world, state, invocation, event.operation, (view) => finishBody(view, event));
    case "strategy-asked":
      return onStep(world, state, invocation, event.operation, (view) => askStrategy(view, event));
    case "checkpoint-requested":
      return requestCheckpoint(world, state, invocation, event);
    case "checkpoint-recorded":
      return recordCheckpoint(world, state, invocation, event);
    case "checkpoint-replied":
      return replyToCheckpoint(state, invocation);
    case "checkpoint-refused":
      return refuseCheckpoint(event);
    case "operation-resolved":
      return resolveOperation(world, state, invocation, event);
    case "handler-finished":
      return finishHandler(world, state, invocation, event);
    case "invocation-answered":
      return answer(world, state, invocation, event);
    case "answer-accepted":
      return acceptAnswer(state, invocation, event);
    case "answer-refused": {
      const found = `had its ${event.answer.kind} refused: ${event.error.message}`;
      return refuse(
        "suspended-with-nothing-pending",
        undefined,
        "an answer the service takes",
        found,
      );
    }
    case "interrupted":
      return interrupt(world, state, invocation, event);
    case "error-escaped": {
      const found = `let an error escape: ${event.error.name}: ${event.error.message}`;
      return refuse(
        "error-escaped",
        undefined,
        "every error to reach the handler or the answer",
        found,
      );
    }
    case "livelocked":
      return refuse(
        "invocation-livelocked",
        undefined,
        "work to need time",
        "worked for ever at one instant",
      );
  }
}

function startInvocation(
  world: World,
  state: State,
  event: EventOf<"invocation-started">,
): Transition {
  if (state.invocation !== undefined || !state.wake) {
    return refuse("service-broke-its-rules", undefined, "no invocation now", "started one");
  }
  const number = state.invocations + 1;
  if (event.invocation !== number)
    return harness(`invocation ${number}`, `saw ${event.invocation}`);
  const invocation: Invocation = {
    number,
    startedAt: event.at,
    movedAt: event.at,
    phases: world.operations.map(() => ABSENT),
    call: undefined,
    handler: undefined,
    answer: undefined,
  };
  return accept({ ...state, invocation, invocations: number, wake: false });
}

function fireTimer(world: World, state: State, event: EventOf<"timer-fired">): Transition {
  const index = world.indexOf.get(event.operation);
  if (index === undefined) return harness("an operation of the workflow", event.operation);
  const operation = world.operations[index] as Operation;
  const record = state.records[index] as LogRecord;
  const pending =
    operation.kind === "step" ? record.status === "PENDING" : record.status === "STARTED";
  if (!pending || record.dueAt === undefined || event.at < record.dueAt) {
    const expected = `its timer no earlier than ${record.dueAt ?? "ever"} ms`;
    return refuse(
      "service-broke-its-rules",
      operation.name,
      expected,
      `fired it at ${event.at} ms`,
    );
  }
  const fired: LogRecord =
    operation.kind === "step"
      ? { ...record, status: "READY", dueAt: undefined }
      : { ...record, status: "SUCCEEDED", dueAt: undefined, ending: { kind: "elapsed" } };
  return accept({ ...withRecord(state, index, fired), wake: state.invocation === undefined });
}

function callOperation(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"operation-called">,
): Transition {
  const index = nextToCall(world, state, invocation);
  const operation = index === undefined ? undefined : world.operations[index];
  if (index === undefined || operation?.name !== event.operation) {
    return harness(
      `the handler to call ${operation?.name ?? "nothing"}`,
      `called ${event.operation}`,
    );
  }
  const record = state.records[index] as LogRecord;
  const phase = operation.kind === "step" ? callStep(record) : callWait(record);
  return accept(withPhase(state, index, phase));
}

function requestCheckpoint(
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
  for (const update of event.updates) {
    const requested = requestUpdate(world, state, invocation, update);
    if (requested.kind === "refused") return requested;
  }
  const call = { updates: event.updates, recorded: false };
  return accept({ ...state, invocation: { ...invocation, call } });
}

function requestUpdate(
  world: World,
  state: State,
  invocation: Invocation,
  update: Update,
): Transition {
  const index = world.indexOf.get(update.operation);
  const operation = index === undefined ? undefined : world.operations[index];
  if (index === undefined || operation === undefined || update.type !== TYPES[operation.kind]) {
    const found = `sent ${update.type} ${update.action} of ${update.operation}`;
    return refuse("recorded-without-cause", update.operation, "operations of the workflow", found);
  }
  if (operation.kind === "wait") {
    return requestWaitUpdate(state, operation, phaseOf(invocation, index), update);
  }
  return onStep(world, state, invocation, operation.name, (view) =>
    requestStepUpdate(view, update),
  );
}

function recordCheckpoint(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"checkpoint-recorded">,
): Transition {
  if (invocation.call === undefined || invocation.call.recorded) {
    return harness("a call to be recorded once", "recorded another");
  }
  let next: State = {
    ...state,
    invocation: { ...invocation, call: { ...invocation.call, recorded: true } },
  };
  for (const update of event.updates) {
    const recorded = recordUpdate(world, next, update, event.at);
    if (recorded.kind === "refused") return recorded;
    next = recorded.state;
  }
  return accept(next);
}

function recordUpdate(world: World, state: State, update: Update, at: number): Transition {
  const index = world.indexOf.get(update.operation) as number;
  const operation = world.operations[index] as Operation;
  const record = state.records[index] as LogRecord;
  if (operation.kind === "wait") return recordWaitUpdate(state, index, operation, record, at);
  const invocation = state.invocation as Invocation;
  return onStep(world, state, invocation, operation.name, (view) =>
    recordStepUpdate(view, update, at),
  );
}

/** With the reply the engine learns what timers have done meanwhile. */
function replyToCheckpoint(state: State, invocation: Invocation): Transition {
  if (!invocation.call?.recorded) return harness("a reply to a recorded call", "replied to none");
  const phases = invocation.phases.map((phase, index) => {
    const { status } = state.records[index] as LogRecord;
    return phase.at === "waiting" && (status === "READY" || status === "SUCCEEDED")
      ? CALLED
      : phase;
  });
  return accept({ ...state, invocation: { ...invocation, phases, call: undefined } });
}

function refuseCheckpoint(event: EventOf<"checkpoint-refused">): Transition {
  const [update] = event.updates;
  const found = `had ${update?.action ?? "a poll"} of ${update?.operation ?? "nothing"} refused: ${event.error.message}`;
  return refuse("illegal-update", update?.operation, "only updates that the service takes", found);
}

function resolveOperation(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"operation-resolved">,
): Transition {
  const index = world.indexOf.get(event.operation);
  if (index === undefined) return harness("an operation of the workflow", event.operation);
  const operation = world.operations[index] as Operation;
  const record = state.records[index] as LogRecord;
  const phase = phaseOf(invocation, index);
  if (phase.at === "absent" || phase.at === "resolved") {
    return harness("a called operation to resolve once", `resolved ${event.operation}`);
  }
  const found = `gave the handler ${describeOutcome(event.outcome)}`;
  if (!isClosed(record)) {
    const expected = `nothing yet: the log says ${record.status}`;
    return refuse("resolved-before-it-was-recorded", operation.name, expected, found);
  }
  const expected = outcomeOf(world, operation, record);
  if (!sameOutcome(expected, event.outcome)) {
    const words = `the handler to get ${describeOutcome(expected)}`;
    return refuse("resolved-to-something-else", operation.name, words, found);
  }
  return accept(withPhase(state, index, RESOLVED));
}

function finishHandler(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"handler-finished">,
): Transition {
  const expected = handlerOutcome(world, state, invocation);
  if (expected === undefined || !sameOutcome(expected, event.outcome)) {
    const words = expected === undefined ? "the handler to go on" : describeOutcome(expected);
    return harness(words, `finished with ${describeOutcome(event.outcome)}`);
  }
  return accept({ ...state, invocation: { ...invocation, handler: event.outcome } });
}

function answer(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"invocation-answered">,
): Transition {
  const refusal =
    event.answer.kind === "PENDING"
      ? refuseSuspension(world, state, invocation)
      : event.answer.kind === "threw"
        ? refuse("invocation-threw", undefined, "an answer", `threw ${event.answer.error.message}`)
        : refuseEnd(invocation, event.answer);
  if (refusal !== undefined) return refusal;
  return accept({ ...state, invocation: { ...invocation, answer: event.answer } });
}

function refuseSuspension(
  world: World,
  state: State,
  invocation: Invocation,
): Transition | undefined {
  const found = "answered PENDING";
  if (invocation.handler !== undefined) {
    return refuse("suspended-with-work-to-do", undefined, "the handler's own outcome", found);
  }
  const moving = movable(world, state, invocation);
  if (moving !== undefined) {
    return refuse("suspended-with-work-to-do", moving.operation, describeMove(moving), found);
  }
  const pending = state.records.some(
    ({ status, dueAt }) => dueAt !== undefined || status === "READY",
  );
  // A wait that ended while the engine was suspending has nothing pending, and wakes all the same.
  if (pending || invocation.phases.some(({ at }) => at === "waiting")) return undefined;
  return refuse("suspended-with-nothing-pending", undefined, "something to wait for", found);
}

function refuseEnd(
  invocation: Invocation,
  given: Extract<Answer, { readonly kind: "SUCCEEDED" | "FAILED" }>,
): Transition | undefined {
  const { handler } = invocation;
  const found = `answered ${describeAnswer(given)}`;
  const no = (expected: string) => refuse("answered-something-else", undefined, expected, found);
  if (handler === undefined) return no("no end while the handler runs");
  if (handler.kind === "returned") {
    const right = given.kind === "SUCCEEDED" && given.result === handler.value;
    return right ? undefined : no(`SUCCEEDED with ${handler.value ?? "nothing"}`);
  }
  const { name, message } = handler.error;
  const right = given.kind === "FAILED" && sameError({ name, message }, given.error);
  return right ? undefined : no(`FAILED with ${name}: ${message}`);
}

function acceptAnswer(
  state: State,
  invocation: Invocation,
  event: EventOf<"answer-accepted">,
): Transition {
  if (invocation.answer?.kind !== event.answer.kind) return harness("the answer given", "another");
  const woken = state.records.some(({ status }, index) => {
    const { at } = phaseOf(invocation, index);
    return at === "waiting" && (status === "READY" || status === "SUCCEEDED");
  });
  const { kind } = event.answer;
  const outcome = kind === "SUCCEEDED" || kind === "FAILED" ? kind : "RUNNING";
  return accept({ ...state, invocation: undefined, wake: woken, outcome });
}

/**
 * An interruption throws away what was not recorded. A timeout is one that the engine could have
 * prevented, unless user code was still at work: with only timers left, it should have suspended.
 */
function interrupt(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"interrupted">,
): Transition {
  if (event.why === "invocation-timeout") {
    const deadline = invocation.startedAt + world.limits.invocationSeconds * 1_000;
    if (event.at < deadline) return harness(`no timeout before ${deadline} ms`, "timed out");
    const idleSince = event.at - invocation.movedAt;
    const busy = invocation.phases.some(({ at }) => at === "running");
    if (!busy && idleSince > world.guarantees.settleMilliseconds) {
      const moving = movable(world, state, invocation);
      const found = "did nothing until the invocation timed out";
      const expected = moving === undefined ? "the invocation to suspend" : describeMove(moving);
      return refuse("invocation-never-ended", moving?.operation, expected, found);
    }
  }
  return accept({ ...state, invocation: undefined, wake: true });
}

function endExecution(world: World, state: State, event: EventOf<"execution-ended">): Transition {
  const limit = world.limits.executionSeconds * 1_000;
  if (event.status === "TIMED_OUT" && state.now >= limit) {
    return accept({ ...state, execution: "TIMED_OUT", invocation: undefined, wake: false });
  }
  if (state.outcome !== event.status) {
    return harness(`the execution to be ${state.outcome}`, `was ${event.status}`);
  }
  return accept({ ...state, execution: event.status, invocation: undefined, wake: false });
}

const TYPES = { step: "STEP", wait: "WAIT" } as const;

/** The view of a step that its rules take. */
export function viewStep(
  world: World,
  state: State,
  invocation: Invocation,
  index: number,
): StepView | undefined {
  const step = world.operations[index];
  if (step?.kind !== "step") return undefined;
  const record = state.records[index] as LogRecord;
  return { world, state, index, step, record, phase: phaseOf(invocation, index) };
}

function onStep(
  world: World,
  state: State,
  invocation: Invocation,
  name: string,
  rule: (view: StepView) => Transition,
): Transition {
  const index = world.indexOf.get(name);
  const view = index === undefined ? undefined : viewStep(world, state, invocation, index);
  return view === undefined ? harness("a step of the workflow", name) : rule(view);
}

function harness(
  expected: string,
  found: string,
  rule: Rule = "harness-broke-its-rules",
): Transition {
  return refuse(rule, undefined, expected, found);
}

function describeMove(moving: NonNullable<ReturnType<typeof movable>>): string {
  return moving.handler ? "the handler to go on" : `${moving.operation} to go on`;
}
