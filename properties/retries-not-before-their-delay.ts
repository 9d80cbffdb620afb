import { broken, holdsIf, type Property } from "./property.ts";
import { attemptStories, lastBefore } from "./story.ts";

export const retriesNotBeforeTheirDelay: Property = {
  id: "retries-not-before-their-delay",
  sentence: "After a RETRY nothing of the step runs until its delay has passed.",
  source: "semantics 2, table, PENDING",
  requirements: ["1-14"],
  check(story) {
    let exercised = false;
    for (const step of attemptStories(story)) {
      for (const { event, index } of step.entered) {
        const last = lastBefore(
          step.recorded.filter(({ update }) => update.action === "RETRY"),
          index,
        );
        if (last === undefined) continue;
        exercised = true;
        const due = last.at + (last.update.delaySeconds ?? 0) * 1_000;
        const fired = step.fired.some((each) => each.index > last.index && each.index < index);
        if (event.at >= due && fired) continue;
        const { name } = step;
        const expected = `no body of ${name} before ${due} ms`;
        return broken(index, name, "body-before-due", expected, `started it at ${event.at} ms`);
      }
    }
    return holdsIf(exercised);
  },
};
