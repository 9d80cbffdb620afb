/**
 * How an attempt fails: what the retry strategy is asked, what it may answer, and what FAIL and
 * RETRY record of it (semantics, section 2).
 *
 * What becomes of a strategy that throws is promised nowhere. The engine may record the failure
 * all the same, or let the strategy's error reach the handler; but then each replay has to.
 */
import type { ErrorView, EventOf, Outcome, Update } from "../history.ts";
import { sameError } from "../history.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import { type Allowed, decide, isAllowed } from "../retry.ts";
import { type Ending, type Phase, withPhase } from "../state.ts";
import { mutatedMessage, recordableMessages, strategyError, thrownMessage } from "../values.ts";
import type { Step } from "../workflow.ts";
import type { World } from "../world.ts";
import type { StepView } from "./step.ts";

/** The strategy is asked for a thrown error, or for the interruption of an at-most-once attempt. */
export function askStrategy(view: StepView, event: EventOf<"strategy-asked">): Transition {
  const { world, state, index, step, record } = view;
  const found = `asked the retry strategy of ${step.name} about ${event.error.name}`;
  const failure = failureToDecide(view);
  if (failure === undefined) {
    const why = "the strategy to be asked only for a thrown error or an at-most-once interruption";
    return refuse("strategy-asked-without-cause", step.name, why, found);
  }
  if (!sameError(event.error, failureError(world, step, failure))) {
    const error = failureError(world, step, failure);
    const why = `it to be asked about ${error.name}: ${error.message}`;
    return refuse("strategy-asked-for-another-error", step.name, why, found);
  }
  if (event.attempt !== record.attempt) {
    const why = `it to be asked about attempt ${record.attempt}`;
    return refuse("wrong-attempt", step.name, why, `asked about attempt ${event.attempt}`);
  }
  const { decision } = event;
  if (!isAllowed(decision, allowedNow(view))) {
    // A helper is the engine's own: its decision is not ours to know.
    const helper = step.retry.policy === "exponential" || step.retry.policy === "linear";
    const rule = helper ? "retry-against-the-strategy" : "harness-broke-its-rules";
    return refuse(rule, step.name, describeAllowed(view), `decided on ${decision.kind}`);
  }
  return accept(withPhase(state, index, phaseAfter(decision, failure)));
}

function phaseAfter(decision: EventOf<"strategy-asked">["decision"], ending: Ending): Phase {
  switch (decision.kind) {
    case "throw":
      return { at: "strategy-threw", ending };
    case "stop":
      return { at: "decided", retrySeconds: undefined, ending };
    case "retry":
      return { at: "decided", retrySeconds: decision.delaySeconds, ending };
  }
}

/** FAIL or RETRY is sent: of the failure that there is, and as the strategy has decided. */
export function requestFailure(view: StepView, update: Update): Transition {
  const { world, step } = view;
  const found = `sent ${update.action} of ${step.name}`;
  const failure = recordableFailure(view);
  if (failure === undefined) {
    const expected = `${update.action} only for an error or interruption`;
    return refuse("recorded-without-cause", step.name, expected, found);
  }
  const error = failureError(world, step, failure);
  if (!isRecordable(step, error, update.error)) {
    const sent =
      update.error === undefined
        ? "sent none"
        : `sent ${update.error.name}: ${update.error.message}`;
    const expected = `the error ${error.name}: ${error.message}`;
    return refuse("recorded-something-else", step.name, expected, sent);
  }
  if (followsDecision(view, update)) return accept(view.state);
  const what = update.action === "FAIL" ? "FAIL" : `RETRY after ${update.delaySeconds} s`;
  return refuse("retry-against-the-strategy", step.name, describeAllowed(view), `sent ${what}`);
}

function isRecordable(step: Step, { name, message }: ErrorView, found?: ErrorView): boolean {
  if (found === undefined || found.cause !== undefined) return false;
  if (sameError(found, strategyError(step.name))) {
    return recordableMessages(step, message).includes(found.message);
  }
  return found.name === name && recordableMessages(step, message).includes(found.message);
}

/** The delay is the one that the strategy named, where it was asked; else one that it may name. */
function followsDecision(view: StepView, { action, delaySeconds }: Update): boolean {
  const { phase } = view;
  if (phase.at === "strategy-threw") return action === "FAIL";
  if (phase.at === "decided") {
    const retries = phase.retrySeconds !== undefined;
    return action === (retries ? "RETRY" : "FAIL") && phase.retrySeconds === delaySeconds;
  }
  const given =
    action === "FAIL"
      ? ({ kind: "stop" } as const)
      : ({ kind: "retry", delaySeconds: delaySeconds ?? Number.NaN } as const);
  return isAllowed(given, allowedNow(view));
}

/** The ending that FAIL records. */
export function failureEnding(view: StepView, { error }: Update): Ending | undefined {
  const { world, step } = view;
  const ending = recordableFailure(view);
  if (ending === undefined || error === undefined) return ending;
  const own = failureError(world, step, ending);
  if (error.message === own.message) return ending;
  if (error.message !== mutatedMessage(own.message)) {
    return { kind: "settled", outcome: stepError(world, error) };
  }
  return ending.kind === "threw"
    ? { ...ending, mutated: true }
    : { kind: "interrupted", mutated: true };
}

/** Whether an outcome is the error of the step's own strategy, which has thrown. */
export function isStrategyError({ name }: Step, outcome: Outcome): boolean {
  return outcome.kind === "threw" && sameError(outcome.error, strategyError(name));
}

/** What the handler sees of a recorded failure. */
export function stepError({ guarantees }: World, cause: ErrorView): Outcome {
  return {
    kind: "threw",
    error: { name: guarantees.stepErrorName, message: cause.message, cause },
  };
}

/** The error that the strategy is asked about, and that is recorded. */
export function failureError(world: World, step: Step, ending: Ending): ErrorView {
  const own =
    ending.kind === "threw"
      ? { name: "Error", message: thrownMessage(step.name, ending.run) }
      : world.guarantees.interruption;
  return "mutated" in ending ? { ...own, message: mutatedMessage(own.message) } : own;
}

/** What the step's policy allows after the current attempt. */
export function allowedNow({ world, step, record }: StepView): Allowed {
  return decide(step.retry, record.attempt, world.guarantees);
}

/** A failure that the strategy has yet to be asked about, if there is one. */
export function failureToDecide({ step, record, phase }: StepView): Ending | undefined {
  if (phase.at === "threw") return { kind: "threw", run: phase.run };
  const interrupted = record.status === "STARTED" && phase.at === "called";
  return interrupted && step.semantics === "AtMostOncePerRetry"
    ? { kind: "interrupted" }
    : undefined;
}

/** A failure that may be recorded now: one that was decided, or that nobody needs to decide. */
function recordableFailure(view: StepView): Ending | undefined {
  const { phase } = view;
  if (phase.at === "decided" || phase.at === "strategy-threw") return phase.ending;
  return view.watched ? undefined : failureToDecide(view);
}

function describeAllowed(view: StepView): string {
  const allowed = allowedNow(view);
  if (allowed.kind !== "retry") return "FAIL: the strategy allows no further attempt";
  const { minimumSeconds, maximumSeconds } = allowed;
  const delay =
    minimumSeconds === maximumSeconds ? minimumSeconds : `${minimumSeconds} to ${maximumSeconds}`;
  return `RETRY after ${delay} s`;
}
