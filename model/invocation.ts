/** How invocations start, stay or are cut off, and how executions end (semantics, section 5). */
import { isOver } from "./answer.ts";
import { changeAhead } from "./changed-handler.ts";
import { describeMove, type Movable, movable } from "./handler.ts";
import type { Event, EventOf } from "./history.ts";
import { listOf } from "./list.ts";
import { accept, harness, refuse, type Transition } from "./refusal.ts";
import { ABSENT, type Invocation, type State } from "./state.ts";
import type { World } from "./world.ts";

export function startInvocation(
  world: World,
  state: State,
  event: EventOf<"invocation-started">,
): Transition {
  if (!isOver(state) || state.outcome !== "RUNNING" || !state.wake) {
    return refuse("service-broke-its-rules", undefined, "no invocation now", "started one");
  }
  const number = state.invocations + 1;
  if (event.invocation !== number)
    return harness(`invocation ${number}`, `saw ${event.invocation}`);
  const invocation: Invocation = {
    number,
    startedAt: event.at,
    movedAt: event.at,
    phases: listOf(world.nodes.map(() => ABSENT)),
    atWork: 0,
    closing: [],
    unheard: [],
    call: undefined,
    failure: undefined,
    tokenUsedUp: false,
    serdesFailed: "no",
    unrecorded: [],
    owed: [],
    handler: undefined,
    answer: undefined,
    recordedResult: undefined,
    change: changeAhead(world, state, number),
  };
  return accept({ ...state, invocation, invocations: number, wake: false });
}

/**
 * An interruption throws away what was not recorded. A timeout is one that the engine could have
 * prevented, unless user code was still at work: with only timers left, it should have suspended.
 */
export function interrupt(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"interrupted">,
): Transition {
  if (event.why === "invocation-timeout") {
    const deadline = invocation.startedAt + world.limits.invocationSeconds * 1_000;
    if (event.at < deadline) return harness(`no timeout before ${deadline} ms`, "timed out");
    // What waits for a reply can do nothing about it.
    if (isIdle(world, invocation, event.at) && !awaitsReply(invocation)) {
      const moving = movable(world, state, invocation);
      const found = "did nothing until the invocation timed out";
      const expected = expectedMove(invocation, moving);
      return refuse("invocation-never-ended", moving?.operation, expected, found);
    }
  }
  return accept({ ...state, invocation: undefined, wake: true });
}

/**
 * With nothing left but timers and outside parties an invocation suspends: it does not wait for
 * them, by polling or otherwise.
 */
export function refuseStaying(
  world: World,
  state: State,
  invocation: Invocation,
  event: Event,
): Transition | undefined {
  if (!ENGINE_ACTS.has(event.kind) || !isIdle(world, invocation, event.at)) return undefined;
  // It was waiting for a reply.
  if (awaitsReply(invocation)) return undefined;
  if (movable(world, state, invocation) !== undefined) return undefined;
  const found = `stayed for ${event.at - invocation.movedAt} ms with nothing to do`;
  return refuse("stayed-with-nothing-to-do", undefined, "the invocation to suspend", found);
}

const ENGINE_ACTS = new Set<Event["kind"]>([
  "operation-called",
  "body-entered",
  "strategy-asked",
  "checkpoint-requested",
  "operation-resolved",
  "handler-finished",
  "invocation-answered",
]);

/** Whether nothing has happened for longer than it takes to see that nothing can. */
function isIdle(world: World, { movedAt, atWork }: Invocation, at: number): boolean {
  if (at - movedAt <= world.settleMilliseconds) return false;
  return atWork === 0;
}

export function endExecution(
  world: World,
  state: State,
  event: EventOf<"execution-ended">,
): Transition {
  const limit = world.limits.executionSeconds * 1_000;
  const running = state.outcome === "RUNNING";
  if (event.status === "TIMED_OUT" && running && state.now >= limit) {
    return accept({ ...state, execution: "TIMED_OUT", invocation: undefined, wake: false });
  }
  if (running || state.outcome !== event.status || !isOver(state)) {
    return harness(`the execution to be ${state.outcome}`, `was ${event.status}`);
  }
  return accept({ ...state, execution: event.status, invocation: undefined, wake: false });
}

function awaitsReply({ call }: Invocation): boolean {
  return call !== undefined && call.updates.length > 0;
}

function expectedMove({ change }: Invocation, moving: Movable | undefined): string {
  if (change === "met") return "the execution to fail: the log has another operation there";
  return moving === undefined ? "the invocation to suspend" : describeMove(moving);
}
