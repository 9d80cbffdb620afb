import { broken, holdsIf, type Property } from "./property.ts";
import { lastBefore, stepStories } from "./story.ts";

export const startRecordedBeforeBody: Property = {
  id: "start-recorded-before-body",
  sentence: "With AtMostOncePerRetry the START of an attempt is in the log before its body starts.",
  source: "semantics 2, consequence 7",
  requirements: ["1-17"],
  check(story) {
    let exercised = false;
    for (const step of stepStories(story)) {
      if (step.operation.semantics !== "AtMostOncePerRetry") continue;
      for (const { index } of step.entered) {
        exercised = true;
        const last = lastBefore(step.recorded, index);
        // A body after the outcome is another property's concern.
        if (last !== undefined && last.update.action !== "RETRY") continue;
        const { name } = step.operation;
        const expected = `START of ${name} in the log before its body`;
        return broken(index, name, "body-before-start", expected, "started the body first");
      }
    }
    return holdsIf(exercised);
  },
};
