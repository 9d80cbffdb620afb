import { type BatchItem, readPicture } from "../model/batch-view.ts";
import { describeOutcome } from "../model/describe.ts";
import { type Outcome, returned } from "../model/history.ts";
import { readFrom } from "../model/serdes.ts";
import { readAgain } from "../model/values.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import { lastBefore, type OperationStory, type Seen, type Story } from "./story.ts";

export const batchesPictureTheirBranches: Property = {
  id: "batches-picture-their-branches",
  sentence:
    "The result of a parallel or map is a picture of its branches, live and on replay: each item that has ended has the value that its branch returned, as it is read again, or the message of its error.",
  source: "semantics 4, parallel and map",
  scope: "all",
  check(story) {
    let exercised = false;
    for (const batch of story.operations.values()) {
      if (batch.node.kind !== "batch") continue;
      const branches = branchesOf(story, batch);
      for (const seen of batch.resolved) {
        const { outcome } = seen.event;
        if (outcome.kind === "threw") continue;
        for (const item of readPicture(outcome.value).items) {
          const branch = branches[item.index];
          const ended = branch === undefined ? undefined : endOf(branch, seen);
          if (branch === undefined || ended === undefined || item.status === "STARTED") continue;
          exercised = true;
          if (isPictureOf(item, ended)) continue;
          const expected = `item ${item.index} of ${batch.name} to be ${describeOutcome(ended)}`;
          const found = `gave ${JSON.stringify(item)}`;
          return broken(seen.index, batch.name, "another-picture", expected, found);
        }
      }
    }
    return holdsIf(exercised);
  },
};

function branchesOf(story: Story, { node }: OperationStory): readonly OperationStory[] {
  return [...story.operations.values()].filter((each) => node.inside.includes(each.node.index));
}

/** How the branch ended: in this invocation, or by the log; undefined where neither says so. */
function endOf({ node, finished, recorded }: OperationStory, seen: Seen): Outcome | undefined {
  const last = lastBefore(finished, seen.index);
  if (last?.invocation === seen.invocation) return readAgain(node.serdes, last.event.outcome);
  const close = recorded.findLast(
    ({ update, index }) => update.action !== "START" && index < seen.index,
  );
  if (close === undefined || close.update.replayChildren === true) return undefined;
  const { payload, error } = close.update;
  return error === undefined ? returned(readFrom(node.serdes, payload)) : { kind: "threw", error };
}

/** Errors are wrapped as the engine likes: of them, the message. */
function isPictureOf({ status, value, error }: BatchItem, ended: Outcome): boolean {
  if (ended.kind === "threw") {
    return status === "FAILED" && error?.message === ended.error.message;
  }
  return status === "SUCCEEDED" && JSON.stringify(value) === ended.value;
}
