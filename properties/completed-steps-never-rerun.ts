import { broken, holdsIf, type Property } from "./property.ts";
import { closing } from "./story.ts";

export const completedStepsNeverRerun: Property = {
  id: "completed-steps-never-rerun",
  sentence:
    "Once the outcome of a step or context is recorded, its body never starts again, unless a large result is left to be made again.",
  source: "semantics 2, consequence 4",
  requirements: ["1-9", "1-10"],
  check(story) {
    let exercised = false;
    for (const step of story.operations.values()) {
      const close = closing(step);
      if (close === undefined || close.update.replayChildren === true) continue;
      exercised ||= step.called.some(({ index }) => index > close.index);
      const again = step.entered.find(({ index }) => index > close.index);
      if (again === undefined) continue;
      const { name } = step;
      const status = close.update.action === "SUCCEED" ? "SUCCEEDED" : "FAILED";
      const expected = `what was recorded when ${name} ${status}, and no body`;
      const found = `ran its body again (run ${again.event.run})`;
      return broken(again.index, name, "body-after-outcome", expected, found);
    }
    return holdsIf(exercised);
  },
};
