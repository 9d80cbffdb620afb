import { describeError } from "../model/describe.ts";
import { broken, holdsIf, type Property } from "./property.ts";

export const nothingEscapes: Property = {
  id: "nothing-escapes",
  sentence:
    "An invocation always answers: the engine throws nothing at the service, and nothing where nobody can catch it.",
  source: "semantics 5, handler outcome",
  check(story) {
    for (const [index, event] of story.history.entries()) {
      if (event.kind === "error-escaped") {
        const found = `let ${describeError(event.error)} escape`;
        return broken(index, undefined, "escaped", "every error to reach the handler", found);
      }
      if (event.kind === "invocation-answered" && event.answer.kind === "threw") {
        const found = `threw ${describeError(event.answer.error)} instead of answering`;
        return broken(index, undefined, "threw", "an answer: nothing had gone wrong", found);
      }
    }
    return holdsIf(story.invocations.length > 0);
  },
};
