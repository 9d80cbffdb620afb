import { broken, holdsIf, type Property } from "./property.ts";
import { lastBefore } from "./story.ts";

export const retriesNotBeforeTheirDelay: Property = {
  id: "retries-not-before-their-delay",
  sentence: "After a RETRY nothing of the step or the condition runs until its delay has passed.",
  source: "semantics 2, table, PENDING; 4, wait-for-condition",
  requirements: ["1-14"],
  check(story) {
    let exercised = false;
    for (const { name, entered, recorded, fired } of story.operations.values()) {
      for (const { event, index } of entered) {
        const last = lastBefore(
          recorded.filter(({ update }) => update.action === "RETRY"),
          index,
        );
        if (last === undefined) continue;
        exercised = true;
        const due = last.at + (last.update.delaySeconds ?? 0) * 1_000;
        const hasFired = fired.some((each) => each.index > last.index && each.index < index);
        if (event.at >= due && hasFired) continue;
        const expected = `no body of ${name} before ${due} ms`;
        return broken(index, name, "body-before-due", expected, `started it at ${event.at} ms`);
      }
    }
    return holdsIf(exercised);
  },
};
