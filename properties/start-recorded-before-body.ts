import { broken, holdsIf, type Property } from "./property.ts";
import { lastBefore, stepStories } from "./story.ts";

export const startRecordedBeforeBody: Property = {
  id: "start-recorded-before-body",
  sentence:
    "With AtMostOncePerRetry a body starts only once its own invocation has recorded START of the attempt: an attempt that an earlier one has left started does not run.",
  source: "semantics 2, consequence 7 and table, STARTED",
  requirements: ["1-17"],
  check(story) {
    let exercised = false;
    for (const step of stepStories(story)) {
      if (step.operation.semantics !== "AtMostOncePerRetry") continue;
      for (const { index, invocation } of step.entered) {
        exercised = true;
        const { name } = step.operation;
        const last = lastBefore(step.recorded, index);
        if (last?.update.action === "START" && last.invocation < invocation) {
          const expected = `the attempt of ${name} that invocation ${last.invocation} left started not to run`;
          return broken(index, name, "body-of-interrupted-attempt", expected, "ran its body");
        }
        // A body after the outcome is another property's concern.
        if (last !== undefined && last.update.action !== "RETRY") continue;
        const expected = `START of ${name} in the log before its body`;
        return broken(index, name, "body-before-start", expected, "started the body first");
      }
    }
    return holdsIf(exercised);
  },
};
