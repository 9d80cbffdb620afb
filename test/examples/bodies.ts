/** When a body may start, and how often. */
import type { Operation } from "../../model/workflow.ts";
import { change, drop, endWith, insertAfter } from "../history-editor.ts";
import {
  attempts,
  caseOf,
  fault,
  insideBody,
  ONCE,
  step,
  THROWS,
  THROWS_ONCE,
  takes,
  whenResolved,
} from "../small-cases.ts";
import {
  asked,
  bodyEntered,
  call,
  type Example,
  INTERRUPTION,
  requested,
  stepUpdate,
  thrownBy,
} from "./example.ts";

const secondCall = { kind: "operation-called", operation: "charge", nth: 2 } as const;
const ran = { kind: "body-finished", operation: "charge" } as const;

const interruptedOnce = caseOf([step("charge", ONCE)], [insideBody("charge")]);
const interruptedTwice = caseOf(
  [step("charge", { ...ONCE, ...attempts(2) })],
  [insideBody("charge")],
);
const startLeft = caseOf(
  [step("charge", ONCE)],
  [{ edge: "checkpoint-recorded", operation: "charge", action: "START", occurrence: 1 }],
);
const replayed = caseOf([step("charge")], [whenResolved("charge")]);
const throttled = caseOf([step("charge")], [], [fault("throttled", "charge", "SUCCEED")]);
const succeeded = (result: string) =>
  stepUpdate("charge", "SUCCEED", { payload: JSON.stringify(result) });
const byDefault = caseOf([step("charge", { ...THROWS_ONCE, retry: { policy: "default" } })]);
const thrown = thrownBy("charge", 1);
const withoutBody = [
  drop({ kind: "body-entered", operation: "charge" }),
  drop({ kind: "body-finished", operation: "charge" }),
];

/** An invocation that stays while a retry is not due: there the step is tried again in the same one. */
function besideABusyBranch(operation: Operation) {
  const busy = step("ship", takes(20_000));
  const branches = [{ operations: [operation] }, { operations: [busy] }];
  return caseOf([{ kind: "parallel", name: "both", branches }]);
}

/** A child is closed and given, and given again on replay. */
function closedChild(more: { readonly padding?: number } = {}) {
  const operations = [step("charge")];
  const child = { kind: "child", name: "order", operations, onError: "throw", ...more } as const;
  return caseOf([child, step("ship", takes(5_000))], [insideBody("ship")]);
}

/** A batch that has ended without its second branch. */
const closedBatch = caseOf(
  [
    {
      kind: "parallel",
      name: "both",
      branches: [{ operations: [step("charge")] }, { operations: [step("slow", takes(9_000))] }],
      completion: { minSuccessful: 1 },
    },
    step("ship", takes(5_000)),
  ],
  [insideBody("ship")],
);

