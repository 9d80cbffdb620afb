/** Promise combinators: what they may give follows from the operands that have ended. */
import type { Node } from "../program.ts";
import { type Invocation, isClosed, phaseOf, recordOf, type State } from "../state.ts";
import type { World } from "../world.ts";
import { batchIsDone, isMadeAgain } from "./batch.ts";

interface Operands {
  readonly succeeded: number;
  readonly failed: number;
  readonly total: number;
}

/** Whether the operands that have ended settle the combinator. */
export function canSettle(world: World, state: State, invocation: Invocation, node: Node): boolean {
  return settles(node.operation.kind, countOperands(world, state, invocation, node, false));
}

/** The same of those whose end the engine must have heard of. */
export function mustSettle(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
): boolean {
  return settles(node.operation.kind, countOperands(world, state, invocation, node, true));
}

function countOperands(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  heard: boolean,
): Operands {
  let succeeded = 0;
  let failed = 0;
  for (const index of node.inside) {
    if (heard && !mustKnowTheEnd(world, invocation, index)) continue;
    const ended = operandEnd(world, state, invocation, index);
    if (ended === "succeeded") succeeded += 1;
    if (ended === "failed") failed += 1;
  }
  return { succeeded, failed, total: node.inside.length };
}

/** Not what it has not been told, and not what it is making again. */
function mustKnowTheEnd(world: World, invocation: Invocation, index: number): boolean {
  const again = phaseOf(invocation, index).at === "running";
  return !again && !invocation.unheard.includes(endedBy(world, index));
}

/** Whose end ends the operand: of a wait-for-callback it is its callback, the node after it. */
function endedBy(world: World, index: number): number {
  return (world.nodes[index] as Node).kind === "wait-for-callback" ? index + 1 : index;
}

/** An operand has ended by the log, or, if it is a context, by what this invocation has seen. */
function operandEnd(
  world: World,
  state: State,
  invocation: Invocation,
  index: number,
): "succeeded" | "failed" | undefined {
  const record = recordOf(state, index);
  const operand = world.nodes[index] as Node;
  if (operand.kind === "batch" && record.ending?.kind === "replayed") {
    const done =
      batchIsDone(world, state, invocation, operand) || isMadeAgain(state, invocation, operand);
    return done ? "succeeded" : undefined;
  }
  if (isClosed(record)) return record.status === "SUCCEEDED" ? "succeeded" : "failed";
  const phase = phaseOf(invocation, index);
  if (phase.at === "strategy-threw") return "failed";
  if (phase.at === "ended") return phase.outcome.kind === "returned" ? "succeeded" : "failed";
  const batch = operand.kind === "batch" && phase.at !== "absent";
  if (batch && batchIsDone(world, state, invocation, operand)) return "succeeded";
  if (operand.kind !== "wait-for-callback") return undefined;
  const callback = recordOf(state, index + 1).status;
  const submitter = recordOf(state, index + 2).status;
  const threw = phaseOf(invocation, index + 2).at === "strategy-threw";
  if (submitter === "FAILED" || threw) return "failed";
  if (submitter !== "SUCCEEDED" || !isClosed(recordOf(state, index + 1))) return undefined;
  return callback === "SUCCEEDED" ? "succeeded" : "failed";
}

function settles(kind: string, { succeeded, failed, total }: Operands): boolean {
  switch (kind) {
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
