import { meaningOf } from "../model/fault.ts";
import type { Update } from "../model/history.ts";
import { ROOT } from "../model/program.ts";
import { type Broken, broken, holdsIf, type Property } from "./property.ts";
import { closing, type InvocationStory, type Story } from "./story.ts";

// What becomes of a step whose strategy throws is promised nowhere: it may be left as it is.
export const successMeansRecorded: Property = {
  id: "success-means-recorded",
  sentence:
    "When an execution has SUCCEEDED, every operation that the handler awaits is closed in the log, and no update was lost with a call that failed.",
  source: "semantics 7, SUCCEEDED implies every update recorded",
  check(story) {
    const lost = lostUpdate(story);
    if (lost !== undefined) return lost;
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

/** An update whose call failed, and which its invocation has not sent again before it answered. */
function lostUpdate({ invocations }: Story): Broken | undefined {
  for (const invocation of invocations) {
    const { answered, lost } = lostIn(invocation);
    if (answered === undefined || lost === undefined) continue;
    const { operation, action } = lost;
    const expected = `${action} of ${operation} to be sent again: its call had failed`;
    return broken(answered, operation, "update-lost", expected, "answered SUCCEEDED without it");
  }
  return undefined;
}

function lostIn({ events }: InvocationStory) {
  const missing = new Map<string, Update>();
  for (const { event, index } of events) {
    if (event.kind === "invocation-answered" && event.answer.kind === "SUCCEEDED") {
      return { answered: index, lost: [...missing.values()][0] };
    }
    if (event.kind !== "checkpoint-failed" && event.kind !== "checkpoint-requested") continue;
    for (const update of event.updates) {
      const { operation } = update;
      if (event.kind === "checkpoint-requested") missing.delete(operation);
      else if (!meaningOf(event.failure).recorded) missing.set(operation, update);
    }
  }
  return { answered: undefined, lost: undefined };
}
