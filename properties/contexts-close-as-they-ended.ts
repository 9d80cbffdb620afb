import { describeUpdate } from "../model/describe.ts";
import type { Update } from "../model/history.ts";
import { payloadOf } from "../model/serdes.ts";
import { endOf, isEnough, settles } from "./ended.ts";
import { Moment } from "./moment.ts";
import { type Broken, broken, earliestOf, type Property } from "./property.ts";
import type { OperationStory } from "./story.ts";

export const contextsCloseAsTheyEnded: Property = {
  id: "contexts-close-as-they-ended",
  sentence:
    "The end of a context is sent once it has ended, and as it has: a child or a branch with what its function returned or threw, a parallel or map when enough branches have ended, a combinator when its operands settle it.",
  source: "semantics 4",
  scope: "all",
  check(story) {
    const wrong: Broken[] = [];
    let exercised = false;
    for (const invocation of story.invocations) {
      for (const { event, index } of invocation.events) {
        if (event.kind !== "checkpoint-requested") continue;
        const moment = new Moment(story, invocation, index, "the-log");
        for (const update of event.updates) {
          const context = story.operations.get(update.operation);
          if (context === undefined || update.action === "START") continue;
          if (!CONTEXTS.has(context.node.kind)) continue;
          exercised = true;
          const expected = expectedInstead(moment, context, update);
          if (expected === undefined) continue;
          const found = `sent ${describeUpdate(update)}`;
          wrong.push(broken(index, context.name, "closed-otherwise", expected, found));
        }
      }
    }
    return earliestOf(wrong, exercised);
  },
};

const CONTEXTS = new Set(["child", "branch", "batch", "combinator", "wait-for-callback"]);

/** What a right engine would have done instead of sending this, if it is not right. */
function expectedInstead(
  moment: Moment,
  context: OperationStory,
  update: Update,
): string | undefined {
  const { name, node } = context;
  switch (node.kind) {
    case "batch":
      if (update.action === "SUCCEED" && isEnough(moment, context)) return undefined;
      return `SUCCEED of ${name}, once enough of its branches have ended`;
    case "combinator":
      return settles(moment, context) ? undefined : `no end of ${name}: its operands go on`;
    case "wait-for-callback": {
      const end = endOf(moment, context);
      if (end === undefined) return `no end of ${name} before its callback has one`;
      const action = end === "succeeded" ? "SUCCEED" : "FAIL";
      return update.action === action ? undefined : `${action} of ${name}`;
    }
    default:
      return endsAsItsFunction(moment, context, update)
        ? undefined
        : `the end of ${name} to be that of its function`;
  }
}

/** A result that is too large is left to be made again, and what is recorded of it says nothing. */
function endsAsItsFunction(
  moment: Moment,
  context: OperationStory,
  { action, payload, error, replayChildren }: Update,
): boolean {
  const outcome = moment.outcomeOf(context);
  if (outcome === undefined) return false;
  if (outcome.kind === "threw") {
    return action === "FAIL" && error?.message === outcome.error.message;
  }
  if (action !== "SUCCEED") return false;
  return replayChildren === true || payload === payloadOf(context.node.serdes, outcome.value);
}
