/** How invocations end, and that they come to an end. */
import type { Case } from "../../model/case.ts";
import { awsGuarantees } from "../../model/guarantees.ts";
import { change, endWith, insertAfter, type Timeless } from "../history-editor.ts";
import { caseOf, fault, insideBody, step, THROWS, takes, wait } from "../small-cases.ts";
import {
  asked,
  bodyEntered,
  call,
  called,
  type Example,
  PENDING,
  recorded,
  requested,
  resolved,
  SOMETHING_ELSE,
  stepUpdate,
} from "./example.ts";

const instant = caseOf([step("charge")]);
const secondStart = { kind: "invocation-started", nth: 2 } as const;
const threw = {
  kind: "invocation-answered",
  answer: { kind: "threw", error: SOMETHING_ELSE },
} as const;
/** The second invocation throws for no reason, so that a third has to begin. */
const throwsAgain = endWith(
  secondStart,
  threw,
  { kind: "invocation-started", invocation: 3 },
  called("charge"),
);
const accepted = { kind: "answer-accepted" } as const;
const late = {
  kind: "body-entered-afterwards",
  operation: "charge",
  afterMilliseconds: 200,
} as const;
const failure = {
  kind: "invocation-answered",
  answer: { kind: "FAILED", error: SOMETHING_ELSE },
} as const;
const failed = { kind: "checkpoint-failed" } as const;
const throttled = caseOf([step("charge")], [], [fault("throttled", "charge", "SUCCEED")]);
const stale = caseOf([step("charge")], [], [fault("stale-token", "charge", "SUCCEED")]);
const replyLost = caseOf([step("charge")], [], [fault("reply-lost", "charge", "START")]);
const tokenMissing = caseOf([step("charge")], [], [fault("token-missing", "charge", "START")]);
const pageRefused: Case = {
  ...instant,
  schedule: {
    interruptions: [],
    faults: [{ fault: "stale-token", call: "page", occurrence: 1 }],
    pages: { first: 0, size: 1 },
  },
};
const poll = [requested(), recorded()];
const denied = caseOf([step("charge")], [], [fault("denied", "charge", "SUCCEED")]);

const serdesFailed = { kind: "serdes-failed" } as const;
const unwritten = caseOf([step("charge", { serdes: "write-fails-once" })]);
const unread = caseOf([step("charge", { serdes: "read-fails-once" })]);
const unwritable = caseOf([step("charge", { gives: "bigint" })]);

const largeResult: Case = {
  ...instant,
  workflow: { ...instant.workflow, padding: 6_500_000 },
};
const resultDenied = { fault: "denied", call: "result", occurrence: 1 } as const;
/** How long an engine may stay with nothing to do, in milliseconds. */
const SETTLE = awsGuarantees.settleMilliseconds;
/** What an engine does that has just lost a moment of its time. */
const LATE_ACTS: readonly Timeless[] = [
  called("charge"),
  bodyEntered("charge", 1),
  asked("charge", SOMETHING_ELSE),
  requested(stepUpdate("charge", "START")),
  resolved("charge", "charge#1"),
  { kind: "handler-finished", outcome: { kind: "returned", value: "{}" } },
  PENDING,
];

const timesUp = { kind: "interrupted", at: 60_050, why: "invocation-timeout" } as const;
const approval = caseOf([
  { kind: "callback", name: "approval", end: { does: "succeed", seconds: 9 }, onError: "throw" },
]);

