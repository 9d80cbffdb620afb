import { ROOT } from "../model/program.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import { closing } from "./story.ts";

// What becomes of a step whose strategy throws is promised nowhere: it may be left as it is.
export const successMeansRecorded: Property = {
  id: "success-means-recorded",
  sentence:
    "When an execution has SUCCEEDED, every operation of the workflow is closed in the log.",
  source: "semantics 7, SUCCEEDED implies every update recorded",
  check(story) {
    const index = story.history.findIndex(
      (event) => event.kind === "execution-ended" && event.status === "SUCCEEDED",
    );
    if (index === -1) return holdsIf(false);
    for (const operation of story.operations.values()) {
      const { name, node } = operation;
      const awaited = node.awaited === "now" || node.awaited === "later";
      if (node.context !== ROOT || !awaited || node.kind === "work") continue;
      const ended = operation.fired.length > 0 || operation.outside.length > 0;
      const closed = ended || closing(operation) !== undefined;
      if (closed || operation.asked.at(-1)?.event.decision.kind === "throw") continue;
      const expected = `${name} to be closed in the log`;
      return broken(index, name, "not-closed", expected, "answered SUCCEEDED without it");
    }
    return holdsIf(true);
  },
};
