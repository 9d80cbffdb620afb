/**
 * Parallel and map: branches run concurrently, at most so many at once, until all have ended or the
 * completion says that it is enough (semantics, section 4).
 */

import { type BatchItem, readPicture } from "../batch-view.ts";
import { describeOutcome } from "../describe.ts";
import type { Outcome } from "../history.ts";
import { type Node, ROOT } from "../program.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import { type Invocation, isClosed, phaseOf, recordOf, type State } from "../state.ts";
import { readAgain } from "../values.ts";
import type { Batch, Completion } from "../workflow.ts";
import type { World } from "../world.ts";

export interface Counts {
  readonly succeeded: number;
  readonly failed: number;
  readonly total: number;
}

/** Whether so many successes and failures are enough, and why (AWS: `completionConfig`). */
export function completionReason(
  completion: Completion | undefined,
  counts: Counts,
): string | undefined {
  const { succeeded, failed, total } = counts;
  if (toleranceExceeded(completion, counts)) return "FAILURE_TOLERANCE_EXCEEDED";
  if (succeeded + failed === total) return "ALL_COMPLETED";
  const minimum = completion?.minSuccessful;
  return minimum !== undefined && succeeded >= minimum ? "MIN_SUCCESSFUL_REACHED" : undefined;
}

function toleranceExceeded(completion: Completion | undefined, { failed, total }: Counts): boolean {
  const { minSuccessful, toleratedFailureCount, toleratedFailurePercentage } = completion ?? {};
  const none =
    minSuccessful === undefined &&
    toleratedFailureCount === undefined &&
    toleratedFailurePercentage === undefined;
  // Without any criterion a batch fails fast.
  if (none) return failed > 0;
  if (toleratedFailureCount !== undefined && failed > toleratedFailureCount) return true;
  return (
    toleratedFailurePercentage !== undefined && (failed / total) * 100 > toleratedFailurePercentage
  );
}

/** How a branch has ended, if it has: in this invocation, or in the log. */
export function branchOutcome(
  state: State,
  invocation: Invocation,
  index: number,
): "SUCCEEDED" | "FAILED" | undefined {
  const phase = phaseOf(invocation, index);
  if (phase.at === "ended") return phase.outcome.kind === "returned" ? "SUCCEEDED" : "FAILED";
  // A branch whose large result is being made again has yet to end again.
  if (phase.at === "running") return undefined;
  const record = recordOf(state, index);
  if (!isClosed(record)) return undefined;
  return record.status === "SUCCEEDED" ? "SUCCEEDED" : "FAILED";
}

function countBranches(state: State, invocation: Invocation, node: Node): Counts {
  let succeeded = 0;
  let failed = 0;
  for (const index of node.inside) {
    const outcome = branchOutcome(state, invocation, index);
    if (outcome === "SUCCEEDED") succeeded += 1;
    if (outcome === "FAILED") failed += 1;
  }
  return { succeeded, failed, total: node.inside.length };
}

/** Whether the branches that have ended are enough for the batch to end. */
export function batchIsDone(
  _world: World,
  state: State,
  invocation: Invocation,
  node: Node,
): boolean {
  const { completion } = node.operation as Batch;
  return completionReason(completion, countBranches(state, invocation, node)) !== undefined;
}

/**
 * Whether a large batch that is closed may have been made again: of its branches those have ended that
 * have run again, one at least, as what it gives is large. The others it may remember.
 */
export function isMadeAgain(state: State, invocation: Invocation, node: Node): boolean {
  return (
    node.inside.some((index) => phaseOf(invocation, index).at !== "absent") &&
    node.inside.every(
      (index) =>
        branchOutcome(state, invocation, index) !== undefined ||
        isRemembered(state, invocation, node, index),
    )
  );
}

/**
 * How many branches a right engine would start now. What it remembers it need not run again: where
 * nobody waits, and of what a combinator waits for once those that run again have ended: the others
 * may be all remembered then, and that the batch has ended shows nowhere.
 */
export function branchesToStart(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  awaited: boolean,
): number {
  const { maxConcurrency } = node.operation as Batch;
  const wanted =
    awaited || (isOperandOfOpen(world, invocation, node) && !isMadeAgain(state, invocation, node));
  let running = 0;
  let absent = 0;
  for (const index of node.inside) {
    if (branchOutcome(state, invocation, index) !== undefined) continue;
    if (!wanted && isRemembered(state, invocation, node, index)) continue;
    if (phaseOf(invocation, index).at === "absent") absent += 1;
    else running += 1;
  }
  return Math.min(absent, (maxConcurrency ?? Number.POSITIVE_INFINITY) - running);
}

