/** What the handler is given. */
import type { Case } from "../../model/case.ts";
import type { ErrorView, Outcome } from "../../model/history.ts";
import { strategyError } from "../../model/values.ts";
import type { Batch, Child } from "../../model/workflow.ts";
import { change, drop, dropAll, endWith, insertAfter } from "../history-editor.ts";
import {
  caseOf,
  fault,
  insideBody,
  ONCE,
  step,
  THROWS,
  takes,
  wait,
  whenResolved,
} from "../small-cases.ts";
import {
  call,
  type Example,
  executionUpdate,
  INTERRUPTION,
  requested,
  resolved,
  SOMETHING_ELSE,
  stepUpdate,
  thrownBy,
} from "./example.ts";

const charged = caseOf([step("charge")]);
const given = { kind: "operation-resolved", operation: "charge" } as const;
const interrupted = caseOf([step("charge", ONCE)], [insideBody("charge")]);
const replayed = caseOf([step("charge")], [whenResolved("charge")]);
const charge = step("charge");
const ship = step("ship", takes(5_000));
const child: Child = { kind: "child", name: "order", operations: [charge], onError: "throw" };
/** The child is closed when the invocation is cut off, or not yet. */
const closedChild = caseOf([child, ship], [insideBody("ship")]);
const openChild = caseOf([child, ship], [whenResolved("order")]);
const fan: Batch = {
  kind: "parallel",
  name: "fan",
  branches: [{ operations: [charge] }, { operations: [step("slow", takes(9_000))] }],
  completion: { minSuccessful: 1 },
};
const closedBatch = caseOf([fan, ship], [insideBody("ship")]);
/** What the strategy throws may be given as it is, and as a StepError on replay. */
const throwing = { policy: "limited", attempts: 1, manner: "throws" } as const;
const strategyThrows = caseOf(
  [step("charge", { ...THROWS, retry: throwing, onError: "catch" }), ship],
  [insideBody("ship")],
);

/** Another outcome the second time that it is given. */
function thenGives(operation: string, outcome: Outcome) {
  return change({ kind: "operation-resolved", operation, nth: 2 }, { outcome });
}

/** A batch of which only the first item is there, or another one too. */
function picture(value: object, ...others: readonly object[]): Outcome {
  const items = [{ index: 0, status: "SUCCEEDED", value }, ...others];
  return { kind: "returned", value: JSON.stringify({ reason: "MIN_SUCCESSFUL_REACHED", items }) };
}
const ANOTHER: Outcome = { kind: "returned", value: '"another"' };

function threw(error: ErrorView) {
  return { outcome: { kind: "threw", error } } as const;
}

const unrecorded = dropAll(
  "charge",
  "checkpoint-requested",
  "checkpoint-recorded",
  "checkpoint-replied",
);
const outside = {
  name: "approval",
  end: { does: "succeed", seconds: 3 },
  onError: "throw",
} as const;
const returns = { runs: [{ does: "return", milliseconds: 0 }] } as const;
const submitted = caseOf(
  [{ ...outside, ...returns, kind: "wait-for-callback" }, ship],
  [insideBody("ship")],
);
const answered = { kind: "invocation-answered" } as const;
const stepError = { name: "StepError", message: "charge#1 failed" };
/** Too large for an answer. */
const largeResult: Case = {
  ...caseOf([]),
  workflow: { operations: [step("charge", ONCE)], padding: 6_500_000 },
};
/** What a handler with a step `charge` gives that holds itself. */
const CIRCULAR = '{"charge":"charge#1","odd":"(circular)"}';
const resultThrottled = { fault: "throttled", call: "result", occurrence: 1 } as const;

function failedWith(error: ErrorView) {
  return { answer: { kind: "FAILED", error } } as const;
}

const success = { kind: "invocation-answered", answer: { kind: "SUCCEEDED" } } as const;
const throttledStep = caseOf([step("charge")], [], [fault("throttled", "charge", "SUCCEED")]);
const closed = stepUpdate("charge", "SUCCEED", { payload: '"charge#1"' });

