import { describeOutcome } from "../model/describe.ts";
import { type Outcome, returned, type Update } from "../model/history.ts";
import { writtenAs } from "../model/odd-value.ts";
import type { NodeKind } from "../model/program.ts";
import { strategyError } from "../model/values.ts";
import { settles } from "./ended.ts";
import { givenBy, type Place } from "./given.ts";
import { Moment } from "./moment.ts";
import { type Broken, broken, earliestOf, type Property } from "./property.ts";
import { closing, type OperationStory, type Seen, type Story, strategyThrew } from "./story.ts";

export const combinatorsGiveWhatTheirOperandsDo: Property = {
  id: "combinators-give-what-their-operands-do",
  sentence:
    "A promise combinator gives what its operands do, once they have: `all` each value in order or an error of one, `allSettled` how each ended, `any` and `race` what one of them gave.",
  source: "semantics 4, promise combinators",
  scope: "all",
  check(story) {
    const wrong: Broken[] = [];
    let exercised = false;
    for (const combinator of story.operations.values()) {
      if (combinator.node.kind !== "combinator") continue;
      for (const seen of combinator.resolved) {
        exercised = true;
        const { name } = combinator;
        const found = `gave ${describeOutcome(seen.event.outcome)}`;
        if (!mayGive(story, combinator, seen)) {
          const expected = `nothing of ${name} before its operands settle it`;
          wrong.push(broken(seen.index, name, "before-settled", expected, found));
          continue;
        }
        const recorded = recordedAs(story, combinator, seen);
        if (recorded === undefined) {
          if (isMadeOf(operandsOf(story, combinator, seen), combinator, seen.event.outcome))
            continue;
          const expected = `${name} to give what its operands did`;
          wrong.push(broken(seen.index, name, "not-of-its-operands", expected, found));
        } else if (!isSame(recorded, seen.event.outcome)) {
          const expected = `${name} to give ${describeOutcome(recorded)}`;
          wrong.push(broken(seen.index, name, "not-as-recorded", expected, found));
        }
      }
      for (const seen of combinator.requested) {
        const sent = sentOutcome(story, combinator, seen.update);
        if (sent === undefined) continue;
        exercised = true;
        if (isMadeOf(operandsOf(story, combinator, seen), combinator, sent)) continue;
        const { name } = combinator;
        const expected = `${name} to be recorded with what its operands gave`;
        const found = `sent ${describeOutcome(sent)}`;
        wrong.push(broken(seen.index, name, "not-of-its-operands", expected, found));
      }
    }
    return earliestOf(wrong, exercised);
  },
};

/** What the log has of it by then, where it is there as user code sees it. */
function recordedAs(story: Story, combinator: OperationStory, seen: Place): Outcome | undefined {
  const close = closing(combinator);
  if (close === undefined || close.index > seen.index) return undefined;
  return sentOutcome(story, combinator, close.update);
}

/** What an update records, if it does so in a form that is not the engine's own. */
function sentOutcome(
  story: Story,
  { node }: OperationStory,
  { action, payload, error, replayChildren }: Update,
): Outcome | undefined {
  if (action === "START" || replayChildren === true) return undefined;
  if (node.operation.kind === "allSettled") return undefined;
  const operands = node.inside.map((index) => story.byNode[index] as OperationStory);
  if (!operands.every((each) => PLAIN.has(each.node.kind))) return undefined;
  return error === undefined ? returned(payload) : { kind: "threw", error };
}

const PLAIN = new Set<NodeKind>(["step", "condition", "wait", "callback", "invoke", "child"]);

function isClosedBefore(operation: OperationStory, { index }: Place): boolean {
  const close = closing(operation);
  return close !== undefined && close.index < index;
}

function mayGive(story: Story, combinator: OperationStory, seen: Seen): boolean {
  if (isClosedBefore(combinator, seen)) return true;
  const invocation = story.invocations[seen.invocation - 1];
  if (invocation === undefined) return false;
  return settles(new Moment(story, invocation, seen.index, "the-log"), combinator);
}

/** What an operand has given; what is recorded in a form of its own is not looked into. */
type Operand = Outcome | "something" | undefined;

function operandsOf(story: Story, combinator: OperationStory, seen: Place): readonly Operand[] {
  const recorded = isClosedBefore(combinator, seen);
  return combinator.node.inside.map((index) => {
    const operand = story.byNode[index] as OperationStory;
    const { kind } = operand.node;
    const whole = kind === "wait-for-callback" && isClosedBefore(operand, seen);
    if (kind === "batch" || kind === "combinator" || whole) return "something";
    const given = givenBy(story, operand, seen);
    if (given !== undefined) return given;
    if (strategyThrew(operand, seen)) return { kind: "threw", error: strategyError(operand.name) };
    // Once the combinator is in the log, what it was made of may have yet to be made again.
    return recorded ? "something" : undefined;
  });
}

function isMadeOf(
  operands: readonly Operand[],
  { node }: OperationStory,
  outcome: Outcome,
): boolean {
  const one = () => operands.some((operand) => isSame(operand, outcome));
  switch (node.operation.kind) {
    case "race":
      return one();
    case "any":
      if (outcome.kind === "returned") return one();
      return operands.every((each) => each === "something" || each?.kind === "threw");
    case "all":
      if (outcome.kind === "threw") return one();
      return areItems(operands, outcome, (operand, item) =>
        isSame(operand, { kind: "returned", value: JSON.stringify(item) }),
      );
    default:
      return areItems(operands, outcome, (operand, item) => isSame(operand, settled(item)));
  }
}

function areItems(
  operands: readonly Operand[],
  outcome: Outcome,
  fits: (operand: Operand, item: unknown) => boolean,
): boolean {
  if (outcome.kind === "threw") return false;
  const items: unknown = JSON.parse(outcome.value ?? "null");
  if (!Array.isArray(items) || items.length !== operands.length) return false;
  return operands.every((operand, index) => fits(operand, items[index]));
}

/** One item of what `allSettled` gives. */
function settled(item: unknown): Outcome {
  const { status, value, reason } = item as Partial<PromiseSettledResult<unknown>> & {
    readonly value?: unknown;
    readonly reason?: { readonly name: string; readonly message: string };
  };
  if (status === "fulfilled") return { kind: "returned", value: JSON.stringify(value ?? null) };
  return { kind: "threw", error: reason ?? { name: "", message: "" } };
}

/** Of an error, the message: engines wrap it as they like. Of a value, what JSON has of it. */
function isSame(operand: Operand, given: Outcome): boolean {
  if (operand === undefined || operand === "something") return operand === "something";
  if (operand.kind === "threw") {
    return given.kind === "threw" && given.error.message === operand.error.message;
  }
  if (given.kind === "threw") return false;
  return (writtenAs(given.value) ?? "null") === (writtenAs(operand.value) ?? "null");
}
