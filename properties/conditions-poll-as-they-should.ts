import type { Outcome, Update } from "../model/history.ts";
import { isAllowed, pollAllowed } from "../model/retry.ts";
import { payloadOf } from "../model/serdes.ts";
import { stateView, strategyError } from "../model/values.ts";
import type { WaitForCondition } from "../model/workflow.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import { attemptAt, closing, unrecordedOutcome } from "./story.ts";

export const conditionsPollAsTheyShould: Property = {
  id: "conditions-poll-as-they-should",
  sentence:
    "After each poll of a condition its state is recorded, with the delay that the wait strategy says, until the condition is met; the state of one poll is what the next one starts from, and what throws ends it.",
  source: "semantics 4, wait-for-condition",
  requirements: ["6-1", "6-2", "6-6", "6-7", "6-9", "6-10", "6-11", "6-13"],
  scope: "all",
  check(story) {
    let exercised = false;
    for (const condition of story.operations.values()) {
      const { operation, name } = condition;
      if (operation.kind !== "wait-for-condition") continue;
      for (const seen of condition.requested) {
        const ended = (closing(condition)?.index ?? seen.index) < seen.index;
        // Nothing may be sent of it then, whatever was polled.
        if (seen.update.action === "START" || ended) continue;
        exercised = true;
        const poll = attemptAt(condition, seen.index);
        const allowed = pollAllowed(operation, poll, story.guarantees);
        const outcome = unrecordedOutcome(condition, seen);
        if (outcome === undefined) {
          const found = `sent ${seen.update.action} without one`;
          return broken(seen.index, name, "without-a-poll", `a poll of ${name} first`, found);
        }
        const right = expected(operation, outcome, poll, allowed.kind);
        const delay = seen.update.delaySeconds ?? Number.NaN;
        const late =
          allowed.kind === "retry" && !isAllowed({ kind: "retry", delaySeconds: delay }, allowed);
        if (isAsExpected(seen.update, right) && !(right.action === "RETRY" && late)) continue;
        const { action, payload } = right;
        const words = payload === undefined ? action : `${action} with the state ${payload}`;
        const after = `${words} after poll ${poll} of ${name}, when its strategy says so`;
        const { update } = seen;
        const found = `sent ${update.action} with ${update.payload ?? update.error?.message ?? "nothing"}`;
        return broken(seen.index, name, `${update.action}-not-as-it-should`, after, found);
      }
    }
    return holdsIf(exercised);
  },
};

type Expected = Pick<Update, "action"> & {
  readonly payload?: string | undefined;
  readonly message?: string | undefined;
};

function expected(
  operation: WaitForCondition,
  outcome: Outcome,
  poll: number,
  allowed: "stop" | "retry" | "throw",
): Expected {
  if (outcome.kind === "threw") return { action: "FAIL", message: outcome.error.message };
  if (allowed === "throw") {
    // What an engine's own helper throws is its own affair.
    const message =
      operation.helper === undefined ? strategyError(operation.name).message : undefined;
    return { action: "FAIL", message };
  }
  const payload = payloadOf(operation.serdes, stateView(operation, poll));
  return { action: allowed === "stop" ? "SUCCEED" : "RETRY", payload };
}

function isAsExpected({ action, payload, error }: Update, right: Expected): boolean {
  if (action !== right.action) return false;
  if (action !== "FAIL") return payload === right.payload;
  return right.message === undefined || error?.message === right.message;
}
