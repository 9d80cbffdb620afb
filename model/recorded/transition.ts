/**
 * The model of a record: (state, event) to the states that are possible after it, or the rule that
 * it breaks. The rules are those that hold for every right engine whatever the workflow was.
 */
import type { Step } from "../possible.ts";
import { batchDisagreement } from "./batch.ts";
import type {
  InvocationCompleted,
  OperationEnded,
  OperationStarted,
  RecordedEvent,
} from "./event.ts";
import type { RecordRefusal, RecordRule } from "./rules.ts";
import {
  BEFORE,
  hasPending,
  isOpen,
  type RecordedOperation,
  type RecordedState,
  started,
  withOperation,
} from "./state.ts";

export type RecordStep = Step<RecordedState, RecordRefusal>;

/** Rules that are not applied. */
export type Excepted = ReadonlySet<RecordRule>;

export function recordStep(
  excepted: Excepted,
  before: RecordedState,
  event: RecordedEvent,
): RecordStep {
  if (before.execution === "ended") {
    return refuse("one-start-and-one-end", "nothing after the end", event);
  }
  if ((event.kind === "execution-started") !== (before.execution === "before")) {
    return refuse("one-start-and-one-end", "ExecutionStarted first, and once", event);
  }
  if (before.now !== undefined && event.at !== undefined && event.at < before.now) {
    if (!excepted.has("events-in-order")) {
      return refuse("events-in-order", "no time before that of the event before it", event);
    }
  }
  const state = { ...before, now: event.at ?? before.now };
  switch (event.kind) {
    case "execution-started":
      return accept({ ...BEFORE, now: event.at, execution: "running" });
    case "operation-started":
      return start(excepted, state, event);
    case "operation-ended":
      return end(excepted, state, event);
    case "invocation-completed":
      return complete(excepted, state, event);
    case "execution-ended": {
      const byAnswer = event.status === "SUCCEEDED" || event.status === "FAILED";
      const answered = state.invocation === "finished" || excepted.has("ends-with-an-answer");
      if (byAnswer && !answered) {
        return refuse("ends-with-an-answer", "an invocation that has just answered", event);
      }
      return accept({ ...state, execution: "ended" });
    }
  }
}

/** What no record shows: that an invocation starts, which the service does only for a reason. */
export function hiddenSteps(state: RecordedState, until: RecordedEvent): readonly RecordedState[] {
  if (state.execution !== "running") return [];
  const live: RecordedState = { ...state, invocation: "live", news: false };
  if (state.invocation === "waiting-to-start") return [live];
  if (state.invocation === "suspended" && hasDueRetry(state, until.at)) return [live];
  return [];
}

function hasDueRetry({ operations }: RecordedState, at: number | undefined): boolean {
  return [...operations.values()].some(({ status, dueAt }) => {
    return status === "PENDING" && (dueAt === undefined || at === undefined || dueAt <= at);
  });
}

function start(excepted: Excepted, state: RecordedState, event: OperationStarted): RecordStep {
  const known = state.operations.get(event.id);
  const early =
    known?.status === "PENDING" &&
    known.dueAt !== undefined &&
    event.at !== undefined &&
    event.at < known.dueAt;
  if (early && !excepted.has("retries-not-before-their-delay")) {
    const expected = `the next attempt of ${nameOf(event)} ${(known.dueAt ?? 0) - (event.at ?? 0)} ms later`;
    return refuse("retries-not-before-their-delay", expected, event);
  }
  const refusal = refuseByEngine(excepted, state, event, known);
  if (refusal !== undefined) return refusal;
  if (known === undefined) return accept(withOperation(state, event.id, started(event)));
  if (known.status !== "PENDING") {
    return refuse(
      "started-once",
      `no other start of ${nameOf(event)}, which is ${known.status}`,
      event,
    );
  }
  const again: RecordedOperation = { ...known, status: "STARTED", dueAt: undefined };
  return accept(withOperation(state, event.id, again));
}

function end(excepted: Excepted, state: RecordedState, event: OperationEnded): RecordStep {
  const known = state.operations.get(event.id);
  // The end of a step or a context is recorded by the engine, every other by the service.
  const byEngine = event.of === "step" || event.of === "context";
  const refusal = byEngine
    ? refuseByEngine(excepted, state, event, known)
    : refuseIdentity(excepted, event, known);
  if (refusal !== undefined) return refusal;
  // An engine may record the end of a step in the same call as its start, or alone.
  const operation = known ?? (event.of === "step" ? firstEnd(event) : undefined);
  if (operation === undefined || operation.status !== "STARTED") {
    const status = operation?.status ?? "not started";
    return refuse("ends-what-is-open", `no end of ${nameOf(event)}, which is ${status}`, event);
  }
  if (event.of === "step") return endStep(excepted, state, event, operation);
  const early =
    operation.dueAt !== undefined && event.at !== undefined && event.at < operation.dueAt;
  if (event.of === "wait" && early && !excepted.has("waits-not-early")) {
    const expected = `the end of ${nameOf(event)} ${(operation.dueAt ?? 0) - (event.at ?? 0)} ms later`;
    return refuse("waits-not-early", expected, event);
  }
  const disagreement = batchDisagreement(state, event);
  if (disagreement !== undefined && !excepted.has("batch-agrees-with-its-branches")) {
    return refuse("batch-agrees-with-its-branches", disagreement, event);
  }
  const closed = withOperation(state, event.id, { ...operation, status: event.status });
  return accept(byEngine ? closed : tell(closed));
}

