/** What an await may give: by kind of operation, from the log and from what this invocation did. */
import { describeOutcome } from "../describe.ts";
import { type Outcome, returned, sameOutcome, type Update } from "../history.ts";
import type { Node } from "../program.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import { readOutside } from "../serdes.ts";
import { type Invocation, isClosed, phaseOf, recordOf, type State } from "../state.ts";
import { readAgain, strategyError } from "../values.ts";
import type { Batch, Combinator, WaitForCondition } from "../workflow.ts";
import type { World } from "../world.ts";
import { resolveBatch } from "./batch.ts";
import { canSettle } from "./combinator.ts";
import { ANYTHING, combines } from "./combined.ts";
import { conditionValue } from "./condition.ts";
import { outsideOutcome } from "./outside.ts";
import { stepOutcome } from "./step.ts";
import { failureError } from "./step-failure.ts";
import { WAIT_OUTCOME } from "./wait.ts";

/** Refuses an outcome that no right engine gives here. */
export function expectOutcome(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  outcome: Outcome,
): Transition {
  const found = `gave the handler ${describeOutcome(outcome)}`;
  const early = () => {
    const { status } = recordOf(state, node.index);
    const expected = `nothing yet: the log says ${status}`;
    return refuse("resolved-before-it-was-recorded", node.name, expected, found);
  };
  const otherwise = (expected: string) =>
    refuse("resolved-to-something-else", node.name, expected, found);
  if (node.kind === "batch") {
    const settled = isClosed(recordOf(state, node.index));
    const remembered = settled && !hasRun(invocation, node) && isFlat(node);
    // Flat branches have no records to judge it by.
    return remembered ? accept(state) : resolveBatch(world, state, invocation, node, outcome);
  }
  const given = givenBy(world, state, invocation, node);
  if (given === undefined) return early();
  if (given === ANYTHING) return accept(state);
  if (given === COMBINED) {
    const { kind } = node.operation as Combinator;
    if (combines(kind, operandsOf(world, state, invocation, node), outcome)) return accept(state);
    return otherwise("what its operands have come to");
  }
  const same = node.kind === "step" || node.kind === "wait" ? sameOutcome : sameMessage;
  if (same(given, outcome)) return accept(state);
  return otherwise(`the handler to get ${describeOutcome(given)}`);
}

/** Why a combinator may not be recorded with this end: it is none that its operands have come to. */
export function refuseCombination(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  { payload, error, replayChildren }: Update,
): Transition | undefined {
  if (replayChildren === true || !isRecordedPlainly(world, node)) return undefined;
  const outcome: Outcome = error === undefined ? returned(payload) : { kind: "threw", error };
  const { kind } = node.operation as Combinator;
  if (combines(kind, operandsOf(world, state, invocation, node), outcome)) return undefined;
  const expected = "what its operands have come to";
  const found = `sent ${describeOutcome(outcome)}`;
  return refuse("recorded-something-else", node.name, expected, found);
}

/** Once the combinator is in the log, what it was made of may have yet to be made again. */
function operandsOf(world: World, state: State, invocation: Invocation, node: Node) {
  const recorded = isClosed(recordOf(state, node.index));
  return node.inside.map((index) => {
    const given = givenBy(world, state, invocation, world.nodes[index] as Node);
    return given === COMBINED || (given === undefined && recorded) ? ANYTHING : given;
  });
}

/** What follows from what the operands give. */
const COMBINED = Symbol("combined");

/** What an operation has come to; undefined if it has not yet. */
function givenBy(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
): Outcome | typeof ANYTHING | typeof COMBINED | undefined {
  const record = recordOf(state, node.index);
  const phase = phaseOf(invocation, node.index);
  const { ending } = record;
  if (phase.at === "strategy-threw") return { kind: "threw", error: strategyError(node.name) };
  switch (node.kind) {
    case "step":
      if (node.step === undefined || ending === undefined || !isClosed(record)) return undefined;
      return stepOutcome(world, node.step, ending);
    case "condition":
      if (node.step === undefined || ending === undefined || !isClosed(record)) return undefined;
      if (ending.kind === "returned") return conditionValue(node.operation as WaitForCondition);
      if (ending.kind === "settled") return ending.outcome;
      return { kind: "threw", error: failureError(world, node.step, ending) };
    case "wait":
      return isClosed(record) ? WAIT_OUTCOME : undefined;
    case "callback":
    case "invoke":
      return isClosed(record) ? outsideOutcome(node, record) : undefined;
    case "child":
      if (phase.at === "ended") return readAgain(node.serdes, phase.outcome);
      if (phase.at === "resolved") return phase.outcome;
      // A large result is there once it has been made again.
      return ending?.kind === "settled" ? ending.outcome : undefined;
    case "combinator":
      if (ending?.kind === "settled" && isRecordedPlainly(world, node)) return ending.outcome;
      return isClosed(record) || canSettle(world, state, invocation, node) ? COMBINED : undefined;
    case "wait-for-callback":
      return isClosed(record) ? ANYTHING : callbackOutcome(world, state, invocation, node);
    default:
      return ANYTHING;
  }
}

/** Whether the log has what it gave as user code sees it, and not in a form of the engine's own. */
function isRecordedPlainly({ nodes }: World, { operation, inside }: Node): boolean {
  if (operation.kind === "allSettled") return false;
  return inside.every((index) => PLAIN.has((nodes[index] as Node).kind));
}

const PLAIN: ReadonlySet<Node["kind"]> = new Set([
  "step",
  "condition",
  "wait",
  "callback",
  "invoke",
  "child",
]);

/** A submitter that fails is the end of it; else the callback is, once the submitter is done. */
function callbackOutcome(
  world: World,
  state: State,
  invocation: Invocation,
  { index, serdes }: Node,
): Outcome | undefined {
  const [callback, submitter] = [index + 1, index + 2].map((part) => world.nodes[part] as Node) as [
    Node,
    Node,
  ];
  const submitted = recordOf(state, submitter.index);
  if (phaseOf(invocation, submitter.index).at === "strategy-threw") {
    return { kind: "threw", error: strategyError(submitter.name) };
  }
  if (submitter.step === undefined || submitted.ending === undefined) return undefined;
  if (submitted.status === "FAILED") {
    return { kind: "threw", error: failureError(world, submitter.step, submitted.ending) };
  }
  const record = recordOf(state, callback.index);
  if (!isClosed(record)) return undefined;
  const raw = outsideOutcome(callback, record);
  return raw.kind === "threw" ? raw : returned(readOutside(serdes, raw.value));
}

function isFlat({ operation }: Node): boolean {
  return (operation as Batch).nesting === "FLAT";
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