export const INVOCATIONS: readonly Example[] = [
  {
    property: "ends-after-the-last-interruption",
    right: caseOf([step("charge")], [insideBody("charge")]),
    wrong: [
      {
        engine: "comes to no end once it was interrupted",
        case: caseOf([step("charge")], [insideBody("charge")]),
        edits: [throwsAgain],
        reason: "too-many-invocations",
        rule: "invocation-threw",
      },
      {
        engine: "comes to no end once a serdes has failed, though it works again",
        case: unread,
        edits: [throwsAgain],
        reason: "too-many-invocations",
        rule: "invocation-threw",
      },
    ],
    allowed: [
      {
        engine: "tries over and over to write what can't be written",
        case: unwritable,
        edits: [
          endWith(
            { kind: "body-finished" },
            threw,
            { kind: "invocation-started", invocation: 2 },
            called("charge"),
            bodyEntered("charge", 2),
          ),
        ],
        verdict: "holds",
      },
    ],
  },
  {
    property: "invocations-end",
    right: instant,
    wrong: [
      {
        engine: "does nothing until its time is up, though the handler could go on",
        case: instant,
        edits: [
          endWith(
            { kind: "operation-resolved", operation: "charge" },
            { kind: "interrupted", at: 60_000, why: "invocation-timeout" },
          ),
        ],
        reason: "hang",
        rule: "invocation-never-ended",
      },
      {
        engine: "does not suspend though only a timer is left",
        case: caseOf([wait("settle", 100)]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "settle" },
            { kind: "interrupted", at: 60_000, why: "invocation-timeout" },
          ),
        ],
        reason: "hang",
        rule: "invocation-never-ended",
      },
      {
        engine: "only polls until its time is up",
        case: caseOf([wait("settle", 100)]),
        edits: [
          endWith({ kind: "checkpoint-replied", operation: "settle" }, ...call(59_500), {
            kind: "interrupted",
            at: 60_000,
            why: "invocation-timeout",
          }),
        ],
        reason: "stayed",
        rule: "stayed-with-nothing-to-do",
      },
      {
        engine: "polls now and then until its wait has ended",
        case: caseOf([wait("settle", 5)]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "settle" },
            ...call(1_000),
            ...call(2_000),
            { kind: "timer-fired", at: 5_000, operation: "settle" },
          ),
        ],
        reason: "stayed",
        rule: "stayed-with-nothing-to-do",
      },
      {
        engine: "waits for a timer by its own clock",
        case: caseOf([wait("settle", 5)]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "settle" },
            { kind: "timer-fired", at: 5_000, operation: "settle" },
            {
              kind: "operation-resolved",
              at: 5_000,
              operation: "settle",
              outcome: { kind: "returned" },
            },
          ),
        ],
        reason: "stayed",
        rule: "stayed-with-nothing-to-do",
      },
      {
        engine: "polls when it should have suspended a moment ago",
        case: caseOf([wait("settle", 5)]),
        edits: [endWith({ kind: "checkpoint-replied", operation: "settle" }, ...call(SETTLE + 1))],
        reason: "stayed",
        rule: "stayed-with-nothing-to-do",
      },
      {
        engine: "takes a timer that fires for something that it has done itself",
        case: caseOf([wait("settle", 5)]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "settle" },
            { kind: "timer-fired", at: 5_000, operation: "settle" },
            ...call(5_500),
          ),
        ],
        reason: "stayed",
        rule: "stayed-with-nothing-to-do",
      },
      ...(
        [
          { kind: "outside-ended", at: 3_000, operation: "approval", status: "SUCCEEDED" },
          { kind: "heartbeat", at: 3_000, operation: "approval" },
        ] as const
      ).map((event) => ({
        engine: `polls on when others act: ${event.kind}`,
        case: approval,
        edits: [
          endWith({ kind: "checkpoint-replied", operation: "approval" }, event, ...call(3_500)),
        ],
        reason: "stayed",
        rule: "stayed-with-nothing-to-do" as const,
      })),
      {
        engine: "does nothing until its time is up, when plain work has ended",
        case: caseOf([{ kind: "work", name: "audit", milliseconds: 50 }, wait("settle", 100)]),
        edits: [endWith({ kind: "checkpoint-replied", operation: "settle" }, timesUp)],
        reason: "hang",
        rule: "invocation-never-ended",
      },
      {
        engine: "awaits the reply to a poll until its time is up",
        case: caseOf([wait("settle", 100)]),
        edits: [endWith({ kind: "checkpoint-replied", operation: "settle" }, requested(), timesUp)],
        reason: "hang",
        rule: "invocation-never-ended",
      },
      ...LATE_ACTS.map((act) => ({
        engine: `stays with nothing to do until it comes to ${act.kind}`,
        case: caseOf([wait("settle", 5), step("charge", THROWS)]),
        edits: [
          endWith({ kind: "checkpoint-replied", operation: "settle" }, { ...act, at: 3_000 }),
        ],
        reason: "stayed",
        rule: "stayed-with-nothing-to-do" as const,
      })),
      {
        engine: "works for ever at one instant",
        case: instant,
        edits: [
          insertAfter({ kind: "operation-called", operation: "charge" }, { kind: "livelocked" }),
        ],
        reason: "livelock",
        rule: "invocation-livelocked",
      },
    ],
    allowed: [
      {
        engine: "polls once more before it has settled that nothing is to be done",
        case: caseOf([wait("settle", 5)]),
        edits: [endWith({ kind: "checkpoint-replied", operation: "settle" }, ...call(SETTLE))],
        verdict: "holds",
      },
      {
        engine: "is cut off when it should have suspended a while ago",
        case: caseOf([wait("settle", 5)]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "settle" },
            { kind: "interrupted", at: 4_000, why: "scheduled" },
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "takes its time over what it could do",
        case: instant,
        edits: [
          endWith(
            { kind: "operation-called", operation: "charge" },
            { ...bodyEntered("charge", 1), at: 5_000 },
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "is cut off while plain work goes on",
        case: caseOf([{ kind: "work", name: "audit", milliseconds: 70_000 }]),
        edits: [],
        verdict: "holds",
      },
    ],
  },
  {
    property: "no-body-after-its-invocation",
    right: instant,
    wrong: [
      {
        engine: "starts a body in what is left of an invocation that has suspended",
        case: caseOf([wait("settle", 5), step("charge")]),
        edits: [insertAfter(accepted, late)],
        reason: "ran-afterwards",
        rule: "body-ran-after-its-invocation",
      },
      {
        engine: "starts a body after its execution has SUCCEEDED",
        case: instant,
        edits: [insertAfter(accepted, late)],
        reason: "ran-afterwards",
        rule: "body-ran-after-its-invocation",
      },
    ],
    allowed: [
      {
        engine: "has not answered yet",
        case: instant,
        edits: [endWith({ kind: "invocation-answered" })],
        verdict: "unknown",
      },
    ],
  },
  {
    property: "failures-have-the-right-scope",
    right: throttled,
    wrong: [
      {
        engine: "fails the execution for a call that was throttled",
        case: throttled,
        edits: [endWith(failed, failure)],
        reason: "FAILED-for-throttled",
        rule: "failure-of-another-scope",
      },
      {
        engine: "fails the execution for a token that somebody else has used up",
        case: stale,
        edits: [endWith(failed, failure)],
        reason: "FAILED-for-stale-token",
        rule: "failure-of-another-scope",
      },
      {
        engine: "has a call that was denied made over and over",
        case: denied,
        edits: [endWith(failed, threw)],
        reason: "threw-for-denied",
        rule: "failure-of-another-scope",
      },
      {
        engine: "succeeds although a call was denied",
        case: denied,
        edits: [endWith(failed, { kind: "invocation-answered", answer: { kind: "SUCCEEDED" } })],
        reason: "SUCCEEDED-for-denied",
        rule: "succeeded-with-updates-lost",
      },
      {
        engine: "fails the execution for a result that could not be written this time",
        case: unwritten,
        edits: [endWith(serdesFailed, failure)],
        reason: "FAILED-for-serdes",
        rule: "failure-of-another-scope",
      },
      {
        engine: "fails the execution for a result that could not be read this time",
        case: unread,
        edits: [endWith(serdesFailed, failure)],
        reason: "FAILED-for-serdes",
        rule: "failure-of-another-scope",
      },
    ],
    allowed: [
      {
        engine: "fails the execution for a result that can never be written",
        case: unwritable,
        edits: [endWith({ kind: "body-finished" }, failure)],
        verdict: "unknown",
      },
      {
        engine: "ends the invocation for a call that was denied and a serdes that failed before",
        case: caseOf(
          [step("charge", { serdes: "write-fails-once" })],
          [],
          [fault("denied", "charge", "SUCCEED")],
        ),
        edits: [
          endWith(
            serdesFailed,
            requested(stepUpdate("charge", "START")),
            {
              kind: "checkpoint-failed",
              updates: [stepUpdate("charge", "START")],
              failure: "denied",
            },
            threw,
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "fails the execution for a result that can never be written, after a call was lost",
        case: caseOf(
          [step("charge", { gives: "bigint", ...takes(5) })],
          [],
          [fault("throttled", "charge", "START")],
        ),
        edits: [endWith({ kind: "body-finished" }, failure)],
        verdict: "holds",
      },
      {
        engine: "fails because the handler has, after a call was throttled",
        case: throttled,
        edits: [
          endWith(
            failed,
            { kind: "handler-finished", outcome: { kind: "threw", error: SOMETHING_ELSE } },
            failure,
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "has a call denied after the end of the execution is recorded",
        case: largeResult,
        edits: [
          insertAfter(
            { kind: "checkpoint-replied", operation: "(execution)" },
            { kind: "checkpoint-failed", updates: [], failure: "denied" },
          ),
        ],
        verdict: "unknown",
      },
      {
        engine: "is denied the call with its result, and fails",
        case: { ...largeResult, schedule: { interruptions: [], faults: [resultDenied] } },
        edits: [],
        verdict: "holds",
      },
      {
        engine: "has a call denied, and makes it again",
        case: denied,
        edits: [endWith(failed, ...call(0), threw)],
        verdict: "unknown",
      },
    ],
  },
  {
    property: "used-up-tokens-record-nothing",
    right: stale,
    wrong: [
      {
        engine: "has a call taken although its reply before named no token",
        case: tokenMissing,
        edits: [endWith({ kind: "checkpoint-replied" }, ...poll)],
        reason: "recorded",
        rule: "service-broke-its-rules",
      },
      {
        engine: "has a call taken after one of which it has heard nothing",
        case: replyLost,
        edits: [endWith(failed, ...poll)],
        reason: "recorded",
        rule: "service-broke-its-rules",
      },
      {
        engine:
          "has a call taken after one of which it has heard nothing, and one that was throttled",
        case: replyLost,
        edits: [
          endWith(
            failed,
            requested(),
            { kind: "checkpoint-failed", updates: [], failure: "throttled" },
            ...poll,
          ),
        ],
        reason: "recorded",
        rule: "service-broke-its-rules",
      },
      {
        engine: "has a call taken after it was refused a page of the log",
        case: pageRefused,
        edits: [endWith({ kind: "page-failed" }, ...poll)],
        reason: "recorded",
        rule: "service-broke-its-rules",
      },
      {
        engine: "has a call taken whose token somebody else has used up",
        case: instant,
        edits: [
          change({ kind: "checkpoint-recorded", operation: "charge" }, { withUsedUpToken: true }),
        ],
        reason: "recorded",
        rule: "service-broke-its-rules",
      },
      {
        engine: "has a call taken after its token was refused",
        case: stale,
        edits: [endWith(failed, ...poll)],
        reason: "recorded",
        rule: "service-broke-its-rules",
      },
    ],
  },
  {
    property: "handlers-get-their-input",
    right: instant,
    wrong: [
      {
        engine: "gives the handler no input",
        case: instant,
        edits: [
          insertAfter(
            { kind: "invocation-started" },
            { kind: "input-differs", input: "undefined" },
          ),
        ],
        reason: "another-input",
        rule: "given-another-input",
      },
    ],
  },
  {
    property: "nothing-escapes",
    right: instant,
    wrong: [
      {
        engine: "lets an error escape",
        case: instant,
        edits: [
          insertAfter(
            { kind: "operation-called", operation: "charge" },
            { kind: "error-escaped", error: SOMETHING_ELSE },
          ),
        ],
        reason: "escaped",
        rule: "error-escaped",
      },
      {
        engine: "throws instead of answering",
        case: instant,
        edits: [endWith({ kind: "operation-called", operation: "charge" }, threw)],
        reason: "threw",
        rule: "invocation-threw",
      },
      {
        engine: "throws though it has been replied to since a call failed",
        case: throttled,
        edits: [endWith(failed, ...call(0), threw)],
        reason: "threw",
        rule: "invocation-threw",
      },
      {
        engine: "throws once more in the invocation after the one in which a serdes failed",
        case: unread,
        edits: [endWith({ kind: "operation-called", operation: "charge", nth: 2 }, threw)],
        reason: "threw",
        rule: "invocation-threw",
      },
      {
        engine: "throws what the handler gives, as it can't be written",
        case: { ...instant, workflow: { ...instant.workflow, gives: "bigint" } },
        edits: [endWith({ kind: "handler-finished" }, threw)],
        reason: "threw",
        rule: "invocation-threw",
      },
    ],
    allowed: [
      {
        engine: "throws because a serdes has failed",
        case: unwritten,
        edits: [endWith(serdesFailed, threw)],
        verdict: "holds",
      },
      {
        engine: "throws because something was returned that can't be written",
        case: unwritable,
        edits: [endWith({ kind: "body-finished" }, threw)],
        verdict: "holds",
      },
      {
        engine: "throws because a call has failed",
        case: throttled,
        edits: [endWith(failed, threw)],
        verdict: "holds",
      },
      {
        engine: "throws because a page of the log was refused",
        case: pageRefused,
        edits: [endWith({ kind: "page-failed" }, threw)],
        verdict: "holds",
      },
      {
        engine: "throws because a reply named no token",
        case: tokenMissing,
        edits: [endWith({ kind: "checkpoint-replied" }, threw)],
        verdict: "holds",
      },
    ],
  },
];
