import { broken, holdsIf, type Property } from "./property.ts";
import { waitStories } from "./story.ts";

export const waitsNeitherEarlyNorRestarted: Property = {
  id: "waits-neither-early-nor-restarted",
  sentence:
    "A wait is started once, for its own duration, and ends no earlier; replays do not restart it.",
  source: "semantics 4, wait",
  requirements: ["2-1", "2-3", "2-5"],
  check(story) {
    let exercised = false;
    for (const wait of waitStories(story)) {
      const { name, seconds } = wait.operation;
      const [first] = wait.recorded;
      for (const { update, index } of wait.requested) {
        exercised = true;
        if (
          update.action === "START" &&
          update.delaySeconds === seconds &&
          !recordedBefore(index)
        ) {
          continue;
        }
        const expected = `${name} to be started once, for ${seconds} s`;
        const found = `sent ${update.action} for ${update.delaySeconds} s`;
        return broken(index, name, "restarted-or-other-duration", expected, found);
      }
      for (const { event, index } of wait.resolved) {
        const due = (first?.at ?? Number.POSITIVE_INFINITY) + seconds * 1_000;
        if (event.at >= due) continue;
        const expected = `${name} to end no earlier than ${due} ms`;
        return broken(index, name, "ended-early", expected, `ended it at ${event.at} ms`);
      }

      function recordedBefore(index: number): boolean {
        return first !== undefined && first.index < index;
      }
    }
    return holdsIf(exercised);
  },
};
