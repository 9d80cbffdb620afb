import { describeAnswer } from "../model/describe.ts";
import { FAILURE_WORDS } from "../model/describe-schedule.ts";
import { meaningOf } from "../model/fault.ts";
import { changeMet } from "./changed-handlers.ts";
import { failureBefore } from "./failed-calls.ts";
import { serdesFailureBefore } from "./failed-serdes.ts";
import { broken, holdsIf, type Property } from "./property.ts";

export const failuresHaveTheRightScope: Property = {
  id: "failures-have-the-right-scope",
  sentence:
    "A call that fails in passing (throttled, server error, lost, stale token) ends no more than the invocation, which is started again; one that is denied ends the execution. A serdes that fails in passing ends the invocation.",
  source: "semantics 5, tokens and errors; semantics 7, scope of a failure",
  onlyWith: "faults",
  check(story) {
    let exercised = false;
    for (const invocation of story.invocations) {
      const { events } = invocation;
      // What a changed handler comes to fails the execution for itself.
      const changed = changeMet(story, invocation) !== undefined;
      let handlerEnded = false;
      for (const { event, index } of events) {
        if (event.kind === "handler-finished") handlerEnded = true;
        if (event.kind !== "invocation-answered") continue;
        const failure = failureBefore(events, index);
        const serdes = serdesFailureBefore(story, events, index);
        const { answer } = event;
        if (failure === undefined) {
          if (serdes !== "in-passing") continue;
          exercised = true;
          if (answer.kind !== "FAILED" || handlerEnded || changed) continue;
          const expected = "the invocation to end, as its serdes has failed";
          const found = `answered ${describeAnswer(answer)}`;
          return broken(index, undefined, "FAILED-for-serdes", expected, found);
        }
        exercised = true;
        const { ends } = meaningOf(failure);
        // The handler may have come to its own end before the call failed, or to what nobody can write.
        const ended = handlerEnded || changed || serdes === "for-good";
        const own = answer.kind !== "FAILED" || ended;
        // A serdes that had failed before may have ended the invocation.
        const thrown = answer.kind === "threw" && serdes !== undefined;
        if (ends === "execution" ? answer.kind === "FAILED" || thrown : own) continue;
        const expected = `the ${ends} to end, as the call ${FAILURE_WORDS[failure]}`;
        const found = `answered ${describeAnswer(answer)}`;
        return broken(index, undefined, `${answer.kind}-for-${failure}`, expected, found);
      }
    }
    return holdsIf(exercised);
  },
};
