/**
 * The model as one pure function: `transition(world, state, event)` gives the next state, or says
 * why no right engine could have let this event happen here. Each event has one guard and one
 * effect, on the operation that it names; so concurrency costs nothing, and there is no
 * interleaving to guess.
 */
import { acceptAnswer, answer, refuseAnswer } from "./answer.ts";
import { judgeForeign } from "./changed-handler.ts";
import {
  recordCheckpoint,
  refuseCheckpoint,
  replyToCheckpoint,
  requestCheckpoint,
} from "./checkpoint.ts";
import { ASKED } from "./describe.ts";
import { failCheckpoint, failPage } from "./failing-calls.ts";
import { failSerdes } from "./failing-serdes.ts";
import type { Event, EventOf } from "./history.ts";
import { endExecution, interrupt, refuseStaying, startInvocation } from "./invocation.ts";
import { listOf } from "./list.ts";
import { askStrategy } from "./operations/step-failure.ts";
import { onStep } from "./operations/view.ts";
import type { Node } from "./program.ts";
import { accept, harness, refuse, type Transition } from "./refusal.ts";
import {
  type Invocation,
  type LogRecord,
  NO_RECORD,
  recordOf,
  type State,
  withRecord,
} from "./state.ts";
import {
  callOperation,
  enter,
  find,
  finish,
  finishHandler,
  resolveOperation,
} from "./user-code.ts";
import type { World } from "./world.ts";

/** The state before anything has happened. */
export function initial(world: World): State {
  return {
    now: 0,
    execution: "RUNNING",
    outcome: "RUNNING",
    records: listOf(world.nodes.map(() => NO_RECORD)),
    runs: listOf(world.nodes.map(() => 0)),
    failedSerdes: [],
    kept: new Map(),
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
    case "outside-ended":
      return endFromOutside(world, state, event);
    case "heartbeat":
      return hearHeartbeat(world, state, event);
    case "execution-ended":
      return endExecution(world, state, event);
    case "body-entered-afterwards":
      return enterAfterwards(event);
    default: {
      const live = state.invocation;
      if (live === undefined) return harness("a live invocation", `saw ${event.kind}`);
      const stayed = refuseStaying(world, state, live, event);
      if (stayed !== undefined) return stayed;
      // A poll and a timeout do nothing: what the engine does between them is what counts.
      const moves = !isPoll(event) && event.kind !== "interrupted";
      if (!moves || live.movedAt === event.at) return inInvocation(world, state, live, event);
      const invocation = { ...live, movedAt: event.at };
      return inInvocation(world, { ...state, invocation }, invocation, event);
    }
  }
}

type InvocationEvent = Exclude<
  Event,
  {
    readonly kind:
      | "invocation-started"
      | "timer-fired"
      | "outside-ended"
      | "heartbeat"
      | "execution-ended"
      | "body-entered-afterwards";
  }
>;

/** A poll that fails is no mere poll: the invocation has to end for it. */
function isPoll(event: Event): boolean {
  return "updates" in event && event.updates.length === 0 && event.kind !== "checkpoint-failed";
}

function inInvocation(
  world: World,
  state: State,
  invocation: Invocation,
  event: InvocationEvent,
): Transition {
  if (invocation.answer !== undefined && !FOLLOWS_ANSWER.has(event.kind)) {
    return harness("nothing of an invocation that has answered", `saw ${event.kind}`);
  }
  const foreign = judgeForeign(world, state, invocation, event);
  if (foreign !== undefined) return foreign;
  switch (event.kind) {
    case "operation-called":
      return callOperation(world, state, invocation, event);
    case "body-entered":
      return enter(world, state, invocation, event);
    case "body-finished":
      return finish(world, state, invocation, event);
    case "strategy-asked":
      return onStep(world, state, invocation, event.operation, (view) => askStrategy(view, event));
    case "checkpoint-requested":
      return requestCheckpoint(world, state, invocation, event);
    case "checkpoint-recorded":
      return recordCheckpoint(world, state, invocation, event);
    case "checkpoint-replied":
      return replyToCheckpoint(state, invocation, event);
    case "checkpoint-refused":
      return refuseCheckpoint(event);
    case "checkpoint-failed":
      return failCheckpoint(world, state, invocation, event);
    case "page-failed":
      return failPage(state, invocation, event);
    case "serdes-failed":
      return failSerdes(world, state, invocation, event);
    case "operation-resolved":
      return resolveOperation(world, state, invocation, event);
    case "handler-finished":
      return finishHandler(world, state, invocation, event);
    case "invocation-answered":
      return answer(world, state, invocation, event);
    case "answer-accepted":
      return acceptAnswer(state, invocation, event);
    case "answer-refused":
      return refuseAnswer(event);
    case "interrupted":
      return interrupt(world, state, invocation, event);
    case "error-escaped": {
      const found = `let an error escape: ${event.error.name}: ${event.error.message}`;
      const expected = "every error to reach the handler or the answer";
      return refuse("error-escaped", undefined, expected, found);
    }
    case "input-differs": {
      const expected = "the handler to be given the input of the execution";
      return refuse("given-another-input", undefined, expected, `gave it ${event.input}`);
    }
    case "asked-otherwise": {
      const { operation, what, found } = event;
      const expected = `what the handler has asked for of ${operation}`;
      return refuse("asked-otherwise", operation, expected, `${ASKED[what]}: ${found}`);
    }
    case "livelocked": {
      const found = "worked for ever at one instant";
      return refuse("invocation-livelocked", undefined, "work to need time", found);
    }
  }
}

