import { broken, holdsIf, type Property } from "./property.ts";
import { contextsAbove, isEnding, type OperationStory, type Story } from "./story.ts";

export const nothingRecordedBelowAnEndedContext: Property = {
  id: "nothing-recorded-below-an-ended-context",
  sentence: "Once the end of a context has been sent, nothing below it is recorded any more.",
  source: "semantics 4, parallel and map",
  scope: "all",
  check(story) {
    let exercised = false;
    for (const operation of story.operations.values()) {
      for (const above of contextsAbove(story, operation)) {
        const end = above.requested.find(isEnding);
        if (end === undefined) continue;
        exercised = true;
        const late = operation.requested.find((each) =>
          isAfter(story, end, each, above, operation),
        );
        if (late === undefined) continue;
        const { name } = operation;
        const expected = `nothing more of ${name}: ${above.name} had ended`;
        return broken(
          late.index,
          name,
          "update-below",
          expected,
          `sent ${late.update.action} of it`,
        );
      }
    }
    return holdsIf(exercised);
  },
};

/** Later in the history; or further on in the same call. An end that was never recorded binds only its own invocation. */
function isAfter(
  story: Story,
  end: { readonly index: number; readonly invocation: number },
  each: { readonly index: number; readonly invocation: number },
  above: OperationStory,
  operation: OperationStory,
): boolean {
  const recorded = above.recorded.some(({ update, index }) => {
    return update.action !== "START" && index < each.index;
  });
  if (each.invocation !== end.invocation && !recorded) return false;
  if (each.index !== end.index) return each.index > end.index;
  const event = story.history[each.index];
  if (event?.kind !== "checkpoint-requested") return false;
  const ended = event.updates.findIndex(
    (update) => update.operation === above.name && update.action !== "START",
  );
  return event.updates.some(
    (update, position) => update.operation === operation.name && position > ended,
  );
}
