/**
 * What batches and combinators can settle to, given the branches or operands that have ended. Where
 * another outcome would be possible on replay, the engine has a choice, and has to record it first.
 */
import type { Outcome } from "../history.ts";
import { batchIsDone, branchOutcome, completionReason } from "../operations/batch.ts";
import type { Node } from "../program.ts";
import { readAgain } from "../values.ts";
import type { Batch, Combinator } from "../workflow.ts";
import { isRecorded, type Outlook, phaseIn, recordIn } from "./outlook.ts";

export interface Settlements {
  /** All that a right engine may settle for now; empty where it has to wait. */
  readonly outcomes: readonly Outcome[];
  /** Whether every replay would settle for the same, recorded or not. */
  readonly forced: boolean;
}

export const NOT_YET: Settlements = { outcomes: [], forced: false };

/** What a batch can settle to: a picture of its branches as they are now. */
export function settleBatch(outlook: Outlook, node: Node): Settlements {
  const { world, state, invocation } = outlook;
  const branches = node.inside.map((index) => world.nodes[index] as Node);
  if (!batchIsDone(world, state, invocation, node)) return NOT_YET;
  if (branches.some((branch) => mustBeMadeAgain(outlook, branch))) return NOT_YET;
  const { completion } = node.operation as Batch;
  const items: unknown[] = [];
  const counts = { succeeded: 0, failed: 0, total: branches.length };
  for (const [index, branch] of branches.entries()) {
    const status = branchOutcome(state, invocation, branch.index);
    if (status === "SUCCEEDED") counts.succeeded += 1;
    if (status === "FAILED") counts.failed += 1;
    const item = itemOf(outlook, branch, status);
    if (item !== undefined) items.push({ index, ...item });
  }
  const reason = completionReason(completion, counts);
  const value = JSON.stringify({ reason, items });
  const forced = completion === undefined && counts.succeeded === counts.total;
  return { outcomes: [{ kind: "returned", value }], forced };
}

/** Whether the log has left the large result of a branch to be made again. */
export function mustBeMadeAgain(outlook: Outlook, branch: Node): boolean {
  const { at } = phaseIn(outlook, branch);
  return recordIn(outlook, branch).ending?.kind === "replayed" && at !== "ended";
}

function itemOf(outlook: Outlook, branch: Node, status: "SUCCEEDED" | "FAILED" | undefined) {
  if (status === undefined) {
    const started =
      phaseIn(outlook, branch).at !== "absent" ||
      (isRecorded(outlook.world, branch) && recordIn(outlook, branch).status !== "none");
    return started ? { status: "STARTED" } : undefined;
  }
  const phase = phaseIn(outlook, branch);
  const { ending } = recordIn(outlook, branch);
  const outcome =
    phase.at === "ended"
      ? readAgain(branch.serdes, phase.outcome)
      : ending?.kind === "settled"
        ? ending.outcome
        : undefined;
  if (outcome?.kind === "threw") return { status, error: outcome.error };
  return { status, value: parse(outcome) };
}

/** What a combinator can settle to, by what its operands give; undefined stands for nothing yet. */
export function settleCombinator(
  kind: Combinator["kind"],
  operands: readonly (Outcome | undefined)[],
): Settlements {
  const ended = operands.filter((outcome) => outcome !== undefined);
  const failed = ended.filter((outcome) => outcome.kind === "threw");
  const succeeded = ended.filter((outcome) => outcome.kind === "returned");
  const all = ended.length === operands.length;
  switch (kind) {
    case "all":
      if (failed.length > 0) return { outcomes: failed, forced: false };
      return all ? forcedTo(ended.map(parse)) : NOT_YET;
    case "allSettled":
      return all ? forcedTo(ended.map(settledView)) : NOT_YET;
    case "any":
      if (succeeded.length > 0) return { outcomes: succeeded, forced: false };
      return all ? { outcomes: [{ kind: "threw", error: ALL_REJECTED }], forced: true } : NOT_YET;
    case "race":
      return { outcomes: ended, forced: false };
  }
}

const ALL_REJECTED = { name: "AggregateError", message: "All promises were rejected" };

function forcedTo(values: readonly unknown[]): Settlements {
  return { outcomes: [{ kind: "returned", value: JSON.stringify(values) }], forced: true };
}

function settledView(outcome: Outcome): unknown {
  return outcome.kind === "threw"
    ? { status: "rejected", reason: outcome.error }
    : { status: "fulfilled", value: parse(outcome) };
}

function parse(outcome: Outcome | undefined): unknown {
  return outcome?.kind === "returned" && outcome.value !== undefined
    ? JSON.parse(outcome.value)
    : undefined;
}
