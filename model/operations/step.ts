/**
 * The step protocol: what may happen to one step, given what the log says of it and how far this
 * invocation has come with it (semantics, section 2). Each rule takes a state and an event and
 * gives the next state, or says why a right engine would not have done that.
 */
import type { EventOf, Outcome, Update } from "../history.ts";
import { returned, sameOutcome } from "../history.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import { payloadOf, roundTrip } from "../serdes.ts";
import {
  CALLED,
  CLOSED,
  type Ending,
  type LogRecord,
  type Phase,
  runsOf,
  STARTED,
  type State,
  WAITING,
  withPhase,
  withRecord,
  withRuns,
} from "../state.ts";
import { bodyRun, returnedView, thrownMessage } from "../values.ts";
import type { Step } from "../workflow.ts";
import type { World } from "../world.ts";
import {
  failureEnding,
  failureError,
  isStrategyError,
  requestFailure,
  stepError,
} from "./step-failure.ts";

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
  const run = runsOf(state, index) + 1;
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
  return accept(withRuns(withPhase(state, index, running), index, run));
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

/** An update of a step is sent: it must follow from what happened in this invocation. */
export function requestStepUpdate(view: StepView, update: Update): Transition {
  const { step, phase } = view;
  const found = `sent ${update.action} of ${step.name}`;
  const without = (expected: string) =>
    refuse("recorded-without-cause", step.name, expected, found);
  switch (update.action) {
    case "START": {
      // START is not awaited: the error of a strategy that threw may be there before it.
      const over = phase.at === "resolved" && !isStrategyError(step, phase.outcome);
      return phase.at === "absent" || over ? without("START of a called step") : accept(view.state);
    }
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
      return requestFailure(view, update);
  }
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
      const closed = {
        ...record,
        status,
        dueAt: undefined,
        ending: endingOf(view, update),
      } as const;
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
    return returned(roundTrip(step.serdes, returnedView(step, ending.run)));
  }
  if (ending.kind === "settled") return ending.outcome;
  return stepError(world, failureError(world, step, ending));
}

function endingOf(view: StepView, update: Update): Ending | undefined {
  const { phase } = view;
  if (phase.at === "returned" && update.action === "SUCCEED") {
    return { kind: "returned", run: phase.run };
  }
  // Of a condition, whose wait strategy has thrown.
  if (phase.at === "returned" && update.error !== undefined) {
    return { kind: "settled", outcome: { kind: "threw", error: update.error } };
  }
  return failureEnding(view, update);
}

/** How the `run`-th run of a step's body ends. */
export function runOutcome(step: Step, run: number): Outcome {
  if (bodyRun(step, run).does === "return") {
    return returned(returnedView(step, run));
  }
  return { kind: "threw", error: { name: "Error", message: thrownMessage(step.name, run) } };
}

/** What SUCCEED records for a run, as the step's serdes writes it. */
export function stepPayload(step: Step, run: number): string | undefined {
  return payloadOf(step.serdes, returnedView(step, run));
}

/** Whether this invocation could go on with the step without waiting for a timer. */
export function stepCanMove(phase: Phase): boolean {
  return phase.at !== "absent" && phase.at !== "waiting" && phase.at !== "resolved";
}
