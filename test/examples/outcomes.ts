/** What the handler is given. */
import type { ErrorView } from "../../model/history.ts";
import { change, dropAll, endWith, insertAfter } from "../history-editor.ts";
import { caseOf, insideBody, ONCE, step, THROWS, wait, whenResolved } from "../small-cases.ts";
import {
  type Example,
  executionUpdate,
  INTERRUPTION,
  requested,
  resolved,
  SOMETHING_ELSE,
  thrownBy,
} from "./example.ts";

const given = { kind: "operation-resolved", operation: "charge" } as const;
const interrupted = caseOf([step("charge", ONCE)], [insideBody("charge")]);
const replayed = caseOf([step("charge")], [whenResolved("charge")]);

function threw(error: ErrorView) {
  return { outcome: { kind: "threw", error } } as const;
}

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
        engine: "suspends when the handler has ended",
        case: caseOf([step("charge")]),
        edits: [change({ kind: "invocation-answered" }, { answer: { kind: "PENDING" } })],
        reason: "answered-PENDING",
        rule: "suspended-with-work-to-do",
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
    ],
  },
];
