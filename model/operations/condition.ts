/**
 * Wait-for-condition: one step record that polls. Each poll is an attempt, and the state travels in
 * RETRY's payload (semantics, section 4).
 */
import type { Outcome, Update } from "../history.ts";
import type { Node } from "../program.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import type { WaitForCondition } from "../workflow.ts";
import type { StepView } from "./step.ts";
import { failureError } from "./step-failure.ts";

/** A poll sends RETRY until the condition is met, then SUCCEED; a poll that throws sends FAIL. */
export function requestConditionUpdate(view: StepView, node: Node, update: Update): Transition {
  const { phase, record, state } = view;
  const { polls, delaySeconds } = node.operation as WaitForCondition;
  const found = `sent ${update.action} of ${node.name}`;
  const no = (expected: string) => refuse("recorded-without-cause", node.name, expected, found);
  if (update.action === "START") {
    const called = phase.at !== "absent" && phase.at !== "resolved";
    return called ? accept(state) : no("START of a called operation");
  }
  if (phase.at === "threw") {
    const error = failureError(view.world, view.step, { kind: "threw", run: phase.run });
    const right = update.action === "FAIL" && update.error?.message === error.message;
    return right ? accept(state) : no(`FAIL with ${error.message}`);
  }
  if (phase.at !== "returned") return no("an update only after a poll");
  const reached = record.attempt;
  const action = reached >= polls ? "SUCCEED" : "RETRY";
  if (update.action !== action) return no(`${action} after poll ${reached} of ${polls}`);
  if (update.payload !== String(reached)) {
    const sent = `sent ${update.payload ?? "none"}`;
    return refuse("recorded-something-else", node.name, `the state ${reached}`, sent);
  }
  if (action === "RETRY" && update.delaySeconds !== delaySeconds) {
    const sent = `sent ${update.delaySeconds} s`;
    return refuse("retry-against-the-strategy", node.name, `a delay of ${delaySeconds} s`, sent);
  }
  return accept(state);
}

/** The state of the last poll. */
export function conditionValue({ polls }: WaitForCondition): Outcome {
  return { kind: "returned", value: String(polls) };
}
