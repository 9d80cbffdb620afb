import { broken, holdsIf, type Property } from "./property.ts";
import { attemptAt, stepStories } from "./story.ts";

export const atMostOncePerAttempt: Property = {
  id: "at-most-once-per-attempt",
  sentence: "With AtMostOncePerRetry no attempt of a step has two body starts.",
  source: "semantics 2, consequence 2",
  requirements: ["1-17", "1-18"],
  check(story) {
    let exercised = false;
    for (const step of stepStories(story)) {
      if (step.operation.semantics !== "AtMostOncePerRetry") continue;
      const startedAttempts = new Set<number>();
      for (const { index } of step.entered) {
        exercised = true;
        const attempt = attemptAt(step, index);
        if (startedAttempts.has(attempt)) {
          const { name } = step.operation;
          const expected = `one body start of ${name} in attempt ${attempt}`;
          return broken(index, name, "body-started-twice", expected, "started it a second time");
        }
        startedAttempts.add(attempt);
      }
    }
    return holdsIf(exercised);
  },
};
