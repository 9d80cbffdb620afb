/** How invocations end, and that they come to an end. */
import type { Case } from "../../model/case.ts";
import { change, endWith, insertAfter } from "../history-editor.ts";
import { caseOf, fault, insideBody, step, wait } from "../small-cases.ts";
import { call, called, type Example, recorded, requested, SOMETHING_ELSE } from "./example.ts";

const instant = caseOf([step("charge")]);
const secondStart = { kind: "invocation-started", nth: 2 } as const;
const threw = {
  kind: "invocation-answered",
  answer: { kind: "threw", error: SOMETHING_ELSE },
} as const;

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

export const INVOCATIONS: readonly Example[] = [
  {
    property: "ends-after-the-last-interruption",
    right: caseOf([step("charge")], [insideBody("charge")]),
    wrong: [
      {
        engine: "comes to no end once it was interrupted",
        case: caseOf([step("charge")], [insideBody("charge")]),
        edits: [
          endWith(
            secondStart,
            threw,
            { kind: "invocation-started", invocation: 3 },
            called("charge"),
          ),
        ],
        reason: "too-many-invocations",
        rule: "invocation-threw",
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
        engine: "works for ever at one instant",
        case: instant,
        edits: [
          insertAfter({ kind: "operation-called", operation: "charge" }, { kind: "livelocked" }),
        ],
        reason: "livelock",
        rule: "invocation-livelocked",
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
    ],
  },
];