export const OUTCOMES: readonly Example[] = [
  {
    property: "interruption-reaches-handler",
    right: interrupted,
    wrong: [
      {
        engine: "gives another error for an interrupted step, as the SDK did before 2.0.0",
        case: interrupted,
        edits: [
          change(
            given,
            threw({ name: "Error", message: "metadata required on first call for charge" }),
          ),
        ],
        reason: "another-error",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives the interruption without the StepError around it",
        case: interrupted,
        edits: [change(given, threw(INTERRUPTION))],
        reason: "another-error",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives a StepError without its cause",
        case: interrupted,
        edits: [change(given, threw({ name: "StepError", message: INTERRUPTION.message }))],
        reason: "another-error",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives an error of another name around the interruption",
        case: interrupted,
        edits: [
          change(
            given,
            threw({ name: "Error", message: INTERRUPTION.message, cause: INTERRUPTION }),
          ),
        ],
        reason: "another-error",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives a value where a step was interrupted for good",
        case: interrupted,
        edits: [change(given, { outcome: { kind: "returned" } })],
        reason: "another-error",
        rule: "resolved-to-something-else",
      },
    ],
  },
  {
    property: "live-equals-replay",
    right: replayed,
    wrong: [
      {
        engine: "gives another result on replay",
        case: replayed,
        edits: [
          change({ ...given, nth: 2 }, { outcome: { kind: "returned", value: '"charge#2"' } }),
        ],
        reason: "differs-from-live",
        rule: "resolved-to-something-else",
      },
      {
        engine: "loses the cause of an error on replay",
        case: caseOf([step("charge", THROWS)], [whenResolved("charge")]),
        edits: [
          change({ ...given, nth: 2 }, threw({ name: "StepError", message: "charge#1 failed" })),
        ],
        reason: "differs-from-live",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives another result of a closed child on replay",
        case: closedChild,
        edits: [thenGives("order", ANOTHER)],
        reason: "differs-from-live",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives another value of an item of a closed batch on replay",
        case: closedBatch,
        edits: [thenGives("fan", picture({ charge: "charge#2" }))],
        reason: "differs-from-live",
        rule: "resolved-to-something-else",
      },
    ],
    allowed: [
      {
        engine: "gives a closed child again",
        case: closedChild,
        edits: [],
        verdict: "holds",
      },
      {
        engine: "no longer says of a closed batch what had been under way",
        case: closedBatch,
        edits: [thenGives("fan", picture({ charge: "charge#1" }))],
        verdict: "holds",
      },
      {
        engine: "gives another result of a child that was not closed",
        case: openChild,
        // The step in it is in the log: what that gives would be another matter.
        edits: [thenGives("order", ANOTHER), dropAll("charge", "operation-resolved")],
        verdict: "unknown",
      },
      {
        engine: "gives the error of a strategy that throws as it is, and on replay otherwise",
        case: strategyThrows,
        edits: [
          drop({ kind: "checkpoint-recorded", operation: "charge", action: "FAIL" }),
          change({ ...given, nth: 1 }, threw({ name: "Error", message: "as it is" })),
          change({ ...given, nth: 2 }, threw({ name: "StepError", message: "as it is" })),
        ],
        verdict: "unknown",
      },
    ],
  },
  {
    property: "awaits-give-what-was-recorded",
    right: caseOf([step("charge"), wait("settle", 5)]),
    wrong: [
      {
        engine: "gives a result before it is recorded",
        case: caseOf([step("charge")]),
        edits: [
          insertAfter(
            { kind: "body-finished", operation: "charge" },
            resolved("charge", "charge#1"),
          ),
        ],
        reason: "before-recorded",
        rule: "resolved-before-it-was-recorded",
      },
      {
        engine: "gives another result than was recorded",
        case: caseOf([step("charge")]),
        edits: [change(given, { outcome: { kind: "returned", value: '"charge#2"' } })],
        reason: "another-result",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives another error than was recorded",
        case: caseOf([step("charge", THROWS)]),
        edits: [change(given, threw(thrownBy("charge", 1)))],
        reason: "another-error-than-Error",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives another error than its strategy has thrown",
        case: strategyThrows,
        edits: [unrecorded, change(given, threw(SOMETHING_ELSE))],
        reason: "before-recorded",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives a result where its strategy has thrown",
        case: strategyThrows,
        edits: [unrecorded, change(given, { outcome: ANOTHER })],
        reason: "before-recorded",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives the error of a strategy that has not been asked",
        case: caseOf([step("charge", THROWS)]),
        edits: [unrecorded, change(given, threw(strategyError("charge")))],
        reason: "before-recorded",
        rule: "resolved-before-it-was-recorded",
      },
      {
        engine: "gives something else than an invoked function has returned",
        case: caseOf([{ ...outside, kind: "invoke" }]),
        edits: [change({ ...given, operation: "approval" }, { outcome: ANOTHER })],
        reason: "another-result",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives something else than a callback was ended with, before it is recorded",
        case: submitted,
        edits: [change({ ...given, operation: "approval" }, { outcome: ANOTHER })],
        reason: "another-result",
        rule: "resolved-to-something-else",
      },
      {
        engine: "ends a wait while its timer runs",
        case: caseOf([wait("settle", 5)]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "settle" },
            { kind: "operation-resolved", operation: "settle", outcome: { kind: "returned" } },
          ),
        ],
        reason: "before-recorded",
        rule: "resolved-before-it-was-recorded",
      },
    ],
    allowed: [
      {
        engine: "gives what its strategy has thrown, which is recorded nowhere",
        case: caseOf([step("charge", { ...THROWS, retry: throwing, onError: "catch" })]),
        edits: [unrecorded, change(given, threw(strategyError("charge")))],
        verdict: "holds",
      },
      {
        engine: "gives a wait for a callback in a form of its own once that is closed",
        case: submitted,
        edits: [thenGives("approval", ANOTHER)],
        verdict: "holds",
      },
    ],
  },
  {
    property: "answers-what-the-handler-did",
    right: caseOf([step("charge")]),
    wrong: [
      {
        engine: "succeeds with another result",
        case: caseOf([step("charge")]),
        edits: [
          change(
            { kind: "invocation-answered" },
            { answer: { kind: "SUCCEEDED", result: '"something else"' } },
          ),
        ],
        reason: "answered-SUCCEEDED",
        rule: "answered-something-else",
      },
      {
        engine: "succeeds without what can't be written",
        case: { ...charged, workflow: { ...charged.workflow, gives: "circular" } },
        edits: [change({ kind: "invocation-answered" }, { answer: { kind: "SUCCEEDED" } })],
        reason: "answered-SUCCEEDED",
        rule: "answered-something-else",
      },
      {
        engine: "fails with another error",
        case: caseOf([step("charge", THROWS)]),
        edits: [
          change(
            { kind: "invocation-answered" },
            { answer: { kind: "FAILED", error: SOMETHING_ELSE } },
          ),
        ],
        reason: "answered-FAILED",
        rule: "answered-something-else",
      },
      {
        engine: "fails while the handler runs",
        case: caseOf([step("charge")]),
        edits: [
          endWith(given, {
            kind: "invocation-answered",
            answer: { kind: "FAILED", error: SOMETHING_ELSE },
          }),
        ],
        reason: "answered-FAILED",
        rule: "answered-something-else",
      },
      {
        engine: "records another result than the handler's",
        case: caseOf([step("charge")]),
        edits: [
          endWith(
            { kind: "handler-finished" },
            requested(executionUpdate("SUCCEED", { payload: '"something else"' })),
          ),
        ],
        reason: "recorded-another",
        rule: "recorded-without-cause",
      },
      {
        engine: "records a result that can't be written, as it is shown here",
        case: { ...charged, workflow: { ...charged.workflow, gives: "circular" } },
        edits: [
          endWith(
            { kind: "handler-finished" },
            requested(executionUpdate("SUCCEED", { payload: CIRCULAR })),
          ),
        ],
        reason: "recorded-another",
        rule: "recorded-without-cause",
      },
      {
        engine: "records the failure of a handler that returned",
        case: caseOf([step("charge")]),
        edits: [
          endWith(
            { kind: "handler-finished" },
            requested(executionUpdate("FAIL", { error: SOMETHING_ELSE })),
          ),
        ],
        reason: "recorded-another",
        rule: "recorded-without-cause",
      },
      {
        engine: "fails with another message",
        case: caseOf([step("charge", THROWS)]),
        edits: [change(answered, failedWith({ ...stepError, message: "something else" }))],
        reason: "answered-FAILED",
        rule: "answered-something-else",
      },
      {
        engine: "fails with the error of another name",
        case: caseOf([step("charge", THROWS)]),
        edits: [change(answered, failedWith({ ...stepError, name: "Error" }))],
        reason: "answered-FAILED",
        rule: "answered-something-else",
      },
      {
        engine: "records a result while the handler runs",
        case: caseOf([step("charge")]),
        edits: [
          endWith(given, requested(executionUpdate("SUCCEED", { payload: '"something else"' }))),
        ],
        reason: "recorded-another",
        rule: "recorded-without-cause",
      },
      {
        engine: "records a failure without its error",
        case: caseOf([step("charge", THROWS)]),
        edits: [endWith({ kind: "handler-finished" }, requested(executionUpdate("FAIL", {})))],
        reason: "recorded-another",
        rule: "recorded-without-cause",
      },
      {
        engine: "answers something else than the large result that it has recorded",
        case: largeResult,
        edits: [change(answered, { answer: { kind: "SUCCEEDED", result: '"something else"' } })],
        reason: "answered-SUCCEEDED",
        rule: "answered-something-else",
      },
      {
        engine: "fails because the call with a large result was throttled",
        case: { ...largeResult, schedule: { interruptions: [], faults: [resultThrottled] } },
        edits: [change(answered, failedWith(SOMETHING_ELSE))],
        reason: "answered-FAILED",
        rule: "answered-something-else",
      },
      {
        engine: "suspends when the handler has thrown",
        case: caseOf([step("charge", THROWS)]),
        edits: [change(answered, { answer: { kind: "PENDING" } })],
        reason: "answered-PENDING",
        rule: "suspended-with-work-to-do",
      },
      {
        engine: "suspends when the handler has ended",
        case: caseOf([step("charge")]),
        edits: [change({ kind: "invocation-answered" }, { answer: { kind: "PENDING" } })],
        reason: "answered-PENDING",
        rule: "suspended-with-work-to-do",
      },
    ],
    allowed: [
      {
        engine: "answers nothing for a large result that it has recorded",
        case: largeResult,
        edits: [],
        verdict: "holds",
      },
      {
        engine: "fails because the call with a large result was denied",
        case: {
          ...largeResult,
          schedule: { interruptions: [], faults: [{ ...resultThrottled, fault: "denied" }] },
        },
        edits: [],
        verdict: "unknown",
      },
      {
        engine: "fails while the handler runs because a call was throttled",
        case: caseOf([step("charge")], [], [fault("throttled", "charge", "SUCCEED")]),
        edits: [change(answered, failedWith(SOMETHING_ELSE)), endWith(answered)],
        verdict: "unknown",
      },
    ],
  },
  {
    property: "success-means-recorded",
    right: caseOf([step("charge"), wait("settle", 5)]),
    wrong: [
      {
        engine: "succeeds with a step that is not in the log",
        case: caseOf([step("charge")]),
        edits: [
          dropAll("charge", "checkpoint-requested", "checkpoint-recorded", "checkpoint-replied"),
        ],
        reason: "not-closed",
        rule: "resolved-before-it-was-recorded",
      },
      {
        engine: "succeeds while a wait waits",
        case: caseOf([wait("settle", 5)]),
        edits: [endWith({ kind: "checkpoint-replied", operation: "settle" }, success)],
        reason: "not-closed",
        rule: "answered-something-else",
      },
      {
        engine: "succeeds while a callback is open that the handler awaits later",
        case: caseOf([{ ...outside, kind: "callback", awaited: "later" }]),
        edits: [endWith({ kind: "checkpoint-replied", operation: "approval" }, success)],
        reason: "not-closed",
        rule: "answered-something-else",
      },
      {
        engine: "succeeds before a step is closed that is closed afterwards",
        case: caseOf([step("charge")]),
        edits: [insertAfter({ kind: "checkpoint-requested", operation: "charge" }, success)],
        reason: "not-closed",
        rule: "answered-something-else",
      },
      {
        engine: "succeeds with an update that was lost with its call",
        case: throttledStep,
        edits: [endWith({ kind: "checkpoint-failed" }, success)],
        reason: "update-lost",
        rule: "succeeded-with-updates-lost",
      },
    ],
    allowed: [
      {
        engine: "succeeds with an update that was recorded, though its call failed",
        case: caseOf([step("charge")], [], [fault("reply-lost", "charge", "SUCCEED")]),
        edits: [endWith({ kind: "checkpoint-failed" }, success)],
        verdict: "holds",
      },
      {
        engine: "succeeds with an update that it has sent again",
        case: throttledStep,
        edits: [endWith({ kind: "checkpoint-failed" }, ...call(0, closed), success)],
        verdict: "holds",
      },
      {
        engine: "succeeds with what was lost after the end of the execution was recorded",
        case: caseOf([]),
        edits: [
          endWith(
            { kind: "invocation-started" },
            ...call(0, executionUpdate("SUCCEED", { payload: "{}" })),
            { kind: "checkpoint-failed", updates: [closed], failure: "stale-token" },
            success,
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "fails while a wait waits",
        case: caseOf([wait("settle", 5)]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "settle" },
            { kind: "invocation-answered", answer: { kind: "FAILED", error: SOMETHING_ELSE } },
          ),
        ],
        verdict: "unknown",
      },
      ...[
        { ...wait("settle", 5), awaited: "never" } as const,
        { kind: "work", name: "settle", milliseconds: 5_000 } as const,
      ].map((operation) => ({
        engine: `succeeds while something goes on that leaves nothing: ${operation.kind}`,
        case: caseOf([operation]),
        edits: [endWith({ kind: "operation-called", operation: "settle" }, success)],
        verdict: "holds" as const,
      })),
      {
        engine: "succeeds when a strategy has thrown, which is recorded nowhere",
        case: caseOf([step("charge", { ...THROWS, retry: throwing })]),
        edits: [unrecorded, endWith({ kind: "strategy-asked" }, success)],
        verdict: "holds",
      },
    ],
  },
];
