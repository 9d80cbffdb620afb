import { broken, holdsIf, type Property } from "./property.ts";
import { contextsAbove, type OperationStory, type Seen, type Story } from "./story.ts";

export const effectsAreInTheLog: Property = {
  id: "effects-are-in-the-log",
  sentence:
    "No effect goes unrecorded: no body starts below a context that has ended, and when an execution has SUCCEEDED every body that ran has left a trace.",
  source: "semantics 7, the effect ledger against the final log",
  scope: "all",
  check(story) {
    const succeeded = story.history.some(
      (event) => event.kind === "execution-ended" && event.status === "SUCCEEDED",
    );
    let exercised = false;
    for (const operation of story.operations.values()) {
      const { node, name, entered, recorded } = operation;
      if (node.step === undefined) continue;
      for (const body of entered) {
        exercised = true;
        const above = endedAbove(story, operation, body);
        if (above === undefined) continue;
        const expected = `no body of ${name}: ${above.name} had ended, nothing could record it`;
        return broken(body.index, name, "effect-below-ended", expected, "started it");
      }
      const [first] = entered;
      if (first === undefined || recorded.length > 0 || !succeeded) continue;
      const expected = `a record of ${name}, whose body ran`;
      const found = `ended the execution with no record of ${name}`;
      return broken(first.index, name, "effect-without-record", expected, found);
    }
    return holdsIf(exercised);
  },
};

/** The nearest context around that had sent its end in this invocation, or recorded it in another. */
function endedAbove(
  story: Story,
  operation: OperationStory,
  body: Seen,
): OperationStory | undefined {
  return contextsAbove(story, operation).find(({ requested, recorded }) => {
    const sent = requested.some(
      ({ update, index, invocation }) =>
        update.action !== "START" && index < body.index && invocation === body.invocation,
    );
    const closed = recorded.some(
      ({ update, index }) =>
        update.action !== "START" && update.replayChildren !== true && index < body.index,
    );
    return sent || closed;
  });
}
