/**
 * What the handler does: it calls the operations of the workflow in order, lets the first error
 * that it does not catch end it, and else returns what each await gave.
 */
import type { Outcome } from "./history.ts";
import { stepCanMove, stepOutcome } from "./operations/step.ts";
import { WAIT_OUTCOME } from "./operations/wait.ts";
import { ABSENT, type Invocation, type LogRecord, phaseOf, RESOLVED, type State } from "./state.ts";
import type { Operation } from "./workflow.ts";
import type { World } from "./world.ts";

/** The next operation that the handler calls, if it is its turn. */
export function nextToCall(world: World, state: State, invocation: Invocation): number | undefined {
  if (invocation.handler !== undefined) return undefined;
  const index = invocation.phases.findIndex(({ at }) => at !== "resolved");
  if (index === -1 || phaseOf(invocation, index) !== ABSENT) return undefined;
  return handlerOutcome(world, state, invocation) === undefined ? index : undefined;
}

/**
 * How the handler ends: with what each await gave, as JSON, or with the first error that it does
 * not catch. Undefined while it has not come that far.
 */
export function handlerOutcome(
  world: World,
  state: State,
  invocation: Invocation,
): Outcome | undefined {
  const given: Record<string, unknown> = {};
  for (const [index, operation] of world.operations.entries()) {
    if (phaseOf(invocation, index) !== RESOLVED) return undefined;
    const outcome = outcomeOf(world, operation, state.records[index] as LogRecord);
    if (outcome.kind === "threw" && operation.kind === "step" && operation.onError === "throw") {
      return outcome;
    }
    given[operation.name] = handlerValue(outcome);
  }
  return { kind: "returned", value: JSON.stringify(given) };
}

/** What the handler keeps of one outcome in its own result. */
export function handlerValue(outcome: Outcome): unknown {
  if (outcome.kind === "threw") return { error: outcome.error };
  return outcome.value === undefined ? null : JSON.parse(outcome.value);
}

/** What the handler gets from a closed operation. */
export function outcomeOf(world: World, operation: Operation, record: LogRecord): Outcome {
  if (operation.kind === "wait" || record.ending === undefined) return WAIT_OUTCOME;
  return stepOutcome(world, operation, record.ending);
}

/** Something that could move without a timer: an operation, or the handler itself. */
export function movable(
  world: World,
  state: State,
  invocation: Invocation,
): { readonly handler: boolean; readonly operation: string | undefined } | undefined {
  for (const [index, { name }] of world.operations.entries()) {
    if (stepCanMove(phaseOf(invocation, index))) return { handler: false, operation: name };
  }
  const handlerMoves =
    nextToCall(world, state, invocation) !== undefined ||
    handlerOutcome(world, state, invocation) !== undefined;
  return handlerMoves ? { handler: true, operation: undefined } : undefined;
}
