import { describeAnswer, describeError } from "../model/describe.ts";
import type { EventOf } from "../model/history.ts";
import { failureBefore } from "./failed-calls.ts";
import { serdesFailureBefore } from "./failed-serdes.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import type { Seen } from "./story.ts";

export const nothingEscapes: Property = {
  id: "nothing-escapes",
  sentence:
    "An invocation always answers, unless a call or a serdes of it has failed: the engine throws nothing else at the service, and nothing where nobody can catch it.",
  source: "semantics 5, handler outcome",
  check(story) {
    for (const [index, event] of story.history.entries()) {
      if (event.kind !== "error-escaped") continue;
      const found = `let ${describeError(event.error)} escape`;
      return broken(index, undefined, "escaped", "every error to reach the handler", found);
    }
    for (const { events } of story.invocations) {
      const threw = events.find(
        ({ event }) => event.kind === "invocation-answered" && event.answer.kind === "threw",
      );
      if (threw === undefined || failureBefore(events, threw.index) !== undefined) continue;
      if (serdesFailureBefore(story, events, threw.index) !== undefined) continue;
      const { event, index } = threw as Seen<EventOf<"invocation-answered">>;
      const found = `answered ${describeAnswer(event.answer)}`;
      return broken(index, undefined, "threw", "an answer: nothing had gone wrong", found);
    }
    return holdsIf(story.invocations.length > 0);
  },
};
