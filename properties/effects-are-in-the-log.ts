import { isEnough } from "./ended.ts";
import { Moment } from "./moment.ts";
import { type Broken, broken, earliestOf, type Property } from "./property.ts";
import {
  contextsAbove,
  type InvocationStory,
  type OperationStory,
  type Seen,
  type Story,
} from "./story.ts";

// What runs on after all around it has ended is nobody's any more: AWS says of branches that an
// early end leaves behind that they go on and cannot record.
export const effectsAreInTheLog: Property = {
  id: "effects-are-in-the-log",
  sentence:
    "No effect goes unrecorded: when an invocation answers SUCCEEDED, of every body that it started while the contexts around it and the handler went on the log has a trace.",
  source: "semantics 7, the effect ledger against the final log",
  check(story) {
    const found: Broken[] = [];
    let exercised = false;
    for (const invocation of story.invocations) {
      const answer = invocation.events.find(isSuccess);
      for (const operation of story.operations.values()) {
        if (operation.node.step === undefined) continue;
        const bodies = operation.entered.filter((each) => each.invocation === invocation.number);
        if (bodies.length === 0) continue;
        exercised = true;
        const recorded = operation.recorded[0]?.index ?? Number.POSITIVE_INFINITY;
        if (answer === undefined || recorded < answer.index) continue;
        if (!bodies.some(({ index }) => goesOn(story, invocation, operation, index))) continue;
        const { name } = operation;
        const expected = `a record of ${name}, whose body ran`;
        const without = `answered SUCCEEDED with no record of ${name}`;
        found.push(broken(answer.index, name, "effect-without-record", expected, without));
      }
    }
    return earliestOf(found, exercised);
  },
};

function isSuccess({ event }: Seen): boolean {
  return event.kind === "invocation-answered" && event.answer.kind === "SUCCEEDED";
}

/** Whether the handler, and all contexts around an operation, had not ended by then. */
function goesOn(
  story: Story,
  invocation: InvocationStory,
  operation: OperationStory,
  before: number,
): boolean {
  const { events } = invocation;
  const end = events.find(({ event }) => event.kind === "handler-finished");
  if (end !== undefined && end.index < before) return false;
  const moment = new Moment(story, invocation, before, "the-log");
  return contextsAbove(story, operation).every((context) => {
    if (context.node.kind === "wait-for-callback") return true;
    if (context.node.kind !== "batch") return moment.isRunning(context);
    return !moment.isGiven(context) && !isEnough(moment, context);
  });
}
