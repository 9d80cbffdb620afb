import { broken, holdsIf, type Property } from "./property.ts";
import { attemptAt } from "./story.ts";

export const attemptsRiseWithRetries: Property = {
  id: "attempts-rise-with-retries",
  sentence:
    "The attempt number that body and strategy are told is one more than the retries recorded: no replay and no interruption raises it.",
  source: "semantics 2, consequence 5",
  requirements: ["1-11", "1-18"],
  check(story) {
    let exercised = false;
    for (const step of story.operations.values()) {
      for (const { event, index } of [...step.entered, ...step.asked]) {
        if (event.attempt === undefined) continue;
        exercised = true;
        const attempt = attemptAt(step, index);
        if (event.attempt === attempt) continue;
        const { name } = step;
        const expected = `attempt ${attempt} of ${name}: the log has ${attempt - 1} retries`;
        const who = event.kind === "body-entered" ? "the body" : "the strategy";
        const found = `told ${who} attempt ${event.attempt}`;
        return broken(index, name, `${event.kind}-wrong-attempt`, expected, found);
      }
    }
    return holdsIf(exercised);
  },
};
