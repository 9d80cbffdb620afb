import { meaningOf } from "../model/fault.ts";
import { broken, holdsIf, type Property } from "./property.ts";

// Where it is broken the service is to blame, and whatever two live invocations do to each other then.
export const usedUpTokensRecordNothing: Property = {
  id: "used-up-tokens-record-nothing",
  sentence:
    "A token is good for one call: once it is used up, by a call whose reply has not come or names no other, or by somebody else, nothing more of its invocation is recorded.",
  source: "semantics 5, tokens and overlapping invocations",
  onlyWith: "faults",
  check({ history }) {
    let exercised = false;
    let usedUp = false;
    for (const [index, event] of history.entries()) {
      switch (event.kind) {
        case "invocation-started":
          usedUp = false;
          break;
        case "checkpoint-failed":
        case "page-failed":
          usedUp ||= meaningOf(event.failure).usesTokenUp;
          exercised ||= usedUp;
          break;
        case "checkpoint-replied":
          usedUp ||= event.withoutToken === true;
          exercised ||= usedUp;
          break;
        case "checkpoint-recorded": {
          if (!usedUp && event.withUsedUpToken !== true) break;
          const [update] = event.updates;
          const expected = "nothing to be recorded of an invocation whose token is used up";
          const taken = update === undefined ? "a poll" : `${update.action} of ${update.operation}`;
          return broken(index, update?.operation, "recorded", expected, `had ${taken} taken`);
        }
      }
    }
    return holdsIf(exercised);
  },
};
