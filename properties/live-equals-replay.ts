import { describeOutcome } from "../model/describe.ts";
import { sameOutcome } from "../model/history.ts";
import { broken, holdsIf, type Property } from "./property.ts";

export const liveEqualsReplay: Property = {
  id: "live-equals-replay",
  sentence:
    "What an await gives the first time is what it gives on every replay, errors with their whole chain of causes.",
  source: "semantics 2, consequence 4",
  requirements: ["1-9", "1-10"],
  check(story) {
    let exercised = false;
    for (const { operation, resolved } of story.operations.values()) {
      const [first, ...replays] = resolved;
      if (first === undefined) continue;
      for (const replay of replays) {
        exercised = true;
        if (sameOutcome(first.event.outcome, replay.event.outcome)) continue;
        const expected = `${operation.name} to give ${describeOutcome(first.event.outcome)}, as in invocation ${first.invocation}`;
        const found = `gave ${describeOutcome(replay.event.outcome)}`;
        return broken(replay.index, operation.name, "differs-from-live", expected, found);
      }
    }
    return holdsIf(exercised);
  },
};
