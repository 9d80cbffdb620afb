import { describeOutcome } from "../model/describe.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import { closing, stepStories } from "./story.ts";

export const interruptionReachesHandler: Property = {
  id: "interruption-reaches-handler",
  sentence:
    "Where an interrupted at-most-once step is not retried, the handler sees a StepError caused by StepInterruptedError, live and on replay.",
  source: "semantics 2, consequence 8",
  requirements: ["1-17"],
  check(story) {
    const { interruption, stepErrorName } = story.guarantees;
    let exercised = false;
    for (const step of stepStories(story)) {
      const close = closing(step);
      if (close?.update.error?.name !== interruption.name) continue;
      for (const { event, index } of step.resolved) {
        exercised = true;
        const { outcome } = event;
        const right =
          outcome.kind === "threw" &&
          outcome.error.name === stepErrorName &&
          outcome.error.cause?.name === interruption.name;
        if (right) continue;
        const { name } = step.operation;
        const expected = `the handler to see a ${stepErrorName} caused by ${interruption.name} for ${name}`;
        const found = `gave it ${describeOutcome(outcome)}`;
        return broken(index, name, "another-error", expected, found);
      }
    }
    return holdsIf(exercised);
  },
};
