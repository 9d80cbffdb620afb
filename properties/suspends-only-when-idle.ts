import { couldMove } from "./could-move.ts";
import { failureBefore } from "./failed-calls.ts";
import { broken, holdsIf, type Property } from "./property.ts";

export const suspendsOnlyWhenIdle: Property = {
  id: "suspends-only-when-idle",
  sentence:
    "An invocation answers PENDING only when nothing could move: no body is running, and all that user code awaits waits for a timer or an outside party; or when it was told no token for its next call.",
  source: "semantics 7, liveness; AWS's issue #918",
  requirements: ["2-1"],
  check(story) {
    let exercised = false;
    for (const invocation of story.invocations) {
      const suspended = invocation.events.find(
        ({ event }) => event.kind === "invocation-answered" && event.answer.kind === "PENDING",
      );
      if (suspended === undefined) continue;
      if (failureBefore(invocation.events, suspended.index) === "token-missing") continue;
      exercised = true;
      const move = couldMove(story, invocation, suspended.index);
      if (move === undefined) continue;
      const expected = `the invocation to go on: ${move.doing}`;
      return broken(
        suspended.index,
        move.name,
        "suspended-with-work",
        expected,
        "answered PENDING",
      );
    }
    return holdsIf(exercised);
  },
};
