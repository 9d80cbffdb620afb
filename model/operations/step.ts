/**
 * The step protocol: what may happen to one step, given what the log says of it and how far this
 * invocation has come with it (semantics, section 2). Each rule takes a state and an event and
 * gives the next state, or says why a right engine would not have done that.
 */
import { type Allowed, decide, isAllowed } from "../guarantees.ts";
import type { ErrorView, EventOf, Outcome, Update } from "../history.ts";
import { sameError, sameOutcome } from "../history.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import {
  CALLED,
  CLOSED,
  type Ending,
  type LogRecord,
  type Phase,
  replaceAt,
  STARTED,
  type State,
  WAITING,
  withPhase,
  withRecord,
} from "../state.ts";
import { bodyRun, returnedValue, shorten, thrownMessage } from "../values.ts";
import type { Step } from "../workflow.ts";
import type { World } from "../world.ts";

/** Where one step stands: everything its rules need. */
export interface StepView {
  readonly world: World;
  readonly state: State;
  readonly index: number;
  readonly step: Step;
  /** Whether its retry strategy is user code, which reports; an engine's own is not ours to watch. */
  readonly watched: boolean;
  /** Whether its body gives nothing that is recorded, as that of a submitter. */
  readonly silent: boolean;
  readonly record: LogRecord;
  readonly phase: Phase;
}

/** The body starts: allowed by status and semantics, once per attempt if at most once. */
export function enterBody(view: StepView, event: EventOf<"body-entered">): Transition {
  const { state, index, step, record, phase } = view;
  const no = (rule: Parameters<typeof refuse>[0], expected: string) =>
    refuse(rule, step.name, expected, `ran the body of ${step.name} (run ${event.run})`);
  switch (record.status) {
    case "SUCCEEDED":
    case "FAILED":
      return no(
        "completed-step-ran-again",
        `what was recorded, and no body: it has ${record.status}`,
      );
    case "PENDING":
      return no("body-ran-before-its-retry-was-due", `nothing before ${record.dueAt} ms`);
    case "none":
    case "READY":
      if (step.semantics === "AtMostOncePerRetry" && phase.at !== "started") {
        return no("body-ran-before-its-start-was-recorded", "START in the log before the body");
      }
      break;
    case "STARTED":
      if (step.semantics === "AtMostOncePerRetry" && phase.at !== "started") {
        return no("body-ran-twice-in-one-attempt", "the interruption to go to the retry strategy");
      }
  }
  if (phase.at !== "called" && phase.at !== "started" && phase.at !== "waiting") {
    return no("body-ran-twice-in-one-attempt", "one body at a time");
  }
  const run = (state.runs[index] as number) + 1;
  if (event.run !== run) return no("harness-broke-its-rules", `run ${run}`);
  if (event.attempt !== undefined && event.attempt !== record.attempt) {
    return refuse(
      "wrong-attempt",
      step.name,
      `attempt ${record.attempt}: the log has ${record.attempt - 1} recorded retries`,
      `called it attempt ${event.attempt}`,
    );
  }
  const until = event.at + bodyRun(step, run).milliseconds;
  const running: Phase = { at: "running", run, until };
  return accept({ ...withPhase(state, index, running), runs: replaceAt(state.runs, index, run) });
}

/** The body ends as the workflow says that this run ends. */
export function finishBody(view: StepView, event: EventOf<"body-finished">): Transition {
  const { state, index, step, phase } = view;
  if (phase.at !== "running" || phase.run !== event.run) {
    return refuse("harness-broke-its-rules", step.name, "the running body to end", "ended another");
  }
  const does = bodyRun(step, event.run).does;
  if (!sameOutcome(event.outcome, runOutcome(step, event.run))) {
    return refuse("harness-broke-its-rules", step.name, `run ${event.run} to ${does}`, "differed");
  }
  const ended = { at: does === "return" ? "returned" : "threw", run: event.run } as const;
  return accept(withPhase(state, index, ended));
}

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
  if (!isAllowed(event.decision, allowedNow(view))) {
    return refuse("harness-broke-its-rules", step.name, "the strategy of the workflow", "differed");
  }
  const retrySeconds = event.decision.kind === "retry" ? event.decision.delaySeconds : undefined;
  return accept(withPhase(state, index, { at: "decided", retrySeconds, ending: failure }));
}

/** An update of a step is sent: it must follow from what happened in this invocation. */
export function requestStepUpdate(view: StepView, update: Update): Transition {
  const { step, phase } = view;
  const found = `sent ${update.action} of ${step.name}`;
  const without = (expected: string) =>
    refuse("recorded-without-cause", step.name, expected, found);
  switch (update.action) {
    case "START":
      if (phase.at === "absent" || phase.at === "resolved")
        return without("START of a called step");
      return accept(view.state);
    case "SUCCEED": {
      if (phase.at !== "returned") return without("SUCCEED only after the body has returned");
      if (view.silent) return accept(view.state);
      const value = stepPayload(step, phase.run);
      if (update.payload === value) return accept(view.state);
      const sent = `sent ${update.payload ?? "nothing"}`;
      return refuse("recorded-something-else", step.name, `the result ${value}`, sent);
    }
    case "FAIL":
    case "RETRY":
      return requestFailure(view, update, without);
  }
}

