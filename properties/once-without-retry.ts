import { broken, holdsIf, type Property } from "./property.ts";
import { closing, stepStories } from "./story.ts";

export const onceWithoutRetry: Property = {
  id: "once-without-retry",
  sentence:
    "With AtMostOncePerRetry and no retry the body starts at most once, and exactly once if the step succeeds.",
  source: "semantics 2, consequence 3",
  requirements: ["1-17"],
  check(story) {
    let exercised = false;
    for (const step of stepStories(story)) {
      const { name, semantics, retry } = step.operation;
      if (semantics !== "AtMostOncePerRetry" || retry.policy !== "never") continue;
      exercised ||= step.entered.length > 0;
      const second = step.entered[1];
      if (second !== undefined) {
        const expected = `at most one body start of ${name} over the whole execution`;
        return broken(second.index, name, "started-again", expected, "started it a second time");
      }
      const close = closing(step);
      if (close?.update.action === "SUCCEED" && step.entered.length === 0) {
        const expected = `${name} to succeed only with its body run`;
        return broken(close.index, name, "succeeded-without-body", expected, "recorded a success");
      }
    }
    return holdsIf(exercised);
  },
};