/**
 * What the batch gives must be a picture of its branches: each item as its branch ended, the reason
 * right for the counts, and no item more than were needed. Which of several branches that ended
 * close together the engine has seen is its own affair.
 */
export function resolveBatch(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  outcome: Outcome,
): Transition {
  const no = (expected: string) =>
    refuse(
      "resolved-to-something-else",
      node.name,
      expected,
      `gave the handler ${describeOutcome(outcome)}`,
    );
  if (outcome.kind === "threw") return no("a batch to give a result, whatever its branches do");
  const replayed = recordOf(state, node.index).ending?.kind === "settled";
  const { reason, items } = readPicture(outcome.value);
  for (const item of items) {
    const { index, status } = item;
    const branch = node.inside[index];
    if (branch === undefined) return no(`${node.inside.length} branches`);
    if (isRemembered(state, invocation, node, branch)) continue;
    const ended = branchOutcome(state, invocation, branch);
    if (status === "STARTED") {
      // On a replay the log says who had been under way, or nobody does.
      const started =
        replayed ||
        phaseOf(invocation, branch).at !== "absent" ||
        statusOf(state, branch) !== "none";
      if (!started) return no(`branch ${index} not to be there: it was never started`);
    } else if (ended !== status) {
      return no(`branch ${index} to be ${ended ?? "STARTED"}, not ${status}`);
    } else {
      const gave = branchGives(world, state, invocation, branch);
      if (gave !== undefined && !isPictureOf(gave, item)) {
        return no(`branch ${index} to give ${describeOutcome(gave)}`);
      }
    }
  }
  const count = (status: string) => items.filter((item) => item.status === status).length;
  const counts = {
    succeeded: count("SUCCEEDED"),
    failed: count("FAILED"),
    total: node.inside.length,
  };
  const right = completionReason((node.operation as Batch).completion, counts);
  if (right === undefined) return no("the batch to go on: not enough branches have ended");
  if (right !== reason) return no(`the reason ${right} for these branches`);
  return accept(state);
}

/** What a branch has given: in this invocation, or by the log; its value as it is read again. */
function branchGives(
  world: World,
  state: State,
  invocation: Invocation,
  index: number,
): Outcome | undefined {
  const phase = phaseOf(invocation, index);
  if (phase.at === "ended") return readAgain(world.nodes[index]?.serdes, phase.outcome);
  const { ending } = recordOf(state, index);
  return ending?.kind === "settled" ? ending.outcome : undefined;
}

/** Errors are wrapped as the engine likes: of them, the message. */
function isPictureOf(gave: Outcome, { value, error }: BatchItem): boolean {
  if (gave.kind === "threw") return error?.message === gave.error.message;
  return JSON.stringify(value) === gave.value;
}

/**
 * A large batch that is made again may say of a branch without a record of its own (AWS: nesting
 * FLAT) what it had said before, without running it again.
 */
function isRemembered(state: State, invocation: Invocation, node: Node, branch: number): boolean {
  const { ending } = recordOf(state, node.index);
  const isUntouched =
    statusOf(state, branch) === "none" && phaseOf(invocation, branch).at === "absent";
  return ending?.kind === "replayed" && isUntouched;
}

/** Whether a combinator that user code may still be given waits for it. */
export function isOperandOfOpen(
  world: World,
  invocation: Invocation,
  { index, awaited }: Node,
): boolean {
  if (awaited !== "operand") return false;
  const whole = world.nodes.find(
    ({ kind, inside }) => kind === "combinator" && inside.includes(index),
  ) as Node;
  if (phaseOf(invocation, whole.index).at === "resolved") return false;
  return whole.awaited !== "operand" || isOperandOfOpen(world, invocation, whole);
}

function statusOf(state: State, index: number): string {
  return recordOf(state, index).status;
}

/** Whether a branch may be started: its batch goes on, and there is room for one more. */
export function startBranch(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
): Transition {
  const batch = world.nodes[node.context] as Node;
  const found = `started ${node.name}`;
  const { at } = phaseOf(invocation, batch.index);
  if (batch.index === ROOT || at === "absent" || at === "resolved") {
    return refuse("body-ran-without-call", node.name, `${batch.name} to be called first`, found);
  }
  const { maxConcurrency } = batch.operation as Batch;
  if (maxConcurrency === undefined) return accept(state);
  const running = batch.inside.filter(
    (index) => phaseOf(invocation, index).at === "running",
  ).length;
  if (running >= maxConcurrency) {
    const expected = `at most ${maxConcurrency} branches of ${batch.name} at once`;
    return refuse("too-many-branches", node.name, expected, found);
  }
  return accept(state);
}