export const BODIES: readonly Example[] = [
  {
    property: "at-least-once-per-attempt",
    right: caseOf([step("charge", { ...THROWS_ONCE, ...attempts(2) })]),
    wrong: [
      {
        engine: "records a success without running the body",
        case: caseOf([step("charge")]),
        edits: withoutBody,
        reason: "outcome-without-body",
        rule: "recorded-without-cause",
      },
      {
        engine: "records nothing for a result that can't be written",
        case: caseOf([step("charge", { gives: "bigint" })]),
        edits: [
          endWith(
            { kind: "body-finished", operation: "charge" },
            ...call(0, stepUpdate("charge", "START"), stepUpdate("charge", "SUCCEED")),
          ),
        ],
        reason: "outcome-without-body",
        rule: "recorded-something-else",
      },
      {
        engine: "records the interruption of an at-least-once step",
        case: caseOf([step("charge")], [insideBody("charge")]),
        edits: [
          endWith(secondCall, requested(stepUpdate("charge", "FAIL", { error: INTERRUPTION }))),
        ],
        reason: "interruption-without-cause",
        rule: "recorded-without-cause",
      },
      {
        engine: "records the interruption with another message",
        case: interruptedOnce,
        edits: [
          endWith(
            { kind: "strategy-asked", operation: "charge" },
            requested(
              stepUpdate("charge", "FAIL", {
                error: { name: INTERRUPTION.name, message: "something else" },
              }),
            ),
          ),
        ],
        reason: "interruption-in-other-words",
        rule: "recorded-something-else",
      },
      {
        engine: "records the interruption by another name",
        case: interruptedOnce,
        edits: [
          endWith(
            { kind: "strategy-asked", operation: "charge" },
            requested(stepUpdate("charge", "FAIL", { error: { ...INTERRUPTION, name: "Error" } })),
          ),
        ],
        reason: "outcome-without-body",
        rule: "recorded-something-else",
      },
      {
        engine: "records the interruption of an at-least-once step whose START is recorded",
        case: caseOf(
          [step("charge", takes(1_000))],
          [{ edge: "body-finished", operation: "charge", occurrence: 1 }],
        ),
        edits: [
          endWith(secondCall, requested(stepUpdate("charge", "FAIL", { error: INTERRUPTION }))),
        ],
        reason: "interruption-without-cause",
        rule: "recorded-without-cause",
      },
      {
        engine: "records the interruption of a step that was never started",
        case: caseOf([step("charge", ONCE)]),
        edits: [
          endWith(
            { kind: "operation-called", operation: "charge" },
            requested(stepUpdate("charge", "FAIL", { error: INTERRUPTION })),
          ),
        ],
        reason: "interruption-without-cause",
        rule: "recorded-without-cause",
      },
      {
        engine: "records the success of an interrupted attempt",
        case: interruptedOnce,
        edits: [
          endWith(
            secondCall,
            requested(stepUpdate("charge", "SUCCEED", { payload: '"charge#1"' })),
          ),
        ],
        reason: "outcome-without-body",
        rule: "recorded-without-cause",
      },
      {
        engine: "records an interruption without its error",
        case: interruptedOnce,
        edits: [
          endWith(
            { kind: "strategy-asked", operation: "charge" },
            requested(stepUpdate("charge", "FAIL")),
          ),
        ],
        reason: "outcome-without-body",
        rule: "recorded-something-else",
      },
      {
        engine: "records a failure without its error",
        case: caseOf([step("charge", THROWS)]),
        edits: [
          endWith(
            { kind: "strategy-asked", operation: "charge" },
            requested(stepUpdate("charge", "FAIL")),
          ),
        ],
        reason: "outcome-without-body",
        rule: "recorded-something-else",
      },
      {
        engine: "records the failure of a body that has returned",
        case: caseOf([step("charge")]),
        edits: [endWith(ran, requested(stepUpdate("charge", "FAIL", { error: thrown })))],
        reason: "outcome-without-body",
        rule: "recorded-without-cause",
      },
      {
        engine: "records the error of an attempt again for the next one",
        case: byDefault,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "charge", action: "RETRY" },
            { kind: "timer-fired", at: 1_000, operation: "charge" },
            ...call(1_000),
            ...call(1_000, stepUpdate("charge", "START")),
            {
              ...requested(stepUpdate("charge", "RETRY", { error: thrown, delaySeconds: 1 })),
              at: 1_000,
            },
          ),
        ],
        reason: "outcome-without-body",
        rule: "recorded-without-cause",
      },
      {
        engine: "sends again, with another body's result, what was throttled",
        case: throttled,
        edits: [
          endWith(
            { kind: "checkpoint-failed", operation: "charge" },
            requested(stepUpdate("charge", "START"), succeeded("ship#1")),
          ),
        ],
        reason: "outcome-without-body",
        rule: "recorded-something-else",
      },
    ],
    allowed: [
      {
        engine: "sends again, in the same invocation, what was throttled",
        case: throttled,
        edits: [
          endWith(
            { kind: "checkpoint-failed", operation: "charge" },
            ...call(1, stepUpdate("charge", "START"), succeeded("charge#1")),
          ),
        ],
        verdict: "holds",
      },
    ],
  },
  {
    property: "at-most-once-per-attempt",
    right: interruptedTwice,
    wrong: [
      {
        engine: "runs the interrupted body of an at-most-once step again",
        case: interruptedOnce,
        edits: [endWith(secondCall, bodyEntered("charge", 2))],
        reason: "body-started-twice",
        rule: "body-ran-twice-in-one-attempt",
      },
    ],
  },
  {
    property: "once-without-retry",
    right: caseOf([step("charge", ONCE)]),
    wrong: [
      {
        engine: "runs the body a second time",
        case: interruptedOnce,
        edits: [endWith(secondCall, bodyEntered("charge", 2))],
        reason: "started-again",
        rule: "body-ran-twice-in-one-attempt",
      },
      {
        engine: "records a success without the body",
        case: caseOf([step("charge", ONCE)]),
        edits: withoutBody,
        reason: "succeeded-without-body",
        rule: "recorded-without-cause",
      },
    ],
  },
  {
    property: "completed-steps-never-rerun",
    right: replayed,
    wrong: [
      {
        engine: "runs the body of a completed step on replay",
        case: replayed,
        edits: [endWith(secondCall, bodyEntered("charge", 2))],
        reason: "body-after-outcome",
        rule: "completed-step-ran-again",
      },
      {
        engine: "runs the body of a step again whose result could not be read",
        case: caseOf([step("charge", { serdes: "read-fails-once" })]),
        edits: [endWith(secondCall, bodyEntered("charge", 2))],
        reason: "body-after-outcome",
        rule: "completed-step-ran-again",
      },
      {
        engine: "runs the body of a step on replay that has failed for good",
        case: caseOf(
          [step("charge", { ...THROWS, onError: "catch" }), step("ship")],
          [insideBody("ship")],
        ),
        edits: [endWith(secondCall, bodyEntered("charge", 2))],
        reason: "body-after-outcome",
        rule: "completed-step-ran-again",
      },
      {
        engine: "runs the function of a closed child again whose result is not large",
        case: closedChild(),
        edits: [
          endWith(
            { kind: "operation-called", operation: "order", nth: 2 },
            { kind: "body-entered", operation: "order", run: 2 },
          ),
        ],
        reason: "body-after-outcome",
        rule: "completed-context-ran-again",
      },
    ],
    allowed: [
      {
        engine: "runs the function of a closed child again, whose result was too large to record",
        case: closedChild({ padding: 270_000 }),
        edits: [],
        verdict: "holds",
      },
    ],
  },
  {
    property: "one-body-at-a-time",
    right: besideABusyBranch(step("charge", { ...THROWS_ONCE, ...attempts(2) })),
    wrong: [
      {
        engine: "starts a body while it runs, after the retry of the attempt before",
        case: besideABusyBranch(step("charge", { ...THROWS_ONCE, ...attempts(2) })),
        edits: [
          insertAfter(
            { kind: "body-entered", operation: "charge", nth: 2 },
            bodyEntered("charge", 3, 2),
          ),
        ],
        reason: "started-while-open",
        rule: "body-ran-twice-in-one-attempt",
      },
      {
        engine: "starts a body while it runs",
        case: caseOf([step("charge", takes(1_000))]),
        edits: [
          insertAfter({ kind: "body-entered", operation: "charge" }, bodyEntered("charge", 2)),
        ],
        reason: "started-while-open",
        rule: "body-ran-twice-in-one-attempt",
      },
      {
        engine: "starts a body again that has just ended",
        case: caseOf([step("charge")]),
        edits: [insertAfter(ran, bodyEntered("charge", 2))],
        reason: "started-while-open",
        rule: "body-ran-twice-in-one-attempt",
      },
    ],
  },
  {
    property: "start-recorded-before-body",
    right: caseOf([step("charge", ONCE)]),
    wrong: [
      {
        engine: "starts an at-most-once body before START is in the log",
        case: caseOf([step("charge", ONCE)]),
        edits: [
          insertAfter(
            { kind: "checkpoint-requested", operation: "charge" },
            bodyEntered("charge", 1),
          ),
        ],
        reason: "body-before-start",
        rule: "body-ran-before-its-start-was-recorded",
      },
      {
        engine: "runs an at-most-once attempt that an earlier invocation left started",
        case: startLeft,
        edits: [endWith(secondCall, bodyEntered("charge", 1))],
        reason: "body-of-interrupted-attempt",
        rule: "body-ran-twice-in-one-attempt",
      },
    ],
  },
  {
    property: "runs-only-what-was-called",
    right: interruptedTwice,
    wrong: [
      {
        engine: "runs a body before the handler calls the step",
        case: caseOf([step("charge")]),
        edits: [insertAfter({ kind: "invocation-started" }, bodyEntered("charge", 1))],
        reason: "body-entered-without-call",
        rule: "body-ran-twice-in-one-attempt",
      },
      {
        engine: "asks about an interruption before the handler calls the step",
        case: interruptedOnce,
        edits: [endWith({ kind: "invocation-started", nth: 2 }, asked("charge", INTERRUPTION))],
        reason: "strategy-asked-without-call",
        rule: "strategy-asked-without-cause",
      },
      {
        engine: "starts a branch again that its batch, which has been given, did not need",
        case: closedBatch,
        edits: [
          insertAfter(
            { kind: "operation-resolved", operation: "both", nth: 2 },
            { kind: "body-entered", operation: "both-1", run: 2 },
          ),
        ],
        reason: "body-entered-without-call",
        rule: "body-ran-without-call",
      },
    ],
  },
  {
    property: "attempts-rise-with-retries",
    right: interruptedTwice,
    wrong: [
      {
        engine: "counts a replay as an attempt",
        case: caseOf([step("charge")], [insideBody("charge")]),
        edits: [change({ kind: "body-entered", operation: "charge", nth: 2 }, { attempt: 2 })],
        reason: "body-entered-wrong-attempt",
        rule: "wrong-attempt",
      },
      {
        engine: "tells the strategy another attempt than the body",
        case: interruptedTwice,
        edits: [change({ kind: "strategy-asked", operation: "charge" }, { attempt: 2 })],
        reason: "strategy-asked-wrong-attempt",
        rule: "wrong-attempt",
      },
    ],
  },
];
