import { type BatchItem, type Picture, readPicture } from "../model/batch-view.ts";
import { describeOutcome } from "../model/describe.ts";
import { type Outcome, returned } from "../model/history.ts";
import { readFrom } from "../model/serdes.ts";
import { readAgain } from "../model/values.ts";
import { type Broken, broken, earliestOf, type Property } from "./property.ts";
import { branchesOf, lastBefore, type OperationStory, type Seen, type Story } from "./story.ts";

export const batchesPictureTheirBranches: Property = {
  id: "batches-picture-their-branches",
  sentence:
    "The result of a parallel or map is a picture of its branches, live and on replay: each item that has ended has the value that its branch returned, as it is read again, or the message of its error.",
  source: "semantics 4, parallel and map",
  scope: "all",
  check(story) {
    const wrong: Broken[] = [];
    let exercised = false;
    for (const batch of story.operations.values()) {
      if (batch.node.kind !== "batch") continue;
      for (const seen of batch.resolved) {
        const { outcome } = seen.event;
        exercised = true;
        const expected =
          outcome.kind === "threw"
            ? "a result, whatever its branches do"
            : expectedInstead(story, batch, seen, readPicture(outcome.value));
        if (expected === undefined) continue;
        const { name } = batch;
        const found = `gave ${describeOutcome(outcome)}`;
        wrong.push(broken(seen.index, name, "another-picture", `${name}: ${expected}`, found));
      }
    }
    return earliestOf(wrong, exercised);
  },
};

/** What is wrong with the picture, if anything is, as what should be instead. */
function expectedInstead(
  story: Story,
  batch: OperationStory,
  seen: Seen,
  { items }: Picture,
): string | undefined {
  const branches = branchesOf(story, batch);
  for (const item of items) {
    const branch = branches[item.index];
    if (branch === undefined) return `${branches.length} branches`;
    const wrong = wrongItem(batch, branch, seen, item);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function wrongItem(
  batch: OperationStory,
  branch: OperationStory,
  seen: Seen,
  item: BatchItem,
): string | undefined {
  const { index, status } = item;
  const ended = endOf(branch, seen);
  const isBefore = (each: { readonly index: number }) => each.index < seen.index;
  const startedHere = branch.entered.some(
    (each) => isBefore(each) && each.invocation === seen.invocation,
  );
  if (status === "STARTED") {
    // On a replay the log says who had been under way, or nobody does.
    const was = startedHere || branch.recorded.some(isBefore) || closedEarlier(batch, seen);
    return was ? undefined : `item ${index} not to be there: its branch was never started`;
  }
  if (ended === undefined) {
    // Of a branch that has not run again the log of the batch says how it ended.
    const told = closedEarlier(batch, seen) && !startedHere;
    return told ? undefined : `item ${index} to be STARTED`;
  }
  return isPictureOf(item, ended) ? undefined : `item ${index} to be ${describeOutcome(ended)}`;
}

/** Whether an earlier invocation has closed it: this one has the log to go by. */
function closedEarlier({ recorded }: OperationStory, { invocation }: Seen): boolean {
  return recorded.some((each) => each.update.action !== "START" && each.invocation < invocation);
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
