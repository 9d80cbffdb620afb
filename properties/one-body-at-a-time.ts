import { broken, holdsIf, type Property } from "./property.ts";
import { lastBefore } from "./story.ts";

export const oneBodyAtATime: Property = {
  id: "one-body-at-a-time",
  sentence:
    "Within an invocation a step's body starts again only after it threw and the retry was recorded.",
  source: "semantics 2, table",
  check(story) {
    let exercised = false;
    for (const step of story.operations.values()) {
      for (const entered of step.entered) {
        exercised = true;
        const previous = lastBefore(step.entered, entered.index);
        if (previous === undefined || previous.invocation !== entered.invocation) continue;
        const retried = step.recorded.some(
          ({ update, index }) =>
            update.action === "RETRY" && index > previous.index && index < entered.index,
        );
        if (retried) continue;
        const { name } = step;
        const expected = `no second start of ${name} in invocation ${entered.invocation} without a retry`;
        return broken(
          entered.index,
          name,
          "started-while-open",
          expected,
          "started its body again",
        );
      }
    }
    return holdsIf(exercised);
  },
};
