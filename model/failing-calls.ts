/**
 * What a failed call means for the rest of its invocation (semantics, section 5). One that fails in
 * passing ends the invocation, which the service starts again, unless the engine makes the call
 * anew; one that is denied ends the execution. Nothing that failed may be taken for recorded. A
 * serdes that fails ends no more than the invocation either.
 */
import { describeAnswer } from "./describe.ts";
import { meaningOf } from "./fault.ts";
import type { Answer, EventOf, Update } from "./history.ts";
import { someOf } from "./list.ts";
import { accept, harness, refuse, type Transition } from "./refusal.ts";
import { ABSENT, type Invocation, type State } from "./state.ts";
import type { World } from "./world.ts";

export function failCheckpoint(
  world: World,
  state: State,
  invocation: Invocation,
  { failure }: EventOf<"checkpoint-failed">,
): Transition {
  const { call } = invocation;
  const { recorded, usesTokenUp } = meaningOf(failure);
  if (call === undefined || call.recorded !== recorded) {
    return harness(recorded ? "a recorded call to fail so" : "an open call to fail so", failure);
  }
  // Whatever fails after that, the token stays used up.
  const tokenUsedUp = invocation.tokenUsedUp || usesTokenUp;
  if (state.outcome !== "RUNNING") {
    // Who does not know that the end is recorded may end as after any failed call; no other is needed.
    const isOfTheEnd = call.updates.some(({ type }) => type === "EXECUTION");
    const weighs = isOfTheEnd ? failure : invocation.failure;
    const failed = { ...invocation, call: undefined, failure: weighs, tokenUsedUp };
    return accept({ ...state, invocation: failed });
  }
  const lost = recorded ? [] : call.updates;
  // What was not recorded may be sent again.
  const open = new Set(lost.map(({ operation }) => world.indexOf.get(operation)));
  const closing = invocation.closing.filter((index) => !open.has(index));
  const unrecorded = [...invocation.unrecorded, ...lost.map(({ operation }) => operation)];
  const recordedResult = lost.some(({ type }) => type === "EXECUTION")
    ? undefined
    : invocation.recordedResult;
  const left = { closing, unrecorded, failure, tokenUsedUp, recordedResult };
  return accept({ ...state, invocation: { ...invocation, call: undefined, ...left } });
}

/** A page of the log can't be had: the engine does not know what it has to go by. */
export function failPage(
  state: State,
  invocation: Invocation,
  { failure }: EventOf<"page-failed">,
): Transition {
  if (someOf(invocation.phases, (phase) => phase !== ABSENT)) {
    return harness("pages to be asked for before anything is called", "asked for one later");
  }
  const tokenUsedUp = meaningOf(failure).usesTokenUp;
  return accept({ ...state, invocation: { ...invocation, failure, tokenUsedUp } });
}

/** An operation of which something is sent after a failed call is no longer behind. */
export function sendAgain(unrecorded: readonly string[], { operation }: Update): readonly string[] {
  return unrecorded.length === 0 ? unrecorded : unrecorded.filter((each) => each !== operation);
}

/**
 * Whether a failed call, or a failed serdes, decides about this answer: the end of the invocation or the execution that
 * is accepted or refused for it. Undefined where the answer is judged as any other.
 */
export function answerFailure(
  state: State,
  { failure, handler, serdesFailed, unrecorded }: Invocation,
  answer: Answer,
): Transition | undefined {
  const found = `answered ${describeAnswer(answer)}`;
  if (answer.kind === "SUCCEEDED" && unrecorded.length > 0) {
    const expected = `no success: the log lacks what was sent of ${unrecorded.join(", ")}`;
    return refuse("succeeded-with-updates-lost", undefined, expected, found);
  }
  const ends = failure === undefined ? undefined : meaningOf(failure).ends;
  const failed = serdesFailed !== "no";
  if (answer.kind === "threw" && (ends === "invocation" || failed)) return accept(state);
  // The handler may have come to its end meanwhile.
  if (answer.kind === "FAILED" && serdesFailed === "for-good") return accept(state);
  if (ends === "execution") {
    if (answer.kind === "FAILED") return accept(state);
    const expected = "the execution to fail: the service does not take this call, ever";
    return refuse("failure-of-another-scope", undefined, expected, found);
  }
  if (ends === undefined && !failed) return undefined;
  if (answer.kind !== "FAILED" || handler !== undefined) return undefined;
  const what = ends === undefined ? "its serdes" : "its call";
  const expected = `the invocation to end and be started again: ${what} has failed in passing`;
  return refuse("failure-of-another-scope", undefined, expected, found);
}
