import { type Broken, broken, earliestOf, type Property } from "./property.ts";
import {
  contextsAbove,
  type OperationStory,
  type Seen,
  type SeenUpdate,
  type Story,
} from "./story.ts";

export const effectsAreInTheLog: Property = {
  id: "effects-are-in-the-log",
  sentence:
    "No effect goes unrecorded, but in branches that an early end leaves behind: no body starts below a context that has ended, and when an invocation answers SUCCEEDED every body that ran in it has left a trace.",
  source: "semantics 7, the effect ledger against the final log",
  check(story) {
    const answers = story.invocations.flatMap(({ events }) => events.filter(isSuccess));
    const found: Broken[] = [];
    let exercised = false;
    for (const operation of story.operations.values()) {
      exercised ||= operation.entered.length > 0;
      const below = startedBelowEnded(story, operation);
      const unrecorded = leftUnrecorded(story, operation, answers);
      if (below !== undefined) found.push(below);
      if (unrecorded !== undefined) found.push(unrecorded);
    }
    return earliestOf(found, exercised);
  },
};

function startedBelowEnded(story: Story, operation: OperationStory): Broken | undefined {
  const { name, entered } = operation;
  for (const body of entered) {
    const above = endedAbove(story, operation, body);
    if (above === undefined || isLeftBehind(story, operation, body)) continue;
    const expected = `no body of ${name}: ${above.name} had ended, nothing could record it`;
    return broken(body.index, name, "effect-below-ended", expected, "started it");
  }
  return undefined;
}

/** What an interruption has cut off may have had no time to be recorded; what went on to the end had. */
function leftUnrecorded(
  story: Story,
  operation: OperationStory,
  answers: readonly Seen[],
): Broken | undefined {
  const { name, node, entered, recorded } = operation;
  const [first] = recorded;
  const answer = answers.find(
    ({ index, invocation }) =>
      (first === undefined || first.index > index) &&
      entered.some((body) => body.invocation === invocation && body.index < index),
  );
  if (answer === undefined || node.step === undefined) return undefined;
  if (isLeftBehind(story, operation, answer)) return undefined;
  const expected = `a record of ${name}, whose body ran`;
  const found = `answered SUCCEEDED with no record of ${name}`;
  return broken(answer.index, name, "effect-without-record", expected, found);
}

function isSuccess({ event }: Seen): boolean {
  return event.kind === "invocation-answered" && event.answer.kind === "SUCCEEDED";
}

/**
 * The nearest context around that had ended. Where its large result is made again the functions
 * below it run once more, and no bodies.
 */
function endedAbove(
  story: Story,
  operation: OperationStory,
  body: Seen,
): OperationStory | undefined {
  return contextsAbove(story, operation).find((context) => {
    const again = context.recorded.some(
      ({ update, index }) => update.replayChildren === true && index < body.index,
    );
    if (again && operation.node.step === undefined) return false;
    return isEnding(context, body) || context.recorded.some((each) => isEnd(each, body));
  });
}

/**
 * Whether a batch around had ended early, in the same invocation, while a branch around was under
 * way: such branches may run on, and record nothing.
 */
function isLeftBehind(story: Story, operation: OperationStory, seen: Seen): boolean {
  return contextsAbove(story, operation).some(
    (context) =>
      context.node.kind === "batch" &&
      operation.node.context !== context.node.index &&
      isEnding(context, seen),
  );
}

/** Whether the context's end has been sent before, in the same invocation. */
function isEnding({ requested }: OperationStory, seen: Seen): boolean {
  return requested.some((each) => each.invocation === seen.invocation && isEnd(each, seen));
}

function isEnd({ update, index, failed }: SeenUpdate, before: Seen): boolean {
  return update.action !== "START" && index < before.index && failed !== true;
}
