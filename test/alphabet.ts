/**
 * Every event that anybody could claim to happen next, right or wrong: each kind of event, about
 * each operation of the handler, with each value that means something for a step or a wait. What the model says of each must be
 * what the guarantees say.
 */
import type { Case } from "../model/case.ts";
import { FAILURE_NAMES } from "../model/fault.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Answer, Decision, ErrorView, Event, Outcome, Update } from "../model/history.ts";
import { runOutcome } from "../model/operations/step.ts";
import { livePhaseOf, recordOf, runsOf, type State } from "../model/state.ts";
import { returnedValue, thrownMessage } from "../model/values.ts";
import type { Operation } from "../model/workflow.ts";
import { worldOf } from "../model/world.ts";

const { interruption, stepErrorName } = awsGuarantees;
const OTHER_ERROR: ErrorView = { name: "TypeError", message: "something else" };
const STOP: Decision = { kind: "stop" };

/** The events that could be claimed after `state`, now and at the next limit. */
export function everyEvent(case_: Case, state: State): readonly Event[] {
  const { now, invocation } = state;
  const events: Event[] = [];
  const add = (event: Event) => events.push(event);
  for (const [index, operation] of indexed(case_)) addOperationEvents(state, index, operation, add);
  for (const updates of everyCall(case_, state)) {
    add({ kind: "checkpoint-requested", at: now, updates });
  }
  const sent = invocation?.call?.updates ?? [];
  add({ kind: "checkpoint-recorded", at: now, updates: sent });
  add({ kind: "checkpoint-replied", at: now, updates: sent });
  add({ kind: "checkpoint-refused", at: now, updates: sent, error: OTHER_ERROR });
  for (const failure of FAILURE_NAMES) {
    add({ kind: "checkpoint-failed", at: now, updates: sent, failure });
    add({ kind: "page-failed", at: now, failure });
  }
  for (const answer of everyAnswer(state)) {
    add({ kind: "invocation-answered", at: now, answer });
    add({ kind: "answer-accepted", at: now, answer });
    add({ kind: "answer-refused", at: now, answer, error: OTHER_ERROR });
  }
  const started = invocation?.startedAt ?? now;
  const invocationLimit = started + case_.limits.invocationSeconds * 1_000;
  add({ kind: "interrupted", at: now, why: "scheduled" });
  add({ kind: "interrupted", at: now, why: "crashed" });
  for (const at of [now, Math.max(now, invocationLimit)]) {
    add({ kind: "interrupted", at, why: "invocation-timeout" });
  }
  add({ kind: "invocation-started", at: now, invocation: state.invocations + 1 });
  add({ kind: "error-escaped", at: now, error: OTHER_ERROR });
  add({ kind: "input-differs", at: now, input: "{}" });
  add({ kind: "asked-otherwise", at: now, operation: "other", what: "input", found: "other" });
  add({ kind: "livelocked", at: now });
  return events;
}

/** The operations of the handler, by their indexes in states. */
function indexed(case_: Case): readonly (readonly [index: number, operation: Operation])[] {
  const { indexOf } = worldOf(case_, awsGuarantees);
  return case_.workflow.operations.map((each) => [indexOf.get(each.name) as number, each]);
}

function addOperationEvents(
  state: State,
  index: number,
  operation: Operation,
  add: (event: Event) => void,
): void {
  const { now: at } = state;
  const { name } = operation;
  const run = runsOf(state, index) + 1;
  const { attempt, dueAt } = recordOf(state, index);
  add({ kind: "operation-called", at, operation: name });
  for (const outcome of everyOutcome(name, run)) {
    add({ kind: "operation-resolved", at, operation: name, outcome });
  }
  for (const time of [at, dueAt ?? at]) {
    add({ kind: "timer-fired", at: Math.max(at, time), operation: name });
  }
  if (operation.kind !== "step") return;
  for (const claimed of [attempt - 1, attempt, attempt + 1]) {
    add({ kind: "body-entered", at, operation: name, attempt: claimed, run });
    for (const error of [...everyThrown(name, run), interruption, OTHER_ERROR]) {
      for (const decision of everyDecision(operation)) {
        add({ kind: "strategy-asked", at, operation: name, attempt: claimed, error, decision });
      }
    }
  }
  add({ kind: "body-entered", at, operation: name, run });
  add({ kind: "body-entered-afterwards", at, operation: name, afterMilliseconds: 200 });
  const phase = livePhaseOf(state, index);
  if (phase.at === "running") {
    const outcome = runOutcome(operation, phase.run);
    const until = Math.max(at, phase.until);
    add({ kind: "body-finished", at: until, operation: name, attempt, run: phase.run, outcome });
  }
  for (const time of [at + 1, (dueAt ?? at) + 1_000]) {
    add({ kind: "body-entered", at: time, operation: name, attempt, run });
  }
}

