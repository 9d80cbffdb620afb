/**
 * A history is what was observed in one run, in order. Each event carries `at`, the virtual
 * milliseconds since the execution started, and names its operation.
 *
 * The events of user code (called, entered, finished, asked, resolved) are reported by the
 * workflow's own code and not by the engine, so they count effects and not results.
 */
import * as Schema from "effect/Schema";
import { FAILURE_NAMES } from "./fault.ts";
import { Action } from "./schedule.ts";
import { SerdesWork } from "./serdes.ts";

export * from "./outcome.ts";

const at = Schema.Int;
const operation = Schema.String;
/** The attempt that the engine names to the body; absent where an engine does not name it. */
const attempt = Schema.optionalKey(Schema.Int);
/** The how-manieth start of this body it is, counted by the body itself from 1. */
const run = Schema.Int;

/** An error as user code sees it: its name, its message, and the chain of its causes. */
export interface ErrorView {
  readonly name: string;
  readonly message: string;
  readonly cause?: ErrorView;
}
export const ErrorView: Schema.Codec<ErrorView> = Schema.Struct({
  name: Schema.String,
  message: Schema.String,
  cause: Schema.optionalKey(Schema.suspend((): Schema.Codec<ErrorView> => ErrorView)),
});

/** How a piece of code ended. `value` is the JSON text of what it returned, absent for nothing. */
export const Outcome = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("returned"), value: Schema.optionalKey(Schema.String) }),
  Schema.Struct({ kind: Schema.Literal("threw"), error: ErrorView }),
]);
export type Outcome = typeof Outcome.Type;

/** What a retry strategy answered; a delay that it did not name is the one that it stands for. */
export const Decision = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("stop") }),
  Schema.Struct({ kind: Schema.Literal("retry"), delaySeconds: Schema.Finite }),
  Schema.Struct({ kind: Schema.Literal("throw"), error: ErrorView }),
]);
export type Decision = typeof Decision.Type;

/** One update of a checkpoint call (AWS: `OperationUpdate`), as far as it can be judged. */
export const Update = Schema.Struct({
  operation,
  type: Schema.Literals(["STEP", "WAIT", "CONTEXT", "CALLBACK", "CHAINED_INVOKE", "EXECUTION"]),
  action: Action,
  /** What SUCCEED records, as the engine serialised it. */
  payload: Schema.optionalKey(Schema.String),
  /** What FAIL and RETRY record. */
  error: Schema.optionalKey(ErrorView),
  /** On the SUCCEED of a context: its result was too large, its function runs again on replay. */
  replayChildren: Schema.optionalKey(Schema.Literal(true)),
  /** What START of a callback asks for. */
  timeoutSeconds: Schema.optionalKey(Schema.Finite),
  heartbeatSeconds: Schema.optionalKey(Schema.Finite),
  /** How long RETRY delays the next attempt, or START of a wait its end. */
  delaySeconds: Schema.optionalKey(Schema.Finite),
});
export type Update = typeof Update.Type;

/** What an invocation answered to the service; `threw` is no answer: the service invokes again. */
export const Answer = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("SUCCEEDED"), result: Schema.optionalKey(Schema.String) }),
  Schema.Struct({ kind: Schema.Literal("FAILED"), error: ErrorView }),
  Schema.Struct({ kind: Schema.Literal("PENDING") }),
  Schema.Struct({ kind: Schema.Literal("threw"), error: ErrorView }),
]);
export type Answer = typeof Answer.Type;

export const ExecutionStatus = Schema.Literals(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT"]);
export type ExecutionStatus = typeof ExecutionStatus.Type;

const event = <const Kind extends string, Fields extends Schema.Struct.Fields>(
  kind: Kind,
  fields: Fields,
) => Schema.Struct({ kind: Schema.Literal(kind), at, ...fields });

export const Event = Schema.Union([
  event("invocation-started", { invocation: Schema.Int }),
  event("operation-called", { operation }),
  event("body-entered", { operation, attempt, run }),
  event("body-finished", { operation, attempt, run, outcome: Outcome }),
  event("strategy-asked", {
    operation,
    attempt: Schema.Int,
    error: ErrorView,
    decision: Decision,
  }),
  event("checkpoint-requested", { updates: Schema.Array(Update) }),
  /** `withUsedUpToken`: the service took it although somebody else had used its token up. */
  event("checkpoint-recorded", {
    updates: Schema.Array(Update),
    withUsedUpToken: Schema.optionalKey(Schema.Literal(true)),
  }),
  event("checkpoint-refused", { updates: Schema.Array(Update), error: ErrorView }),
  /** `withoutToken`: through no fault of the engine's it can't make another call. */
  event("checkpoint-replied", {
    updates: Schema.Array(Update),
    withoutToken: Schema.optionalKey(Schema.Literal(true)),
  }),
  /** The call failed, through no fault of the engine's. */
  event("checkpoint-failed", {
    updates: Schema.Array(Update),
    failure: Schema.Literals(FAILURE_NAMES),
  }),
  /** Asking for a page of the log failed so. */
  event("page-failed", { failure: Schema.Literals(FAILURE_NAMES) }),
  event("operation-resolved", { operation, outcome: Outcome }),
  /** The serdes of an operation threw; that of items is told by the name of their batch. */
  event("serdes-failed", { operation, doing: SerdesWork }),
  event("timer-fired", { operation }),
  /** An outside party ended a callback or an invoked function, or its time ran out. */
  event("outside-ended", {
    operation,
    status: Schema.Literals(["SUCCEEDED", "FAILED", "TIMED_OUT", "STOPPED"]),
  }),
  event("handler-finished", { outcome: Outcome }),
  event("invocation-answered", { answer: Answer }),
  /** An outside party gave a sign of life of a callback. */
  event("heartbeat", { operation }),
  /** The service took the answer. */
  event("answer-accepted", { answer: Answer }),
  /** The service refused the answer, for instance PENDING with nothing pending. */
  event("answer-refused", { answer: Answer, error: ErrorView }),
  /**
   * A body started in what is left of an invocation that has answered, so long after that; `at` is
   * still when it answered.
   */
  event("body-entered-afterwards", { operation, afterMilliseconds: Schema.Int }),
  event("interrupted", { why: Schema.Literals(["scheduled", "invocation-timeout", "crashed"]) }),
  event("execution-ended", { status: ExecutionStatus }),
  /** Something was thrown where nobody could catch it (an unhandled rejection, say). */
  event("error-escaped", { error: ErrorView }),
  /** The handler was called with another input than the execution's: this one, as JSON. */
  event("input-differs", { input: Schema.String }),
  /**
   * An outside party was asked for something else than the handler has asked for: another function was
   * invoked, or with another input, or the id that was given for a callback is not that callback's.
   */
  event("asked-otherwise", {
    operation,
    what: Schema.Literals(["function", "input", "callback-id"]),
    found: Schema.String,
  }),
  /** The invocation kept working without virtual time passing, and was stopped. */
  event("livelocked", {}),
]);
export type Event = typeof Event.Type;
export type EventKind = Event["kind"];
export type EventOf<Kind extends EventKind> = Extract<Event, { readonly kind: Kind }>;

export type History = readonly Event[];
