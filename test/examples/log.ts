/** What is written to the log. */
import type { Update } from "../../model/history.ts";
import type { Operation } from "../../model/workflow.ts";
import { changeUpdate, drop, endWith, insertAfter } from "../history-editor.ts";
import {
  caseOf,
  insideBody,
  ONCE,
  step,
  THROWS,
  THROWS_ONCE,
  takes,
  wait,
} from "../small-cases.ts";
import {
  bodyEntered,
  call,
  type Example,
  executionUpdate,
  PENDING,
  recorded,
  requested,
  SOMETHING_ELSE,
  stepUpdate,
} from "./example.ts";

const instant = caseOf([step("charge")]);
const waiting = caseOf([wait("settle", 5)]);
const start = stepUpdate("charge", "START");
/** Soon enough for an invocation to stay for it. */
const SOON = { policy: "limited", attempts: 2, delaySeconds: 1 } as const;
const RESULT = '{"charge":"charge#1"}';
const end = executionUpdate("SUCCEED", { payload: RESULT });
const unawaited = caseOf([step("charge"), { ...step("ship", takes(1_000)), awaited: "never" }]);
const startWait = { operation: "settle", type: "WAIT", action: "START", delaySeconds: 5 } as const;
const startSent = { kind: "checkpoint-requested", operation: "charge", action: "START" } as const;

const unawaitedInChild = caseOf([
  {
    kind: "child",
    name: "order",
    operations: [{ ...step("ship", takes(1_000)), awaited: "never" }, step("charge")],
    onError: "throw",
  },
]);
const finished = {
  kind: "handler-finished",
  outcome: { kind: "returned", value: RESULT },
} as const;
const succeeded = {
  kind: "invocation-answered",
  answer: { kind: "SUCCEEDED", result: RESULT },
} as const;

const throwing = { policy: "limited", attempts: 1, manner: "throws" } as const;

function contextUpdate(action: Update["action"]): Update {
  return { operation: "order", type: "CONTEXT", action };
}

function updateOf(type: Update["type"], action: Update["action"]): Update {
  return { operation: "other", type, action };
}

/** What the service refuses of an operation of which it has recorded something before. */
const ILLEGAL: readonly (readonly [engine: string, before: readonly Update[], update: Update])[] = [
  ["starts a callback twice", [updateOf("CALLBACK", "START")], updateOf("CALLBACK", "START")],
  ["ends a callback itself", [updateOf("CALLBACK", "START")], updateOf("CALLBACK", "SUCCEED")],
  ["ends an invoke itself", [], updateOf("CHAINED_INVOKE", "FAIL")],
  [
    "starts an invoke twice",
    [updateOf("CHAINED_INVOKE", "START")],
    updateOf("CHAINED_INVOKE", "START"),
  ],
  ["retries a wait", [], updateOf("WAIT", "RETRY")],
  ["starts a context twice", [contextUpdate("START")], contextUpdate("START")],
  ["ends a context that it has not started", [], contextUpdate("SUCCEED")],
  ["retries a context", [contextUpdate("START")], contextUpdate("RETRY")],
  [
    "ends a context twice",
    [contextUpdate("START"), contextUpdate("FAIL")],
    contextUpdate("SUCCEED"),
  ],
  ["starts the execution", [], executionUpdate("START" as "SUCCEED", {})],
  ["retries the execution", [], executionUpdate("RETRY" as "SUCCEED", {})],
  [
    "starts a step whose retry is not due",
    [stepUpdate("other", "RETRY")],
    stepUpdate("other", "START"),
  ],
  [
    "ends a step whose retry is not due",
    [stepUpdate("other", "RETRY")],
    stepUpdate("other", "FAIL"),
  ],
  ["retries a step that has ended", [stepUpdate("other", "FAIL")], stepUpdate("other", "RETRY")],
  ["starts a step that has ended", [stepUpdate("other", "SUCCEED")], stepUpdate("other", "START")],
];

const outside = { end: { does: "succeed", seconds: 1 }, onError: "throw" } as const;
const returns = { runs: [{ does: "return", milliseconds: 0 }] } as const;
const branches = [{ operations: [step("charge")] }];

/** An operation of each kind, and what is recorded of it. */
const OF_ANOTHER_TYPE: readonly (readonly [operation: Operation, name: string])[] = [
  [{ ...outside, kind: "callback", name: "approval" }, "approval"],
  [{ ...outside, kind: "invoke", name: "report" }, "report"],
  [
    {
      ...returns,
      kind: "wait-for-condition",
      name: "job",
      polls: 1,
      delaySeconds: 1,
      onError: "throw",
    },
    "job",
  ],
  [{ kind: "child", name: "order", operations: [], onError: "throw" }, "order"],
  [{ kind: "parallel", name: "fan", branches }, "fan"],
  [{ kind: "parallel", name: "fan", branches }, "fan-0"],
  [{ ...outside, ...returns, kind: "wait-for-callback", name: "approval" }, "approval"],
  [{ ...outside, ...returns, kind: "wait-for-callback", name: "approval" }, "approval-submitter"],
  [{ kind: "all", name: "both", operations: [], onError: "throw" }, "both"],
  [{ kind: "work", name: "audit", milliseconds: 0 }, "audit"],
];

