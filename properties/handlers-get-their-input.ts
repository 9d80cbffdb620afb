import { broken, holdsIf, type Property } from "./property.ts";

export const handlersGetTheirInput: Property = {
  id: "handlers-get-their-input",
  sentence:
    "In each invocation the handler is given the input that its execution was started with.",
  source: "semantics 5, the first operation of the log",
  check(story) {
    for (const [index, event] of story.history.entries()) {
      if (event.kind !== "input-differs") continue;
      const expected = "the handler to be given the input of the execution";
      return broken(index, undefined, "another-input", expected, `gave it ${event.input}`);
    }
    const ran = story.history.some(
      ({ kind }) => kind === "operation-called" || kind === "handler-finished",
    );
    return holdsIf(ran);
  },
};
