/**
 * Wait-for-condition: one step record that polls. Each poll is an attempt, and the state travels in
 * RETRY's payload (semantics, section 4). A wait strategy that throws ends it like a poll that does.
 */
import type { ErrorView, Outcome, Update } from "../history.ts";
import { returned } from "../history.ts";
import type { Node } from "../program.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import { isAllowed, pollAllowed } from "../retry.ts";
import { payloadOf, roundTrip } from "../serdes.ts";
import { stateView, strategyError } from "../values.ts";
import type { WaitForCondition } from "../workflow.ts";
import type { StepView } from "./step.ts";
import { failureError } from "./step-failure.ts";

/** A poll sends RETRY until the condition is met, then SUCCEED; what throws sends FAIL. */
export function requestConditionUpdate(view: StepView, node: Node, update: Update): Transition {
  const { phase, record, state, world } = view;
  const operation = node.operation as WaitForCondition;
  const found = `sent ${update.action} of ${node.name}`;
  const no = (expected: string) => refuse("recorded-without-cause", node.name, expected, found);
  if (update.action === "START") {
    const called = phase.at !== "absent" && phase.at !== "resolved";
    return called ? accept(state) : no("START of a called operation");
  }
  if (phase.at === "threw") {
    const error = failureError(world, view.step, { kind: "threw", run: phase.run });
    const right = update.action === "FAIL" && update.error?.message === error.message;
    return right ? accept(state) : no(`FAIL with ${error.message}`);
  }
  if (phase.at !== "returned") return no("an update only after a poll");
  const reached = record.attempt;
  const allowed = pollAllowed(operation, reached, world.guarantees);
  if (allowed.kind === "throw") {
    return failsByStrategy(operation, update.error) && update.action === "FAIL"
      ? accept(state)
      : no(`FAIL: the wait strategy throws after poll ${reached}`);
  }
  const action = allowed.kind === "stop" ? "SUCCEED" : "RETRY";
  if (update.action !== action) return no(`${action} after poll ${reached} of ${operation.polls}`);
  const payload = payloadOf(operation.serdes, stateView(operation, reached));
  if (update.payload !== payload) {
    const sent = `sent ${update.payload ?? "nothing"}`;
    return refuse("recorded-something-else", node.name, `the state ${payload}`, sent);
  }
  const decision = { kind: "retry", delaySeconds: update.delaySeconds ?? Number.NaN } as const;
  if (allowed.kind === "retry" && !isAllowed(decision, allowed)) {
    const { minimumSeconds, maximumSeconds } = allowed;
    const expected = `a delay of ${minimumSeconds} to ${maximumSeconds} s`;
    const sent = `sent ${update.delaySeconds} s`;
    return refuse("retry-against-the-strategy", node.name, expected, sent);
  }
  return accept(state);
}

/** What an engine's own helper throws is its own affair. */
function failsByStrategy({ helper, name }: WaitForCondition, error: ErrorView | undefined) {
  return helper !== undefined || error?.message === strategyError(name).message;
}

/** The state of the last poll, as it is read again. */
export function conditionValue(operation: WaitForCondition): Outcome {
  return returned(roundTrip(operation.serdes, stateView(operation, operation.polls)));
}