function everyDecision(operation: Operation): readonly Decision[] {
  if (operation.kind !== "step") return [];
  const { retry } = operation;
  const delaySeconds = retry.policy === "limited" ? (retry.delaySeconds ?? 1) : 1;
  return [STOP, { kind: "retry", delaySeconds }];
}

/** What the runs so far could have thrown. */
function everyThrown(name: string, run: number): readonly ErrorView[] {
  return [run - 2, run - 1].map((each) => ({ name: "Error", message: thrownMessage(name, each) }));
}

function everyOutcome(name: string, run: number): readonly Outcome[] {
  const outcomes: Outcome[] = [{ kind: "returned" }];
  for (const each of [run - 2, run - 1]) {
    outcomes.push({ kind: "returned", value: JSON.stringify(returnedValue(name, each)) });
  }
  for (const cause of [...everyThrown(name, run), interruption, OTHER_ERROR]) {
    const { message } = cause;
    outcomes.push({ kind: "threw", error: { name: stepErrorName, message, cause } });
    outcomes.push({ kind: "threw", error: { name: stepErrorName, message } });
    outcomes.push({ kind: "threw", error: cause });
  }
  return outcomes;
}

/** A poll, each update alone, each START with what could follow it, and each update twice. */
function* everyCall(case_: Case, state: State): Generator<readonly Update[]> {
  yield [];
  for (const [index, operation] of indexed(case_)) {
    const run = runsOf(state, index) + 1;
    const type = operation.kind === "step" ? "STEP" : "WAIT";
    const start: Update = { operation: operation.name, type, action: "START" };
    if (operation.kind === "wait") {
      const { seconds } = operation;
      for (const delaySeconds of [seconds - 1, seconds, seconds + 1]) {
        yield [{ ...start, delaySeconds }];
      }
      yield [start];
      const timed = { ...start, delaySeconds: seconds };
      yield [timed, timed];
      yield [{ ...start, action: "SUCCEED" }];
      continue;
    }
    yield [start];
    yield [start, start];
    yield [{ ...start, type: "WAIT" }];
    for (const close of everyClose(operation, run)) {
      yield [close];
      yield [start, close];
      yield [close, close];
    }
  }
  yield [{ operation: "nobody", type: "STEP", action: "START" }];
}

function* everyClose(operation: Operation, run: number): Generator<Update> {
  const { name } = operation;
  const base = { operation: name, type: "STEP" } as const;
  yield { ...base, action: "SUCCEED" };
  for (const each of [run - 2, run - 1]) {
    yield { ...base, action: "SUCCEED", payload: JSON.stringify(returnedValue(name, each)) };
  }
  yield { ...base, action: "FAIL" };
  for (const error of [...everyThrown(name, run), interruption, OTHER_ERROR]) {
    yield { ...base, action: "FAIL", error };
    yield { ...base, action: "RETRY", error };
    const right =
      operation.kind === "step" && operation.retry.policy === "limited"
        ? (operation.retry.delaySeconds ?? 1)
        : 1;
    for (const delaySeconds of [right - 1, right, right + 1, 61]) {
      yield { ...base, action: "RETRY", error, delaySeconds };
    }
  }
}

function everyAnswer({ invocation }: State): readonly Answer[] {
  const answers: Answer[] = [
    { kind: "PENDING" },
    { kind: "SUCCEEDED" },
    { kind: "SUCCEEDED", result: '"something else"' },
    { kind: "FAILED", error: OTHER_ERROR },
    { kind: "threw", error: OTHER_ERROR },
  ];
  const handler = invocation?.handler;
  if (handler?.kind === "returned" && handler.value !== undefined) {
    answers.push({ kind: "SUCCEEDED", result: handler.value });
  }
  if (handler?.kind === "threw") {
    const { name, message } = handler.error;
    answers.push({ kind: "FAILED", error: { name, message } });
    answers.push({ kind: "FAILED", error: { name, message: "something else" } });
  }
  return answers;
}
