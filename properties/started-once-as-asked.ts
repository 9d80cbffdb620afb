import { ASKED } from "../model/describe.ts";
import type { Update } from "../model/history.ts";
import type { Operation } from "../model/workflow.ts";
import { broken, holdsIf, type Property } from "./property.ts";

export const startedOnceAsAsked: Property = {
  id: "started-once-as-asked",
  sentence:
    "A callback or an invoked function is started once, with the timeouts, the function and the input that it was given; no replay starts it again, and the id that is given for a callback is that callback's.",
  source: "semantics 4, invoke and callback",
  requirements: ["4-5", "5-9", "7-13"],
  scope: "all",
  check(story) {
    let exercised = false;
    for (const [index, event] of story.history.entries()) {
      if (event.kind !== "asked-otherwise") continue;
      const { operation, what, found } = event;
      const expected = `what the handler has asked for of ${operation}`;
      return broken(index, operation, `another-${what}`, expected, `${ASKED[what]}: ${found}`);
    }
    for (const { node, name, requested, recorded } of story.operations.values()) {
      if (node.kind !== "callback" && node.kind !== "invoke") continue;
      const [first] = recorded;
      for (const { update, index } of requested) {
        exercised = true;
        const again = first !== undefined && first.index < index;
        if (update.action === "START" && !again && isAsAsked(update, node.operation)) continue;
        const expected = `${name} to be started once, with its own timeouts`;
        const found = `sent ${update.action} with ${describeTimeouts(update)}`;
        return broken(index, name, again ? "started-again" : "started-otherwise", expected, found);
      }
    }
    return holdsIf(exercised);
  },
};

function isAsAsked(update: Update, operation: Operation): boolean {
  const { timeoutSeconds, heartbeatSeconds } = timeoutsOf(operation);
  return update.timeoutSeconds === timeoutSeconds && update.heartbeatSeconds === heartbeatSeconds;
}

function timeoutsOf(operation: Operation): Pick<Update, "timeoutSeconds" | "heartbeatSeconds"> {
  return operation.kind === "callback" || operation.kind === "wait-for-callback" ? operation : {};
}

function describeTimeouts({ timeoutSeconds, heartbeatSeconds }: Update): string {
  return `timeout ${timeoutSeconds ?? "none"}, heartbeat timeout ${heartbeatSeconds ?? "none"}`;
}
