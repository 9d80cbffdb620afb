/** What the await of an operation gives, once a right engine knows it for good. */
import { type Outcome, returned } from "../history.ts";
import { conditionValue } from "../operations/condition.ts";
import { outsideOutcome } from "../operations/outside.ts";
import { stepOutcome } from "../operations/step.ts";
import { failureError } from "../operations/step-failure.ts";
import { WAIT_OUTCOME } from "../operations/wait.ts";
import type { Node } from "../program.ts";
import { readOutside } from "../serdes.ts";
import { isClosed } from "../state.ts";
import { readAgain, strategyError } from "../values.ts";
import type { Combinator, WaitForCondition } from "../workflow.ts";
import { NOT_YET, type Settlements, settleBatch, settleCombinator } from "./decision.ts";
import { isInFlight, type Outlook, phaseIn, recordIn } from "./outlook.ts";

/**
 * Undefined as long as the engine does not know it, or knows and could give something else on
 * replay: a choice between branches or operands counts once it is in the log.
 */
export function givenBy(outlook: Outlook, node: Node): Outcome | undefined {
  const record = recordIn(outlook, node);
  const phase = phaseIn(outlook, node);
  if (phase.at === "absent" || phase.at === "waiting") return undefined;
  if (phase.at === "resolved") return phase.outcome;
  // What was written is what the handler gets, whether it has been written yet or not.
  if (phase.at === "ended") return readAgain(node.serdes, phase.outcome);
  const { ending } = record;
  if (ending !== undefined && isClosed(record) && ending.kind !== "replayed") {
    if (isInFlight(outlook, node)) return undefined;
    if (ending.kind === "settled") return ending.outcome;
    if (node.kind === "callback" || node.kind === "invoke") return outsideOutcome(node, record);
    if (node.kind === "condition" && ending.kind === "returned") {
      return conditionValue(node.operation as WaitForCondition);
    }
    if (node.step === undefined) return WAIT_OUTCOME;
    if (node.kind === "step") return stepOutcome(outlook.world, node.step, ending);
    return { kind: "threw", error: failureError(outlook.world, node.step, ending) };
  }
  if (node.kind === "wait-for-callback") {
    const given = givenByParts(outlook, node);
    return given?.kind === "returned" ? returned(readOutside(node.serdes, given.value)) : given;
  }
  if (node.kind !== "batch" && node.kind !== "combinator") return undefined;
  const { outcomes, forced } = settlementsOf(outlook, node);
  return forced || ending?.kind === "replayed" ? outcomes[0] : undefined;
}

/**
 * All that an engine may give of an operation that was called: what it knows for good, and what it
 * chooses before that is in the log.
 */
export function mayBeGiven(outlook: Outlook, node: Node): readonly Outcome[] {
  const known = givenBy(outlook, node);
  const { at } = phaseIn(outlook, node);
  const chosen: readonly Outcome[] =
    at === "strategy-threw"
      ? [{ kind: "threw", error: strategyError(node.name) }]
      : at !== "resolved" && (node.kind === "batch" || node.kind === "combinator")
        ? settlementsOf(outlook, node).outcomes
        : [];
  return known === undefined ? chosen : [known, ...chosen];
}

/** All that a batch or a combinator can settle to. */
export function settlementsOf(outlook: Outlook, node: Node): Settlements {
  if (phaseIn(outlook, node).at === "absent") return NOT_YET;
  if (node.kind === "batch") return settleBatch(outlook, node);
  const operands = node.inside.map((index) => givenBy(outlook, outlook.world.nodes[index] as Node));
  return settleCombinator((node.operation as Combinator).kind, operands);
}

/** A submitter that fails is the end of it; else the callback is, once the submitter is done. */
export function givenByParts(outlook: Outlook, node: Node): Outcome | undefined {
  const { nodes } = outlook.world;
  const callback = nodes[node.index + 1] as Node;
  const submitter = nodes[node.index + 2] as Node;
  const { status } = recordIn(outlook, submitter);
  if (!isClosed(recordIn(outlook, submitter)) || isInFlight(outlook, submitter)) return undefined;
  if (status === "FAILED") return givenBy(outlook, submitter);
  return givenBy(outlook, callback);
}
