/** What happens when time moves: bodies end, timers fire, outside parties act, limits strike. */
import type { Event, EventOf } from "../history.ts";
import { runOutcome } from "../operations/step.ts";
import type { Node } from "../program.ts";
import { type Phase, phaseOf, recordOf, type State } from "../state.ts";
import { outsideEnd } from "../values.ts";
import type { World } from "../world.ts";

/** How the running body of an operation, or work between operations, ends, and when. */
export function bodyEnd(
  state: State,
  { index, name: operation, kind, step }: Node,
  phase: Phase,
): EventOf<"body-finished"> | EventOf<"operation-resolved"> | undefined {
  if (phase.at !== "running") return undefined;
  const { run, until: at } = phase;
  if (kind === "work") {
    return { kind: "operation-resolved", at, operation, outcome: { kind: "returned" } };
  }
  if (step === undefined) return undefined;
  const { attempt } = recordOf(state, index);
  return { kind: "body-finished", at, operation, attempt, run, outcome: runOutcome(step, run) };
}

/** What a clock or an outside party does to one operation, once its time has come. */
export function endFromElsewhere(
  state: State,
  { index, name: operation, kind, operation: told }: Node,
): EventOf<"timer-fired"> | EventOf<"outside-ended"> | undefined {
  const { dueAt: at } = recordOf(state, index);
  if (at === undefined) return undefined;
  if (kind !== "callback" && kind !== "invoke") return { kind: "timer-fired", at, operation };
  const end = outsideEnd(told, operation);
  return end === undefined
    ? undefined
    : { kind: "outside-ended", at, operation, status: end.status };
}

/** Everything that is due at the earliest time, in a state where nothing can happen now. */
export function later(world: World, state: State): readonly Event[] {
  const { limits } = world;
  const events: Event[] = [
    { kind: "execution-ended", at: limits.executionSeconds * 1_000, status: "TIMED_OUT" },
  ];
  const { invocation } = state;
  for (const node of world.nodes) {
    const elsewhere = endFromElsewhere(state, node);
    if (elsewhere !== undefined) events.push(elsewhere);
    const end =
      invocation === undefined ? undefined : bodyEnd(state, node, phaseOf(invocation, node.index));
    if (end !== undefined) events.push(end);
  }
  if (invocation !== undefined) {
    const deadline = invocation.startedAt + limits.invocationSeconds * 1_000;
    events.push({ kind: "interrupted", at: deadline, why: "invocation-timeout" });
  }
  const due = events.map((event) => (event.at < state.now ? { ...event, at: state.now } : event));
  const earliest = Math.min(...due.map(({ at }) => at));
  return due.filter(({ at }) => at === earliest);
}