/** A step that ends may be tried again; a record that does not say leaves both possible. */
function endStep(
  excepted: Excepted,
  state: RecordedState,
  event: OperationEnded,
  operation: RecordedOperation,
): RecordStep {
  const { attempt } = operation;
  const numbered = event.attempt === undefined || event.attempt === attempt;
  if (!numbered && !excepted.has("attempts-rise-with-retries")) {
    return refuse("attempts-rise-with-retries", `attempt ${attempt} of ${nameOf(event)}`, event);
  }
  const closed = withOperation(state, event.id, { ...operation, status: event.status });
  if (event.retry === "none") return accept(closed);
  const { retry, at } = event;
  const dueAt = retry === undefined || at === undefined ? undefined : at + retry * 1_000;
  const again: RecordedOperation = { ...operation, status: "PENDING", attempt: attempt + 1, dueAt };
  const pending = withOperation(state, event.id, again);
  // A step that succeeded is tried again only where it polls a condition.
  const polls = event.status === "FAILED" || event.subtype !== "Step";
  if (retry !== undefined) return accept(pending);
  return accept(...(polls ? [closed, pending] : [closed]));
}

function complete(
  excepted: Excepted,
  state: RecordedState,
  { failed, startedAt, ...event }: InvocationCompleted,
): RecordStep {
  if (state.invocation !== "live" && !excepted.has("records-while-an-invocation-runs")) {
    return refuse("records-while-an-invocation-runs", "a reason for an invocation", event);
  }
  const woken: RecordedState = { ...state, invocation: "waiting-to-start" };
  const finished: RecordedState = { ...state, invocation: "finished" };
  const suspended: RecordedState = state.news ? woken : { ...state, invocation: "suspended" };
  const pending =
    state.news || hasPending(state) || excepted.has("suspends-with-something-pending");
  // An error of the handler ends the execution; one of the invocation makes the service try again.
  if (failed === true) return accept(finished, woken);
  return accept(
    finished,
    ...(pending ? [suspended] : []),
    ...(failed === undefined ? [woken] : []),
  );
}

/** A timer or somebody outside has ended something: a reason for an invocation. */
function tell(state: RecordedState): RecordedState {
  const woken = state.invocation === "suspended";
  return woken ? { ...state, invocation: "waiting-to-start" } : { ...state, news: true };
}

function refuseByEngine(
  excepted: Excepted,
  state: RecordedState,
  event: OperationStarted | OperationEnded,
  known: RecordedOperation | undefined,
): RecordStep | undefined {
  if (state.invocation !== "live" && !excepted.has("records-while-an-invocation-runs")) {
    const rule =
      state.invocation === "finished"
        ? "suspends-with-something-pending"
        : "records-while-an-invocation-runs";
    const expected =
      state.invocation === "finished"
        ? "something pending when the invocation before ended"
        : "nothing from an engine while no invocation has a reason to run";
    return refuse(rule, expected, event);
  }
  const identity = refuseIdentity(excepted, event, known);
  if (identity !== undefined || event.parent === undefined) return identity;
  const parent = state.operations.get(event.parent);
  const open = parent !== undefined && parent.of === "context" && isOpen(parent);
  if (open || excepted.has("parent-is-open")) return undefined;
  const why = parent === undefined ? "was not started" : `is ${parent.status}`;
  const expected = `nothing more below ${parent?.name ?? event.parent}, which ${why}`;
  return refuse("parent-is-open", expected, event);
}

function refuseIdentity(
  excepted: Excepted,
  event: OperationStarted | OperationEnded,
  known: RecordedOperation | undefined,
): RecordStep | undefined {
  if (known === undefined || excepted.has("operation-keeps-its-identity")) return undefined;
  for (const key of ["of", "subtype", "name", "parent"] as const) {
    if (known[key] === event[key]) continue;
    const expected = `${key === "of" ? "type" : key} ${known[key] ?? "(none)"}, as before`;
    return refuse("operation-keeps-its-identity", expected, event);
  }
  return undefined;
}

function firstEnd(event: OperationEnded): RecordedOperation {
  return started({ ...event, kind: "operation-started", seconds: undefined });
}

function nameOf({ name, id }: OperationStarted | OperationEnded): string {
  return name ?? id;
}

function accept(...states: readonly RecordedState[]): RecordStep {
  return { kind: "possible", states };
}

function refuse(
  rule: RecordRule,
  expected: string,
  event: Pick<RecordedEvent, "number" | "kind"> & { readonly status?: string },
): RecordStep {
  const found = describe(event);
  return { kind: "refused", refusal: { rule, expected, found } };
}

function describe(
  event: Pick<RecordedEvent, "kind"> & { readonly [key: string]: unknown },
): string {
  const of = typeof event.of === "string" ? `${event.of} ` : "";
  const name = typeof event.id === "string" ? `${event.name ?? event.id} ` : "";
  const how = typeof event.status === "string" ? event.status : event.kind.split("-").at(-1);
  const attempt = event.attempt === undefined ? "" : `, attempt ${event.attempt}`;
  if (event.kind === "invocation-completed") return "an invocation that completed";
  if (event.kind === "execution-ended") return `the execution ${event.status}`;
  if (event.kind === "execution-started") return "another start of the execution";
  return `${of}${name}${how}${attempt}`;
}