const FOLLOWS_ANSWER = new Set<Event["kind"]>(["answer-accepted", "answer-refused", "interrupted"]);

function fireTimer(world: World, state: State, event: EventOf<"timer-fired">): Transition {
  const node = find(world, event.operation);
  if (node === undefined) return harness("an operation of the workflow", event.operation);
  const record = recordOf(state, node.index);
  const isStep = node.step !== undefined;
  const pending = record.status === (isStep ? "PENDING" : "STARTED");
  if (
    !(isStep || node.kind === "wait") ||
    !pending ||
    record.dueAt === undefined ||
    event.at < record.dueAt
  ) {
    const expected = `its timer no earlier than ${record.dueAt ?? "ever"} ms`;
    const found = `fired it at ${event.at} ms`;
    return refuse("service-broke-its-rules", node.name, expected, found);
  }
  const fired: LogRecord = isStep
    ? { ...record, status: "READY", dueAt: undefined }
    : { ...record, status: "SUCCEEDED", dueAt: undefined, ending: { kind: "elapsed" } };
  return accept(tell(withRecord(state, node.index, fired), node));
}

function endFromOutside(world: World, state: State, event: EventOf<"outside-ended">): Transition {
  const node = find(world, event.operation);
  if (node === undefined) return harness("an operation of the workflow", event.operation);
  const record = recordOf(state, node.index);
  if ((node.kind !== "callback" && node.kind !== "invoke") || record.status !== "STARTED") {
    const found = `ended ${node.name} from outside`;
    return refuse("service-broke-its-rules", node.name, "an open callback or invoke", found);
  }
  const { status } = event;
  // A party may come whenever it likes; a clock may not.
  const { dueAt = Number.POSITIVE_INFINITY } = record;
  if (node.kind === "callback" && status === "TIMED_OUT" && event.at < dueAt) {
    const found = `let it time out at ${event.at} ms`;
    return refuse("service-broke-its-rules", node.name, `no end of it before ${dueAt} ms`, found);
  }
  const ended: LogRecord = { ...record, status, dueAt: undefined, ending: { kind: "outside" } };
  return accept(tell(withRecord(state, node.index, ended), node));
}

/** An invocation that has answered is over: nothing that its process still does would be recorded. */
function enterAfterwards(event: EventOf<"body-entered-afterwards">): Transition {
  const { operation, afterMilliseconds } = event;
  const found = `ran the body of ${operation} ${afterMilliseconds} ms after its invocation had ended`;
  return refuse("body-ran-after-its-invocation", operation, "no body any more", found);
}

/** A sign of life keeps a callback open; that is nothing that the engine would learn. */
function hearHeartbeat(world: World, state: State, event: EventOf<"heartbeat">): Transition {
  const node = find(world, event.operation);
  const status = node === undefined ? undefined : recordOf(state, node.index).status;
  if (node?.kind === "callback" && status === "STARTED") return accept(state);
  const found = `heard a heartbeat of ${event.operation}`;
  return refuse("service-broke-its-rules", event.operation, "those of an open callback", found);
}

/** Between invocations a change of the log wakes the execution; during one it waits to be told. */
function tell(state: State, { index }: Node): State {
  const { invocation } = state;
  if (invocation === undefined) return { ...state, wake: true };
  return { ...state, invocation: { ...invocation, unheard: [...invocation.unheard, index] } };
}
