import { samePicture } from "../model/batch-view.ts";
import { describeOutcome } from "../model/describe.ts";
import { sameOutcome } from "../model/history.ts";
import { strategyThrows } from "../model/retry.ts";
import { type Broken, broken, earliestOf, type Property } from "./property.ts";
import { closing, type OperationStory, type Seen } from "./story.ts";

export const liveEqualsReplay: Property = {
  id: "live-equals-replay",
  sentence:
    "What an await gives the first time is what it gives on every replay, errors with their whole chain of causes.",
  source: "semantics 2, consequence 4",
  requirements: ["1-9", "1-10"],
  check(story) {
    const differing: Broken[] = [];
    let exercised = false;
    for (const operation of story.operations.values()) {
      const { name, resolved } = operation;
      for (const [number, first] of resolved.entries()) {
        const replay = resolved[number + 1];
        if (replay === undefined || !isBinding(operation, first)) continue;
        exercised = true;
        const same = operation.node.kind === "batch" ? samePicture : sameOutcome;
        if (same(first.event.outcome, replay.event.outcome)) continue;
        const given = describeOutcome(first.event.outcome);
        const expected = `${name} to give ${given}, as in invocation ${first.invocation}`;
        const found = `gave ${describeOutcome(replay.event.outcome)}`;
        differing.push(broken(replay.index, name, "differs-from-live", expected, found));
      }
    }
    return earliestOf(differing, exercised);
  },
};

/** Contexts are not awaited into the log; what comes of them before is what decisions-are-kept judges. */
const CONTEXTS = new Set(["child", "batch", "combinator", "wait-for-callback"]);

/** Whether what was given has to be given again, because it is in the log. */
function isBinding(operation: OperationStory, first: Seen): boolean {
  const { kind, step } = operation.node;
  // The error of a strategy that throws may be given as it is.
  if (!CONTEXTS.has(kind) && !strategyThrows(step?.retry)) return true;
  const close = closing(operation);
  return close !== undefined && close.invocation <= first.invocation;
}