function requestFailure(
  view: StepView,
  update: Update,
  without: (expected: string) => Transition,
): Transition {
  const { world, step } = view;
  const failure = failureDecidedOrToDecide(view);
  if (failure === undefined) return without(`${update.action} only for an error or interruption`);
  const error = failureError(world, step, failure);
  if (
    update.error === undefined ||
    !sameError(update.error, { name: error.name, message: error.message })
  ) {
    const sent =
      update.error === undefined
        ? "sent none"
        : `sent ${update.error.name}: ${update.error.message}`;
    return refuse(
      "recorded-something-else",
      step.name,
      `the error ${error.name}: ${error.message}`,
      sent,
    );
  }
  const decision =
    update.action === "FAIL"
      ? ({ kind: "stop" } as const)
      : ({ kind: "retry", delaySeconds: update.delaySeconds ?? Number.NaN } as const);
  if (isAllowed(decision, allowedNow(view))) return accept(view.state);
  const what = update.action === "FAIL" ? "FAIL" : `RETRY after ${update.delaySeconds} s`;
  return refuse("retry-against-the-strategy", step.name, describeAllowed(view), `sent ${what}`);
}

/** An update of a step is recorded: the log changes, if the service allows it from this status. */
export function recordStepUpdate(view: StepView, update: Update, at: number): Transition {
  const { state, index, step, record } = view;
  const legal = update.action === "START" ? ["none", "READY"] : ["none", "STARTED", "READY"];
  if (!legal.includes(record.status)) {
    const expected = `${update.action} only of a step that is ${legal.join(", ")}`;
    return refuse("illegal-update", step.name, expected, `recorded it while ${record.status}`);
  }
  switch (update.action) {
    case "START": {
      const started = withRecord(state, index, { ...record, status: "STARTED", dueAt: undefined });
      const before = view.phase.at === "called" || view.phase.at === "waiting";
      return accept(before ? withPhase(started, index, STARTED) : started);
    }
    case "SUCCEED":
    case "FAIL": {
      const status = update.action === "SUCCEED" ? "SUCCEEDED" : "FAILED";
      const closed = { ...record, status, dueAt: undefined, ending: endingOf(view) } as const;
      return accept(withPhase(withRecord(state, index, closed), index, CLOSED));
    }
    case "RETRY": {
      const dueAt = at + (update.delaySeconds ?? 0) * 1_000;
      const attempt = record.attempt + 1;
      const pending = { status: "PENDING", attempt, dueAt, ending: undefined } as const;
      return accept(withPhase(withRecord(state, index, pending), index, WAITING));
    }
  }
}

/** The phase that a step is in when the handler reaches it, by its status in the log. */
export function callStep(record: LogRecord): Phase {
  return record.status === "PENDING" ? WAITING : CALLED;
}

/** What the handler gets from a closed step: the recorded value, or the recorded error wrapped. */
export function stepOutcome(world: World, step: Step, ending: Ending): Outcome {
  if (ending.kind === "returned") {
    if (step.serdes !== "asymmetric") return runOutcome(step, ending.run);
    return { kind: "returned", value: JSON.stringify(`${resultOf(step, ending.run)} received`) };
  }
  const cause = failureError(world, step, ending);
  const error = { name: world.guarantees.stepErrorName, message: cause.message, cause };
  return { kind: "threw", error };
}

/** How the `run`-th run of a step's body ends. */
export function runOutcome(step: Step, run: number): Outcome {
  if (bodyRun(step, run).does === "return") {
    return { kind: "returned", value: JSON.stringify(resultOf(step, run)) };
  }
  return { kind: "threw", error: { name: "Error", message: thrownMessage(step.name, run) } };
}

/** What SUCCEED records for a run, as the step's serdes writes it. */
export function stepPayload(step: Step, run: number): string {
  const value = resultOf(step, run);
  return JSON.stringify(step.serdes === "asymmetric" ? { sent: value } : value);
}

function resultOf(step: Step, run: number): string {
  return shorten(returnedValue(step.name, run, step.padding));
}

/** Whether this invocation could go on with the step without waiting for a timer. */
export function stepCanMove(phase: Phase): boolean {
  return phase.at !== "absent" && phase.at !== "waiting" && phase.at !== "resolved";
}

/** The error that the strategy is asked about. */
export function failureError(world: World, step: Step, ending: Ending): ErrorView {
  if (ending.kind === "threw") {
    return { name: "Error", message: thrownMessage(step.name, ending.run) };
  }
  return world.guarantees.interruption;
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

function failureDecidedOrToDecide(view: StepView): Ending | undefined {
  if (view.phase.at === "decided") return view.phase.ending;
  return view.watched ? undefined : failureToDecide(view);
}

function endingOf(view: StepView): Ending | undefined {
  if (view.phase.at === "returned") return { kind: "returned", run: view.phase.run };
  return failureDecidedOrToDecide(view);
}

function describeAllowed(view: StepView): string {
  const allowed = allowedNow(view);
  if (allowed.kind === "stop") return "FAIL: the strategy allows no further attempt";
  const { minimumSeconds, maximumSeconds } = allowed;
  const delay =
    minimumSeconds === maximumSeconds ? minimumSeconds : `${minimumSeconds} to ${maximumSeconds}`;
  return `RETRY after ${delay} s`;
}
