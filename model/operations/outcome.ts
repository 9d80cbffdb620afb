/** What an await may give: by kind of operation, from the log and from what this invocation did. */
import { describeOutcome } from "../describe.ts";
import { type Outcome, returned, sameOutcome } from "../history.ts";
import type { Node } from "../program.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import { readOutside } from "../serdes.ts";
import { type Invocation, isClosed, type LogRecord, phaseOf, type State } from "../state.ts";
import { readAgain, strategyError } from "../values.ts";
import type { Batch, WaitForCondition } from "../workflow.ts";
import type { World } from "../world.ts";
import { resolveBatch } from "./batch.ts";
import { canSettle } from "./combinator.ts";
import { conditionValue } from "./condition.ts";
import { outsideOutcome } from "./outside.ts";
import { stepOutcome } from "./step.ts";
import { failureError, giveStrategyError } from "./step-failure.ts";
import { viewStep } from "./view.ts";
import { WAIT_OUTCOME } from "./wait.ts";

/** Refuses an outcome that no right engine gives here. */
export function expectOutcome(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  outcome: Outcome,
): Transition {
  const record = state.records[node.index] as LogRecord;
  const phase = phaseOf(invocation, node.index);
  const early = () => {
    const expected = `nothing yet: the log says ${record.status}`;
    const found = `gave the handler ${describeOutcome(outcome)}`;
    return refuse("resolved-before-it-was-recorded", node.name, expected, found);
  };
  const exactly = (expected: Outcome, same: (left: Outcome, right: Outcome) => boolean) => {
    if (same(expected, outcome)) return accept(state);
    const words = `the handler to get ${describeOutcome(expected)}`;
    const found = `gave the handler ${describeOutcome(outcome)}`;
    return refuse("resolved-to-something-else", node.name, words, found);
  };
  switch (node.kind) {
    case "step": {
      const view = viewStep(world, state, invocation, node.index);
      if (view?.phase.at === "strategy-threw") return giveStrategyError(view, outcome);
      if (node.step === undefined || record.ending === undefined || !isClosed(record))
        return early();
      return exactly(stepOutcome(world, node.step, record.ending), sameOutcome);
    }
    case "condition": {
      if (node.step === undefined || record.ending === undefined || !isClosed(record))
        return early();
      if (record.ending.kind === "returned") {
        return exactly(conditionValue(node.operation as WaitForCondition), sameOutcome);
      }
      if (record.ending.kind === "settled") return exactly(record.ending.outcome, sameMessage);
      const error = failureError(world, node.step, record.ending);
      return exactly({ kind: "threw", error }, sameMessage);
    }
    case "wait":
      return isClosed(record) ? exactly(WAIT_OUTCOME, sameOutcome) : early();
    case "callback":
    case "invoke":
      return isClosed(record) ? exactly(outsideOutcome(node, record), sameMessage) : early();
    case "child":
      if (record.ending?.kind === "settled" && phase.at !== "ended") {
        return exactly(record.ending.outcome, sameMessage);
      }
      return phase.at === "ended"
        ? exactly(readAgain(node.serdes, phase.outcome), sameMessage)
        : early();
    case "batch":
      if (record.ending?.kind === "settled" && phase.at === "called" && !hasRun(invocation, node)) {
        // Flat branches have no records to judge it by.
        if ((node.operation as Batch).nesting === "FLAT") return accept(state);
      }
      return resolveBatch(world, state, invocation, node, outcome);
    case "combinator":
      return isClosed(record) || canSettle(world, state, invocation, node)
        ? accept(state)
        : early();
    case "wait-for-callback":
      return expectCallback(world, state, invocation, node, outcome, early, exactly);
    default:
      return accept(state);
  }
}

function expectCallback(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  outcome: Outcome,
  early: () => Transition,
  exactly: (expected: Outcome, same: (left: Outcome, right: Outcome) => boolean) => Transition,
): Transition {
  if (isClosed(state.records[node.index] as LogRecord)) return accept(state);
  const callback = world.nodes[node.index + 1] as Node;
  const submitter = world.nodes[node.index + 2] as Node;
  const ending = (state.records[submitter.index] as LogRecord).ending;
  if (phaseOf(invocation, submitter.index).at === "strategy-threw") {
    return exactly({ kind: "threw", error: strategyError(submitter.name) }, sameMessage);
  }
  if (submitter.step !== undefined && ending?.kind === "threw") {
    const error = failureError(world, submitter.step, ending);
    return exactly({ kind: "threw", error }, sameMessage);
  }
  const record = state.records[callback.index] as LogRecord;
  if (!isClosed(record) || outcome === undefined) return early();
  const raw = outsideOutcome(callback, record);
  if (raw.kind === "threw") return exactly(raw, sameMessage);
  return exactly(returned(readOutside(node.serdes, raw.value)), sameMessage);
}

/** Whether any branch has run in this invocation. */
function hasRun(invocation: Invocation, node: Node): boolean {
  return node.inside.some((index) => phaseOf(invocation, index).at !== "absent");
}

/** Values exactly; of errors, which engines wrap as they like, the message. */
function sameMessage(expected: Outcome, found: Outcome): boolean {
  if (expected.kind === "returned")
    return found.kind === "returned" && found.value === expected.value;
  return found.kind === "threw" && found.error.message === expected.error.message;
}
