/**
 * A schedule is the interruptions and faults of one run, as data.
 *
 * An interruption sits on a named edge, not on an ordinal or a time: `{ edge: "body-entered",
 * operation: "charge", occurrence: 2 }` strikes right after the second time the body of `charge`
 * has been entered, counted over the whole execution. An edge is the kind of event it follows, so
 * the same schedule means the same on every engine. Timeouts are not here: they come from the
 * limits of the case and virtual time.
 *
 * A fault sits on a named call to the service: `{ fault: "throttled", operation: "charge", action:
 * "START", occurrence: 1 }` refuses the first checkpoint call that carries START of `charge`. Calls
 * that carry no update of an operation are named by what they are for.
 */
import * as Schema from "effect/Schema";
import { Change } from "./change.ts";
import { FAILURE_NAMES } from "./fault.ts";
import { integerBetween } from "./numbers.ts";
import { OperationName } from "./operation-options.ts";

const occurrence = integerBetween(1, 10_000);

/** What a checkpoint update asks for (AWS: `OperationAction`). */
export const Action = Schema.Literals(["START", "SUCCEED", "FAIL", "RETRY"]);
export type Action = typeof Action.Type;

/** Edges of the whole invocation: its start, and its answer on the way to the service. */
export const InvocationEdge = Schema.Literals(["invocation-started", "invocation-answered"]);
/** Edges of one operation: where user code is entered, left, or given a result. */
export const OperationEdge = Schema.Literals([
  "operation-called",
  "body-entered",
  "body-finished",
  "operation-resolved",
]);
/**
 * Edges of one checkpoint call that carries an update of the operation: about to be recorded (the
 * request is lost), recorded (the reply is lost), and replied.
 */
export const CheckpointEdge = Schema.Literals([
  "checkpoint-requested",
  "checkpoint-recorded",
  "checkpoint-replied",
]);

/**
 * How long it takes until the service invokes again, in virtual seconds; at once where absent. In
 * between timers fire and outside parties act, which nobody hears of before.
 */
const restartSeconds = Schema.optionalKey(integerBetween(1, 86_400));

export const Interruption = Schema.Union([
  Schema.Struct({ edge: InvocationEdge, occurrence, restartSeconds }),
  Schema.Struct({ edge: OperationEdge, operation: OperationName, occurrence, restartSeconds }),
  Schema.Struct({
    edge: CheckpointEdge,
    operation: OperationName,
    action: Action,
    occurrence,
    restartSeconds,
  }),
]);
export type Interruption = typeof Interruption.Type;

export type Edge = Interruption["edge"];

/** All edges, in the order in which an invocation meets them. */
export const EDGES: readonly Edge[] = [
  "invocation-started",
  "operation-called",
  "checkpoint-requested",
  "checkpoint-recorded",
  "checkpoint-replied",
  "body-entered",
  "body-finished",
  "operation-resolved",
  "invocation-answered",
];

/**
 * A call that is named by what it is for: a checkpoint call without updates (`poll`), or with the
 * handler's own result, too large for an answer (`result`); a page of the log (`page`).
 */
export const Call = Schema.Literals(["poll", "result", "page"]);
export type Call = typeof Call.Type;

const checkpointFault = Schema.Literals([...FAILURE_NAMES, "token-missing"]);
/** Reading records nothing that could be lost, and who may invoke may read. */
export const PAGE_FAULTS = ["throttled", "server-error", "request-lost", "stale-token"] as const;
const pageFault = Schema.Literals(PAGE_FAULTS);

export const Fault = Schema.Union([
  Schema.Struct({ fault: checkpointFault, operation: OperationName, action: Action, occurrence }),
  Schema.Struct({ fault: checkpointFault, call: Schema.Literals(["poll", "result"]), occurrence }),
  Schema.Struct({ fault: pageFault, call: Schema.Literal("page"), occurrence }),
  /** The call is recorded at once, and its reply takes so long; nothing else is wrong with it. */
  Schema.Struct({
    fault: Schema.Literal("reply-late"),
    seconds: integerBetween(1, 86_400),
    operation: OperationName,
    action: Action,
    occurrence,
  }),
]);
export type Fault = typeof Fault.Type;
export type FaultName = Fault["fault"];

/**
 * An outside party acts at an edge, and not when its time has come: right after the event there, the
 * callback or invoked function `ends` ends as the workflow says, if it is open then.
 */
export const Arrival = Schema.Union([
  Schema.Struct({ edge: InvocationEdge, occurrence, ends: OperationName }),
  Schema.Struct({ edge: OperationEdge, operation: OperationName, occurrence, ends: OperationName }),
  Schema.Struct({
    edge: CheckpointEdge,
    operation: OperationName,
    action: Action,
    occurrence,
    ends: OperationName,
  }),
]);
export type Arrival = typeof Arrival.Type;

/** How many entries of the log an invocation starts with, and how many each further page holds. */
export const Pages = Schema.Struct({
  first: integerBetween(0, 1_000),
  size: integerBetween(1, 1_000),
});
export type Pages = typeof Pages.Type;

export const Schedule = Schema.Struct({
  interruptions: Schema.Array(Interruption).check(Schema.isMaxLength(100)),
  /** Calls that go wrong; none where absent. */
  faults: Schema.optionalKey(Schema.Array(Fault).check(Schema.isMaxLength(100))),
  /** Outside parties that act at an edge; where absent, each in its own time. */
  arrivals: Schema.optionalKey(Schema.Array(Arrival).check(Schema.isMaxLength(100))),
  /** How the service cuts the log into pages; all of it is in the first where absent. */
  pages: Schema.optionalKey(Pages),
  /** How the handler is changed on the way; it stays the same where absent. */
  change: Schema.optionalKey(Change),
});
export type Schedule = typeof Schedule.Type;