export const LOG: readonly Example[] = [
  {
    property: "only-legal-updates",
    right: instant,
    wrong: [
      {
        engine: "sends a second call while one is in flight",
        case: instant,
        edits: [insertAfter(startSent, requested())],
        reason: "second-call",
        rule: "illegal-update",
      },
      {
        engine: "sends what the service refuses",
        case: instant,
        edits: [
          endWith(startSent, {
            kind: "checkpoint-refused",
            updates: [start],
            error: SOMETHING_ELSE,
          }),
        ],
        reason: "refused",
        rule: "illegal-update",
      },
      {
        engine: "records START of a step that is started",
        case: instant,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "charge", action: "START" },
            requested(start),
            recorded(start),
          ),
        ],
        reason: "illegal-update",
        rule: "illegal-update",
      },
      {
        engine: "ends a wait itself",
        case: waiting,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "settle" },
            requested({ operation: "settle", type: "WAIT", action: "SUCCEED" }),
          ),
        ],
        reason: "illegal-update",
        rule: "recorded-without-cause",
      },
      ...ILLEGAL.map(([engine, before, update]) => ({
        engine,
        case: waiting,
        edits: [
          endWith(
            { kind: "invocation-started" },
            ...before.flatMap((each) => call(0, each)),
            requested(update),
          ),
        ],
        reason: "illegal-update",
        rule: "recorded-without-cause" as const,
      })),
      {
        engine: "has what is not legal recorded",
        case: instant,
        edits: [
          endWith({ kind: "invocation-started" }, recorded(stepUpdate("charge", "START"), start)),
        ],
        reason: "illegal-update",
        rule: "harness-broke-its-rules",
      },
      {
        engine: "starts a wait again whose timer has fired",
        case: waiting,
        edits: [endWith({ kind: "invocation-started", nth: 2 }, requested(startWait))],
        reason: "illegal-update",
        rule: "recorded-without-cause",
      },
      {
        engine: "ends the execution a second time",
        case: instant,
        edits: [endWith({ kind: "handler-finished" }, ...call(0, end), requested(end))],
        reason: "after-the-end",
        rule: "illegal-update",
      },
      {
        engine: "records the end of the execution before something else",
        case: unawaited,
        edits: [
          endWith(
            { kind: "handler-finished" },
            requested(executionUpdate("SUCCEED", { payload: RESULT }), stepUpdate("ship", "START")),
          ),
        ],
        reason: "after-the-end",
        rule: "illegal-update",
      },
      {
        engine: "sends 251 updates at once",
        case: caseOf([step("charge"), step("ship")]),
        edits: [
          endWith(
            { kind: "invocation-started" },
            requested(...Array.from({ length: 251 }, () => stepUpdate("ship", "START"))),
          ),
        ],
        reason: "too-many",
        rule: "recorded-without-cause",
      },
    ],
    allowed: [
      {
        engine: "sends 250 updates at once",
        case: instant,
        edits: [
          endWith(
            { kind: "invocation-started" },
            requested(
              ...Array.from({ length: 250 }, (_, index) => stepUpdate(`s${index}`, "START")),
            ),
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "sends a call after one that failed, and after one that was cut off",
        case: instant,
        edits: [
          endWith(
            { kind: "invocation-started" },
            requested(),
            { kind: "checkpoint-failed", updates: [], failure: "throttled" },
            requested(),
            { kind: "interrupted", why: "scheduled" },
            requested(),
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "sends what nobody awaited after the end of the execution",
        case: unawaited,
        edits: [
          endWith(
            { kind: "handler-finished" },
            ...call(0, end),
            requested(stepUpdate("ship", "FAIL")),
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "starts a step again whose retry is due",
        case: instant,
        edits: [
          endWith(
            { kind: "invocation-started" },
            ...call(0, start),
            ...call(0, stepUpdate("charge", "RETRY")),
            { kind: "timer-fired", operation: "charge" },
            requested(start, stepUpdate("charge", "SUCCEED")),
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "ends a context that is started",
        case: instant,
        edits: [
          endWith(
            { kind: "invocation-started" },
            requested(contextUpdate("START"), contextUpdate("FAIL")),
          ),
        ],
        verdict: "holds",
      },
    ],
  },
  {
    property: "records-only-what-was-called",
    right: instant,
    wrong: [
      {
        engine: "starts a step that the handler has not called",
        case: caseOf([step("charge"), step("ship")]),
        edits: [
          endWith(
            { kind: "operation-called", operation: "charge" },
            requested(stepUpdate("ship", "START")),
          ),
        ],
        reason: "update-without-call",
        rule: "recorded-without-cause",
      },
      {
        engine: "records an operation that the workflow does not have",
        case: instant,
        edits: [
          endWith(
            { kind: "operation-called", operation: "charge" },
            requested(stepUpdate("nobody", "START")),
          ),
        ],
        reason: "update-without-call",
        rule: "recorded-without-cause",
      },
      {
        engine: "records a step again that the handler has been given",
        case: instant,
        edits: [
          endWith(
            { kind: "operation-resolved", operation: "charge" },
            requested(stepUpdate("charge", "SUCCEED")),
          ),
        ],
        reason: "update-without-call",
        rule: "recorded-without-cause",
      },
      {
        engine: "records a step that only an earlier invocation has called",
        case: caseOf([step("charge")], [insideBody("charge")]),
        edits: [
          endWith(
            { kind: "invocation-started", nth: 2 },
            requested(stepUpdate("charge", "SUCCEED")),
          ),
        ],
        reason: "update-without-call",
        rule: "recorded-without-cause",
      },
      ...OF_ANOTHER_TYPE.map(([operation, name]) => ({
        engine: `records an operation as one of another type: ${name} of a ${operation.kind}`,
        case: caseOf([operation]),
        edits: [
          endWith(
            { kind: "operation-called", operation: operation.name },
            ...(name === "fan-0"
              ? [{ kind: "body-entered", operation: name, run: 1 } as const]
              : []),
            requested({ operation: name, type: "EXTRA" as never, action: "START" }),
          ),
        ],
        reason: "update-without-call",
        rule: "recorded-without-cause" as const,
      })),
      {
        engine: "records a step as a wait",
        case: instant,
        edits: [changeUpdate("charge", "START", { type: "WAIT" })],
        reason: "update-without-call",
        rule: "recorded-without-cause",
      },
    ],
    allowed: [
      {
        engine: "closes a child that the handler has been given",
        case: caseOf([OF_ANOTHER_TYPE[3]?.[0] as Operation]),
        edits: [
          insertAfter(
            { kind: "operation-resolved", operation: "order" },
            requested(contextUpdate("SUCCEED")),
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "records a combinator as a step",
        case: caseOf([{ kind: "all", name: "order", operations: [], onError: "throw" }]),
        edits: [
          endWith(
            { kind: "operation-called", operation: "order" },
            requested(stepUpdate("order", "SUCCEED")),
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "starts a step whose strategy has thrown after it was given",
        case: caseOf([step("charge", { ...THROWS, retry: throwing })]),
        edits: [insertAfter({ kind: "operation-resolved", operation: "charge" }, requested(start))],
        verdict: "holds",
      },
      {
        engine: "records the end of the execution, which nobody has called",
        case: instant,
        edits: [endWith({ kind: "handler-finished" }, requested(end))],
        verdict: "holds",
      },
    ],
  },
  {
    property: "waits-neither-early-nor-restarted",
    right: waiting,
    wrong: [
      {
        engine: "waits for another time",
        case: waiting,
        edits: [changeUpdate("settle", "START", { delaySeconds: 4 })],
        reason: "restarted-or-other-duration",
        rule: "recorded-something-else",
      },
      {
        engine: "starts a wait again while it waits",
        case: waiting,
        edits: [endWith({ kind: "checkpoint-replied", operation: "settle" }, requested(startWait))],
        reason: "restarted-or-other-duration",
        rule: "recorded-without-cause",
      },
      {
        engine: "starts a wait again that has ended",
        case: waiting,
        edits: [
          endWith(
            { kind: "operation-called", operation: "settle", nth: 2 },
            ...call(5_000, startWait),
          ),
        ],
        reason: "restarted-or-other-duration",
        rule: "illegal-update",
      },
      {
        engine: "ends a wait before its time",
        case: waiting,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "settle" },
            { kind: "operation-resolved", operation: "settle", outcome: { kind: "returned" } },
          ),
        ],
        reason: "ended-early",
        rule: "resolved-before-it-was-recorded",
      },
    ],
  },
  {
    property: "pending-needs-something-pending",
    right: waiting,
    wrong: [
      {
        engine: "suspends with nothing that could wake it",
        case: caseOf([step("charge", ONCE)]),
        edits: [
          endWith(
            { kind: "operation-called", operation: "charge" },
            { kind: "answer-refused", answer: { kind: "PENDING" }, error: SOMETHING_ELSE },
          ),
        ],
        reason: "refused-answer",
        rule: "suspended-with-nothing-pending",
      },
    ],
  },
  {
    property: "suspends-only-when-idle",
    right: waiting,
    wrong: [
      {
        engine: "suspends while a body runs",
        case: instant,
        edits: [endWith({ kind: "body-entered", operation: "charge" }, PENDING)],
        reason: "suspended-with-work",
        rule: "suspended-with-work-to-do",
      },
      {
        engine: "suspends as a serdes has failed, beside a wait",
        case: caseOf([
          { ...wait("settle", 5), awaited: "later" },
          step("charge", { serdes: "write-fails-once" }),
        ]),
        edits: [endWith({ kind: "serdes-failed" }, PENDING)],
        reason: "suspended-with-work",
        rule: "suspended-with-work-to-do",
      },
      {
        engine: "suspends when the handler could go on",
        case: instant,
        edits: [endWith({ kind: "operation-resolved", operation: "charge" }, PENDING)],
        reason: "suspended-with-work",
        rule: "suspended-with-work-to-do",
      },
      {
        engine: "suspends on a wait that has ended",
        case: waiting,
        edits: [endWith({ kind: "operation-called", operation: "settle", nth: 2 }, PENDING)],
        reason: "suspended-with-work",
        rule: "suspended-with-work-to-do",
      },
      {
        engine: "suspends with an attempt that has ended and is not decided",
        case: caseOf([step("charge", { ...THROWS_ONCE, retry: SOON })]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "charge", action: "RETRY" },
            { kind: "timer-fired", at: 1_000, operation: "charge" },
            { ...bodyEntered("charge", 2, 2), at: 1_000 },
            {
              kind: "body-finished",
              at: 1_000,
              operation: "charge",
              attempt: 2,
              run: 2,
              outcome: { kind: "returned", value: '"charge#2"' },
            },
            { ...PENDING, at: 1_000 },
          ),
        ],
        reason: "suspended-with-work",
        rule: "suspended-with-work-to-do",
      },
    ],
    allowed: [
      {
        engine: "does not make a large result again that nobody awaits",
        case: caseOf([
          {
            kind: "child",
            name: "order",
            operations: [step("refund")],
            onError: "throw",
            padding: 270_000,
            awaited: "never",
          },
          wait("settle", 1),
          wait("rest", 1),
        ]),
        // In the second invocation, and in the third.
        edits: [2, 2].flatMap((nth) => [
          drop({ kind: "operation-resolved", operation: "refund", nth }),
          drop({ kind: "operation-called", operation: "refund", nth }),
          drop({ kind: "body-finished", operation: "order", nth }),
          drop({ kind: "body-entered", operation: "order", nth }),
        ]),
        verdict: "holds",
      },
    ],
  },
  {
    property: "effects-are-in-the-log",
    right: unawaited,
    wrong: [
      {
        engine: "answers SUCCEEDED with no record of a body that has run in a child",
        case: unawaitedInChild,
        edits: [
          drop({ kind: "checkpoint-requested", operation: "ship" }),
          drop({ kind: "checkpoint-recorded", operation: "ship" }),
          drop({ kind: "checkpoint-replied", operation: "ship" }),
        ],
        reason: "effect-without-record",
        rule: "answered-without-a-record",
      },
      {
        engine: "answers SUCCEEDED with no record of a body that has run",
        case: unawaited,
        edits: [
          endWith(
            { kind: "operation-called", operation: "ship" },
            bodyEntered("ship", 1),
            { kind: "handler-finished", outcome: { kind: "returned", value: RESULT } },
            { kind: "invocation-answered", answer: { kind: "SUCCEEDED", result: RESULT } },
          ),
        ],
        reason: "effect-without-record",
        rule: "answered-without-a-record",
      },
    ],
    allowed: [
      {
        engine: "runs a body after the handler has ended",
        case: unawaited,
        edits: [
          endWith(
            { kind: "operation-called", operation: "ship" },
            finished,
            bodyEntered("ship", 1),
            succeeded,
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "fails with no record of a body that has run",
        case: unawaited,
        edits: [
          endWith(
            { kind: "operation-called", operation: "ship" },
            bodyEntered("ship", 1),
            finished,
            { kind: "invocation-answered", answer: { kind: "FAILED", error: SOMETHING_ELSE } },
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "runs a body in a child that has ended",
        case: unawaitedInChild,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "order", action: "SUCCEED" },
            bodyEntered("ship", 1),
            finished,
            succeeded,
          ),
        ],
        verdict: "holds",
      },
    ],
  },
];
