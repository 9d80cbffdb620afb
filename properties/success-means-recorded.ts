import { meaningOf } from "../model/fault.ts";
import type { Update } from "../model/history.ts";
import { ROOT } from "../model/program.ts";
import { isEndOfAll } from "./failed-calls.ts";
import { type Broken, broken, holdsIf, type Property } from "./property.ts";
import { closing, type InvocationStory, type OperationStory, type Story } from "./story.ts";

// What becomes of a step whose strategy throws is promised nowhere: it may be left as it is.
export const successMeansRecorded: Property = {
  id: "success-means-recorded",
  sentence:
    "When an invocation answers SUCCEEDED, everything that the handler awaited is closed in the log, and no update was lost with a call that failed.",
  source: "semantics 7, SUCCEEDED implies every update recorded",
  check(story) {
    const lost = lostUpdate(story);
    if (lost !== undefined) return lost;
    let exercised = false;
    for (const [index, event] of story.history.entries()) {
      if (event.kind !== "invocation-answered" || event.answer.kind !== "SUCCEEDED") continue;
      exercised = true;
      const open = story.byNode.find((each) => isLeftOpen(each, index));
      if (open === undefined) continue;
      const { name } = open;
      const expected = `${name} to be closed in the log`;
      return broken(index, name, "not-closed", expected, "answered SUCCEEDED without it");
    }
    return holdsIf(exercised);
  },
};

/** Whether the handler awaits it, and nothing has ended it by then. */
function isLeftOpen(operation: OperationStory, index: number): boolean {
  const { node, asked, fired, outside } = operation;
  const awaited = node.awaited === "now" || node.awaited === "later";
  if (node.context !== ROOT || !awaited || node.kind === "work") return false;
  const end = node.kind === "wait" ? fired[0] : (outside[0] ?? closing(operation));
  if (end !== undefined && end.index < index) return false;
  return asked.at(-1)?.event.decision.kind !== "throw";
}

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
  let ended = false;
  for (const { event, index } of events) {
    if (event.kind === "invocation-answered" && event.answer.kind === "SUCCEEDED") {
      return { answered: index, lost: [...missing.values()][0] };
    }
    if (isEndOfAll(event)) ended = true;
    if (ended) continue;
    if (event.kind !== "checkpoint-failed" && event.kind !== "checkpoint-requested") continue;
    for (const update of event.updates) {
      const { operation } = update;
      if (event.kind === "checkpoint-requested") missing.delete(operation);
      else if (!meaningOf(event.failure).recorded) missing.set(operation, update);
    }
  }
  return { answered: undefined, lost: undefined };
}
