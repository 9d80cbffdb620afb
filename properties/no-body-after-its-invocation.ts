import type { Event } from "../model/history.ts";
import { broken, holdsIf, type Property } from "./property.ts";

export const noBodyAfterItsInvocation: Property = {
  id: "no-body-after-its-invocation",
  sentence:
    "Once an invocation has answered or thrown, no body starts in what is left of it: the process lives on, but nothing that happens there is ever recorded.",
  source: "semantics 7, no body runs after its invocation ended",
  check(story) {
    for (const [index, event] of story.history.entries()) {
      if (event.kind !== "body-entered-afterwards") continue;
      const { operation, afterMilliseconds } = event;
      const found = `ran the body of ${operation} ${afterMilliseconds} ms after its invocation had ended`;
      return broken(index, operation, "ran-afterwards", "no body to start any more", found);
    }
    return holdsIf(story.invocations.some(({ end }) => end !== undefined && isAnswer(end.event)));
  },
};

function isAnswer(event: Event): boolean {
  if (event.kind === "answer-accepted") return true;
  return event.kind === "invocation-answered" && event.answer.kind === "threw";
}
