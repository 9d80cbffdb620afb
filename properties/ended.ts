/** When branches and operands have ended, and when enough of them have for what they are part of. */
import type { Batch, Completion } from "../model/workflow.ts";
import type { Moment } from "./moment.ts";
import type { OperationStory } from "./story.ts";

/** How many branches or operands have ended, and how. */
export interface Counts {
  readonly succeeded: number;
  readonly failed: number;
  readonly total: number;
}

function count(moment: Moment, operations: readonly OperationStory[]): Counts {
  const ends = operations.map((each) => endOf(moment, each));
  const succeeded = ends.filter((end) => end === "succeeded").length;
  const failed = ends.filter((end) => end === "failed").length;
  return { succeeded, failed, total: operations.length };
}

/** How an operand or a branch has ended, as far as the engine knows. */
export function endOf(
  moment: Moment,
  operation: OperationStory,
): "succeeded" | "failed" | undefined {
  const end = moment.hasFailed(operation) ? "failed" : "succeeded";
  const { node } = operation;
  switch (node.kind) {
    case "wait":
    case "callback":
    case "invoke":
      return moment.hasHeardTheEnd(operation) ? end : undefined;
    case "child":
      if (moment.hasFinished(operation)) return end;
      if (moment.isRunning(operation)) return undefined;
      break;
    case "branch":
      if (moment.hasFinished(operation)) return end;
      return moment.isRunning(operation) || !moment.isClosed(operation) ? undefined : end;
    case "batch":
      if (!moment.isCalled(operation)) break;
      if (isEnough(moment, operation) || isMadeAgain(moment, operation)) return "succeeded";
      break;
    case "step":
      if (moment.hasStrategyThrown(operation)) return "failed";
      break;
    case "wait-for-callback": {
      if (moment.isClosed(operation)) return end;
      const callback = moment.operations[node.index + 1] as OperationStory;
      const submitter = moment.operations[node.index + 2] as OperationStory;
      if (moment.hasFailed(submitter) || moment.hasStrategyThrown(submitter)) return "failed";
      return moment.isClosed(submitter) ? endOf(moment, callback) : undefined;
    }
  }
  return moment.isClosed(operation) && !moment.isToRunAgain(operation) ? end : undefined;
}

/** Whether enough branches have ended for the batch to end. */
export function isEnough(moment: Moment, batch: OperationStory): boolean {
  const { completion } = batch.operation as Batch;
  return isEnoughOf(completion, count(moment, moment.inside(batch)));
}

/**
 * Whether a large batch may have been made again: of its branches those have ended that have run
 * again, one at least, as what it gives is large. The others it may remember.
 */
export function isMadeAgain(moment: Moment, batch: OperationStory): boolean {
  const branches = moment.inside(batch);
  return (
    branches.some((branch) => moment.hasRun(branch)) &&
    branches.every(
      (branch) => endOf(moment, branch) !== undefined || isRemembered(moment, batch, branch),
    )
  );
}

/** A large batch may say of a branch without a record what it had said, without running it again. */
export function isRemembered(
  moment: Moment,
  batch: OperationStory,
  branch: OperationStory,
): boolean {
  return moment.isToRunAgain(batch) && !moment.isStarted(branch) && !moment.hasRun(branch);
}

/** Whether so many are enough (AWS: `completionConfig`). */
export function isEnoughOf(completion: Completion = {}, counts: Counts): boolean {
  const { succeeded, failed, total } = counts;
  const { minSuccessful } = completion;
  if (succeeded + failed === total || isTooMany(completion, counts)) return true;
  return minSuccessful !== undefined && succeeded >= minSuccessful;
}

/** Whether more have failed than it tolerates; without any criterion the first failure is too many. */
export function isTooMany(completion: Completion = {}, { failed, total }: Counts): boolean {
  if (Object.keys(completion).length === 0) return failed > 0;
  const { toleratedFailureCount, toleratedFailurePercentage } = completion;
  if (toleratedFailureCount !== undefined && failed > toleratedFailureCount) return true;
  if (toleratedFailurePercentage === undefined) return false;
  return (failed / total) * 100 > toleratedFailurePercentage;
}

/** Whether the operands that have ended settle the combinator. */
export function settles(moment: Moment, combinator: OperationStory): boolean {
  const { succeeded, failed, total } = count(moment, moment.inside(combinator));
  switch (combinator.node.operation.kind) {
    case "all":
      return failed > 0 || succeeded === total;
    case "allSettled":
      return succeeded + failed === total;
    case "any":
      return succeeded > 0 || failed === total;
    default:
      return succeeded + failed > 0;
  }
}
