import { broken, holdsIf, type Property } from "./property.ts";

export const pendingNeedsSomethingPending: Property = {
  id: "pending-needs-something-pending",
  sentence: "An invocation answers PENDING only when something will wake the execution again.",
  source: "semantics 5, PENDING with nothing scheduled",
  check(story) {
    let exercised = false;
    for (const [index, event] of story.history.entries()) {
      if (event.kind === "answer-accepted") exercised ||= event.answer.kind === "PENDING";
      if (event.kind !== "answer-refused") continue;
      const found = `had its ${event.answer.kind} refused: ${event.error.message}`;
      return broken(index, undefined, "refused-answer", "an answer that the service takes", found);
    }
    return holdsIf(exercised);
  },
};
