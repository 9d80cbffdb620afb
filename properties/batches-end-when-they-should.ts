import { type BatchItem, type Picture, readPicture } from "../model/batch-view.ts";
import { serdesMilliseconds } from "../model/values.ts";
import type { Batch } from "../model/workflow.ts";
import { millisecondsInFlight } from "./calls-in-flight.ts";
import { type Counts, isEnoughOf, isTooMany } from "./ended.ts";
import { type Broken, broken, earliestOf, type Property } from "./property.ts";
import type { Seen, Story } from "./story.ts";
import {
  branchesOf,
  closing,
  firstAfter,
  type InvocationStory,
  type OperationStory,
} from "./story.ts";

export const batchesEndWhenTheyShould: Property = {
  id: "batches-end-when-they-should",
  sentence:
    "A parallel or map ends when enough of its branches have ended by its completion config, for the reason that it names: not before, and from then on it starts no other branch and waits for none.",
  source: "semantics 4, parallel and map",
  scope: "all",
  check(story) {
    const wrong: Broken[] = [];
    let exercised = false;
    for (const batch of story.operations.values()) {
      if (batch.node.kind !== "batch") continue;
      for (const seen of batch.resolved) {
        const { outcome } = seen.event;
        if (outcome.kind === "threw") continue;
        exercised = true;
        const picture = readPicture(outcome.value);
        const found = `gave ${picture.reason} for ${describeCounts(countItems(batch, picture))}`;
        const expected = expectedReason(batch, picture);
        if (expected === picture.reason) continue;
        const words = `${batch.name} to ${expected === undefined ? "go on" : `give ${expected}`}`;
        wrong.push(broken(seen.index, batch.name, "another-reason", words, found));
      }
      for (const invocation of story.invocations) {
        const late = lateIn(story, invocation, batch);
        if (late !== undefined) wrong.push(late);
      }
    }
    return earliestOf(wrong, exercised);
  },
};

function countItems({ node }: OperationStory, { items }: Picture): Counts {
  const count = (status: string) => items.filter((item) => item.status === status).length;
  return { succeeded: count("SUCCEEDED"), failed: count("FAILED"), total: node.inside.length };
}

function describeCounts({ succeeded, failed, total }: Counts): string {
  return `${succeeded} successes and ${failed} failures of ${total}`;
}

/** Why so many items are enough (AWS: `completionConfig`); undefined if they are not. */
function expectedReason(batch: OperationStory, picture: Picture): string | undefined {
  const { completion } = batch.operation as Batch;
  const counts = countItems(batch, picture);
  if (isTooMany(completion, counts)) return "FAILURE_TOLERANCE_EXCEEDED";
  if (counts.succeeded + counts.failed === counts.total) return "ALL_COMPLETED";
  return isEnoughOf(completion, counts) ? "MIN_SUCCESSFUL_REACHED" : undefined;
}

/** A branch that was started or waited for when the engine had long known that it was not needed. */
function lateIn(
  story: Story,
  invocation: InvocationStory,
  batch: OperationStory,
): Broken | undefined {
  const branches = branchesOf(story, batch);
  const enough = enoughAt(invocation, batch, branches);
  if (enough === undefined) return undefined;
  const slack = story.guarantees.settleMilliseconds + serdesMilliseconds(story.case.workflow);
  const here = (seen: Seen) => {
    if (seen.invocation !== invocation.number || seen.index <= enough.index) return false;
    // While a call is in flight it can't record that it has ended, however long that takes.
    const inFlight = millisecondsInFlight(invocation.events, enough, seen);
    return seen.event.at - enough.event.at - inFlight > slack;
  };
  const expected = `${batch.name} to have ended: enough of its branches had`;
  const started = branches.flatMap(({ entered }) => entered).find(here);
  if (started !== undefined) {
    const found = `started ${started.event.operation}`;
    return broken(started.index, batch.name, "branch-too-many", expected, found);
  }
  const given = batch.resolved.find((each) => each.invocation === invocation.number);
  if (given?.event.outcome.kind !== "returned") return undefined;
  const { items } = readPicture(given.event.outcome.value);
  const waited = items.find(({ index, status }: BatchItem) => {
    const finished = branches[index]?.finished.findLast((each) => each.index < given.index);
    return status !== "STARTED" && finished !== undefined && here(finished);
  });
  if (waited === undefined) return undefined;
  const found = `waited for branch ${waited.index}`;
  return broken(given.index, batch.name, "waited-for-more", expected, found);
}

/**
 * The event by which the engine knows that enough branches have ended, of which one has run in this
 * invocation. Not where a large result is made again: then the log says which branches are to run.
 */
function enoughAt(
  { number, start, events }: InvocationStory,
  batch: OperationStory,
  branches: readonly OperationStory[],
): Seen | undefined {
  const close = closing(batch);
  if (close !== undefined && close.index < start.index) return undefined;
  const ends: { readonly seen: Seen; readonly failed: boolean }[] = [];
  for (const branch of branches) {
    const finished = branch.finished.find(({ invocation }) => invocation === number);
    const failed = finished?.event.outcome.kind === "threw";
    const known = finished === undefined ? undefined : knownBy(events, batch, branch, finished);
    if (known !== undefined) ends.push({ seen: known, failed });
  }
  let counts = { succeeded: 0, failed: 0, total: branches.length };
  const { completion } = batch.operation as Batch;
  for (const { seen, failed } of ends.toSorted(
    (left, right) => left.seen.index - right.seen.index,
  )) {
    counts = failed
      ? { ...counts, failed: counts.failed + 1 }
      : { ...counts, succeeded: counts.succeeded + 1 };
    if (isEnoughOf(completion, counts)) return seen;
  }
  return undefined;
}

/** The reply that tells that the end of a branch is in the log; without a record, its end itself. */
function knownBy(
  events: readonly Seen[],
  batch: OperationStory,
  branch: OperationStory,
  finished: Seen,
): Seen | undefined {
  if ((batch.operation as Batch).nesting === "FLAT") return finished;
  const close = closing(branch);
  if (close === undefined || close.index < finished.index) return undefined;
  return firstAfter(events, close.index, ({ event }) => event.kind === "checkpoint-replied");
}
