/** What an invocation may answer, and what its answer makes of the execution (semantics, section 5). */
import { endForeign } from "./changed-handler.ts";
import { describeAnswer } from "./describe.ts";
import { answerFailure } from "./failing-calls.ts";
import type { Failure } from "./fault.ts";
import { describeMove, movable } from "./handler.ts";
import type { Answer, EventOf } from "./history.ts";
import { sameError } from "./history.ts";
import { isWritable, writtenAs } from "./odd-value.ts";
import { isStrategyError } from "./operations/step-failure.ts";
import type { Node } from "./program.ts";
import { accept, harness, refuse, type Transition } from "./refusal.ts";
import { type Invocation, isClosed, phaseOf, recordOf, type State } from "./state.ts";
import type { World } from "./world.ts";

/**
 * An invocation that has been told no token for its next call can record nothing more. It may suspend,
 * whatever it has to do: the execution goes on in another one (AWS's issue #918).
 */
const WITHOUT_TOKEN = "token-missing" satisfies Failure;

/** Whether no invocation is live; of one that threw no answer is taken. */
export function isOver({ invocation }: State): boolean {
  return invocation === undefined || invocation.answer?.kind === "threw";
}

export function answer(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"invocation-answered">,
): Transition {
  const foreign = endForeign(state, invocation, event);
  if (foreign !== undefined) return foreign;
  const failed = answerFailure(state, invocation, event.answer);
  if (failed?.kind === "refused") return failed;
  const answered = { ...invocation, answer: event.answer };
  if (failed !== undefined) {
    const wake = event.answer.kind === "threw";
    return accept({ ...state, invocation: answered, wake });
  }
  const refusal =
    event.answer.kind === "PENDING"
      ? refuseSuspension(world, state, invocation)
      : event.answer.kind === "threw"
        ? refuse("invocation-threw", undefined, "an answer", `threw ${event.answer.error.message}`)
        : (refuseEnd(invocation, event.answer) ??
          refuseUnclosed(world, state, invocation, event.answer) ??
          refuseUnrecorded(world, invocation, event.answer));
  if (refusal !== undefined) return refusal;
  return accept({ ...state, invocation: answered });
}

/** Why an invocation may not suspend now, if it may not. */
export function refuseSuspension(
  world: World,
  state: State,
  invocation: Invocation,
): Transition | undefined {
  const found = "answered PENDING";
  if (invocation.failure === WITHOUT_TOKEN) return undefined;
  if (invocation.handler !== undefined) {
    return refuse("suspended-with-work-to-do", undefined, "the handler's own outcome", found);
  }
  const moving = movable(world, state, invocation);
  if (moving !== undefined) {
    return refuse("suspended-with-work-to-do", moving.operation, describeMove(moving), found);
  }
  // If nothing can move and the handler has not ended, it awaits what a timer, or somebody outside,
  // will end: something is pending. (Of a race of nothing that would not be true: it is no case.)
  return undefined;
}

function refuseEnd(
  invocation: Invocation,
  given: Extract<Answer, { readonly kind: "SUCCEEDED" | "FAILED" }>,
): Transition | undefined {
  const { handler } = invocation;
  const found = `answered ${describeAnswer(given)}`;
  const no = (expected: string) => refuse("answered-something-else", undefined, expected, found);
  if (handler === undefined) return no("no end while the handler runs");
  if (handler.kind === "returned" && !isWritable(handler.value)) {
    return given.kind === "FAILED"
      ? undefined
      : no("FAILED: what the handler gave can't be written");
  }
  if (handler.kind === "returned") {
    const value = writtenAs(handler.value);
    // A result that is too large for the answer was recorded before, and the answer is empty.
    const large = invocation.recordedResult !== undefined;
    const result =
      large && given.kind === "SUCCEEDED" && given.result === ""
        ? invocation.recordedResult
        : undefined;
    const right = given.kind === "SUCCEEDED" && (result ?? given.result) === value;
    return right ? undefined : no(`SUCCEEDED with ${value ?? "nothing"}`);
  }
  const { name, message } = handler.error;
  const right = given.kind === "FAILED" && sameError({ name, message }, given.error);
  return right ? undefined : no(`FAILED with ${name}: ${message}`);
}

/** What the handler was given has to be in the log by then, however it was given. */
function refuseUnclosed(
  world: World,
  state: State,
  invocation: Invocation,
  { kind }: Answer,
): Transition | undefined {
  if (kind !== "SUCCEEDED") return undefined;
  for (const index of world.root) {
    const { name, kind: of, step } = world.nodes[index] as Node;
    const phase = phaseOf(invocation, index);
    if (phase.at !== "resolved" || of === "work" || isClosed(recordOf(state, index))) {
      continue;
    }
    // What becomes of a step whose strategy throws is promised nowhere.
    if (step !== undefined && isStrategyError(step, phase.outcome)) continue;
    const expected = `${name} to be closed in the log`;
    return refuse("answered-without-a-record", name, expected, "answered SUCCEEDED without it");
  }
  return undefined;
}

/** Of every body that was started in time the log has a trace by then: its START at least. */
function refuseUnrecorded(
  { nodes }: World,
  { owed }: Invocation,
  { kind }: Answer,
): Transition | undefined {
  const [first] = owed;
  if (kind !== "SUCCEEDED" || first === undefined) return undefined;
  const { name } = nodes[first] as Node;
  const expected = `a record of ${name}, whose body ran`;
  return refuse("answered-without-a-record", name, expected, "answered SUCCEEDED without it");
}

export function acceptAnswer(
  state: State,
  invocation: Invocation,
  event: EventOf<"answer-accepted">,
): Transition {
  if (invocation.answer?.kind !== event.answer.kind) return harness("the answer given", "another");
  // Whatever it has not been told wakes the execution again, called or not.
  const woken = invocation.failure === WITHOUT_TOKEN || invocation.unheard.length > 0;
  const { kind } = event.answer;
  const ends = state.outcome === "RUNNING" && (kind === "SUCCEEDED" || kind === "FAILED");
  const outcome = ends ? kind : state.outcome;
  return accept({ ...state, invocation: undefined, wake: woken, outcome });
}

/** The service did not take the answer: for instance PENDING with nothing pending. */
export function refuseAnswer(event: EventOf<"answer-refused">): Transition {
  const found = `had its ${event.answer.kind} refused: ${event.error.message}`;
  const expected = "an answer the service takes";
  return refuse("suspended-with-nothing-pending", undefined, expected, found);
}
