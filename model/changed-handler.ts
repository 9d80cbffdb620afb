/**
 * What an invocation whose handler was changed may do: all that it could have done before, until
 * the handler calls what the log does not have there. From then on nothing of that is given, run or
 * recorded, and the invocation answers FAILED for it.
 */
import { foreignNames, foreignOperation, NONDETERMINISM } from "./change.ts";
import { describeAnswer } from "./describe.ts";
import { nextOf } from "./handler.ts";
import type { Answer, Event, EventOf } from "./history.ts";
import { ROOT } from "./program.ts";
import { accept, harness, refuse, type Transition } from "./refusal.ts";
import { type Invocation, recordOf, type State } from "./state.ts";
import type { World } from "./world.ts";

/** Whether an invocation with this number runs the changed handler, and has not met the change yet. */
export function changeAhead({ change, indexOf }: World, state: State, invocation: number) {
  if (change === undefined || invocation < change.fromInvocation) return "none";
  const index = indexOf.get(change.operation) as number;
  return recordOf(state, index).status === "none" ? "none" : "ahead";
}

/** What the changed handler calls next, if that is where it differs. */
export function foreignCall(world: World, invocation: Invocation): string | undefined {
  const { change, workflow } = world;
  if (change === undefined || invocation.change !== "ahead") return undefined;
  const next = nextOf(world, invocation, ROOT);
  if (next.kind !== "call" || next.node.name !== change.operation) return undefined;
  return foreignOperation(workflow, change)?.name;
}

/** Undefined where an event is judged as in any other invocation. */
export function judgeForeign(
  world: World,
  state: State,
  invocation: Invocation,
  event: Event,
): Transition | undefined {
  if (invocation.change === "none" || world.change === undefined) return undefined;
  if (invocation.change === "ahead") {
    if (event.kind !== "operation-called") return undefined;
    const expected = foreignCall(world, invocation);
    if (expected !== event.operation) {
      if (expected === undefined || event.operation !== world.change.operation) return undefined;
      return harness(`the changed handler to call ${expected}`, `called ${event.operation}`);
    }
    return accept({ ...state, invocation: { ...invocation, change: "met" } });
  }
  const expected = "the execution to fail: the log has another operation there";
  const no = (found: string) => refuse("foreign-record-taken", undefined, expected, found);
  if (event.kind === "handler-finished") return no("let the handler finish");
  const foreign = foreignNames(world.workflow, world.change);
  const own = ownNames(event).find((name) => foreign.has(name));
  return own === undefined ? undefined : no(foundOf(event, own));
}

/** What of operations an event is about, where the engine is behind it. */
function ownNames(event: Event): readonly string[] {
  switch (event.kind) {
    case "body-entered":
    case "strategy-asked":
    case "serdes-failed":
    case "operation-resolved":
      return [event.operation];
    case "checkpoint-requested":
      return event.updates.map(({ operation }) => operation);
    default:
      return [];
  }
}

function foundOf({ kind }: Event, name: string): string {
  if (kind === "operation-resolved") return `gave the handler an outcome of ${name}`;
  return kind === "checkpoint-requested" ? `sent an update of ${name}` : `ran code of ${name}`;
}

/** The end of an invocation that has met what the log does not have. */
export function endForeign(
  state: State,
  invocation: Invocation,
  { answer }: EventOf<"invocation-answered">,
): Transition | undefined {
  if (invocation.change !== "met") return undefined;
  if (answer.kind === "FAILED" && answer.error.name === NONDETERMINISM) {
    return accept({ ...state, invocation: { ...invocation, answer } });
  }
  // It may have failed before it could say so.
  if (invocation.failure !== undefined || invocation.serdesFailed !== "no") return undefined;
  const expected = `FAILED with ${NONDETERMINISM}`;
  const found = `answered ${describeAnswer(answer)}`;
  return refuse("nondeterminism-answered-otherwise", undefined, expected, found);
}

/** How the model itself ends such an invocation. */
export const FOREIGN_ANSWER: Answer = {
  kind: "FAILED",
  error: { name: NONDETERMINISM, message: "The log has another operation there" },
};
