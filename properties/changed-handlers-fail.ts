import { foreignNames, NONDETERMINISM } from "../model/change.ts";
import { describeAnswer } from "../model/describe.ts";
import { changeMet } from "./changed-handlers.ts";
import { failureBefore } from "./failed-calls.ts";
import { serdesFailureBefore } from "./failed-serdes.ts";
import { type Broken, broken, holdsIf, type Property } from "./property.ts";
import type { Seen, Story } from "./story.ts";

export const changedHandlersFail: Property = {
  id: "changed-handlers-fail",
  sentence:
    "Where a replay meets another operation than the log has, the execution FAILS with NonDeterministicExecutionError: nothing of that operation is given, run or recorded.",
  source: "semantics 4, replay must meet the same operation",
  onlyWith: "change",
  check(story) {
    let exercised = false;
    for (const invocation of story.invocations) {
      const met = changeMet(story, invocation);
      if (met === undefined) continue;
      for (const seen of invocation.events) {
        if (seen.index <= met.index) continue;
        const taken = takenFrom(story, seen);
        if (taken !== undefined) return taken;
        const { event, index } = seen;
        if (event.kind !== "invocation-answered") continue;
        const { answer } = event;
        if (failureBefore(invocation.events, index) !== undefined) continue;
        if (serdesFailureBefore(story, invocation.events, index) !== undefined) continue;
        exercised = true;
        if (answer.kind === "FAILED" && answer.error.name === NONDETERMINISM) continue;
        const expected = `FAILED with ${NONDETERMINISM}`;
        const found = `answered ${describeAnswer(answer)}`;
        return broken(index, undefined, `answered-${answer.kind}`, expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

/** What the engine has made of an operation that the log does not have there. */
function takenFrom({ case: case_ }: Story, { event, index }: Seen): Broken | undefined {
  const { workflow, schedule } = case_;
  const { change } = schedule;
  if (change === undefined) return undefined;
  const foreign = foreignNames(workflow, change);
  const expected = `nothing to come of it: the log has ${change.operation} there`;
  const no = (found: string) => broken(index, undefined, "went-on", expected, found);
  switch (event.kind) {
    case "operation-resolved":
      if (!foreign.has(event.operation)) return undefined;
      return no(`gave the handler an outcome of ${event.operation}`);
    case "handler-finished":
      return no("let the handler finish");
    case "body-entered":
      if (!foreign.has(event.operation)) return undefined;
      return no(`ran the body of ${event.operation}`);
    case "strategy-asked":
      if (!foreign.has(event.operation)) return undefined;
      return no(`asked the strategy of ${event.operation}`);
    case "serdes-failed":
      if (!foreign.has(event.operation)) return undefined;
      return no(`used the serdes of ${event.operation}`);
    case "checkpoint-requested": {
      const update = event.updates.find(({ operation }) => foreign.has(operation));
      if (update === undefined) return undefined;
      return no(`sent ${update.action} of ${update.operation}`);
    }
    default:
      return undefined;
  }
}
