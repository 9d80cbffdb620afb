/**
 * What a serdes that fails means for the rest of its invocation. It may keep results elsewhere, so
 * that it fails in passing: the invocation ends for it and the service starts another, in which it
 * is tried again. It is no failure of the operation, whose body has done what it should, and none
 * of the execution. So have it the SDK's own change notes ("automatic recovery from temporary
 * failures in external services used by custom serdes", aws-durable-execution-sdk-js #90 and #167)
 * and its `SerdesFailedError`, an `UnrecoverableInvocationError`. To try again in the same
 * invocation is as good.
 *
 * What can't be written at all fails so each time. That this should end the execution is written
 * nowhere, nor that it should not: it may be tried again until time is up, or fail the execution.
 */
import type { EventOf, Outcome } from "./history.ts";
import { isWritable } from "./odd-view.ts";
import type { Node, Program } from "./program.ts";
import { accept, harness, type Transition } from "./refusal.ts";
import { failureOf, type SerdesFailure } from "./serdes.ts";
import type { Invocation, State } from "./state.ts";
import type { World } from "./world.ts";

/** How the serdes fails, once, that an operation has, or the items of a batch. */
export function serdesFailure({ kind, operation, serdes }: Node): SerdesFailure | undefined {
  // The serdes of a branch is that of the items of its batch, and counts there.
  if (kind === "branch") return undefined;
  return failureOf("itemSerdes" in operation ? operation.itemSerdes : serdes);
}

/** The operations whose serdes fails once. */
export function failingSerdes({ nodes }: Program): readonly number[] {
  return nodes.filter((node) => serdesFailure(node) !== undefined).map(({ index }) => index);
}

/** A body or a function has returned: where JSON can't write that, no serdes ever will. */
export function returnedForGood(state: State, outcome: Outcome): State {
  const { invocation } = state;
  if (invocation === undefined || outcome.kind === "threw" || isWritable(outcome.value)) {
    return state;
  }
  return { ...state, invocation: { ...invocation, serdesFailed: "for-good" } };
}

export function failSerdes(
  world: World,
  state: State,
  invocation: Invocation,
  { operation, doing }: EventOf<"serdes-failed">,
): Transition {
  const index = world.indexOf.get(operation);
  const node = index === undefined ? undefined : world.nodes[index];
  if (node === undefined || serdesFailure(node)?.doing !== doing) {
    return harness("a serdes to fail that is to", `saw that of ${operation} fail to ${doing}`);
  }
  if (state.failedSerdes.includes(node.index)) {
    return harness("a serdes to fail once", `saw that of ${operation} fail again`);
  }
  const serdesFailed = invocation.serdesFailed === "no" ? "in-passing" : invocation.serdesFailed;
  const failedSerdes = [...state.failedSerdes, node.index].sort((left, right) => left - right);
  return accept({ ...state, failedSerdes, invocation: { ...invocation, serdesFailed } });
}
