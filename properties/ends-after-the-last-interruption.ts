import { broken, holdsIf, type Property } from "./property.ts";
import type { Story } from "./story.ts";

export const endsAfterTheLastInterruption: Property = {
  id: "ends-after-the-last-interruption",
  sentence:
    "After its last interruption an execution whose steps fit the invocation limit ends within a bound: one invocation for each wait and each retry still to come, and one more.",
  source: "semantics 2, consequence 9",
  check(story) {
    const bound = invocationBound(story);
    if (bound === undefined) return holdsIf(false);
    const last = story.invocations.findLast(({ end }) => end?.event.kind === "interrupted");
    const after = story.invocations.filter(({ number }) => number > (last?.number ?? 0));
    const beyond = after[bound];
    if (beyond !== undefined) {
      const expected = `at most ${bound} invocations after the last interruption`;
      const found = "needed another one";
      return broken(beyond.start.index, undefined, "too-many-invocations", expected, found);
    }
    return holdsIf(last !== undefined);
  },
};

/** Undefined where a body does not fit the invocation limit: such a step may run for ever. */
function invocationBound({ case: { workflow, limits }, guarantees }: Story): number | undefined {
  let bound = 1;
  for (const operation of workflow.operations) {
    if (operation.kind === "wait") {
      bound += 1;
      continue;
    }
    const { retry, runs } = operation;
    // Some room: the other steps of the same invocation share its limit.
    const limit = (limits.invocationSeconds * 1_000) / (workflow.operations.length + 1);
    if (runs.some(({ milliseconds }) => milliseconds >= limit)) return undefined;
    if (retry.policy === "default") bound += guarantees.defaultRetry.attempts - 1;
    if (retry.policy === "limited") bound += retry.attempts - 1;
  }
  return bound;
}
