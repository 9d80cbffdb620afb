/** What becomes of handlers that are changed while an execution is on its way. */
import type { Case } from "../../model/case.ts";
import type { Change } from "../../model/change.ts";
import { change, endWith, insertAfter } from "../history-editor.ts";
import { caseOf, insideBody, ONCE, step, whenResolved } from "../small-cases.ts";
import {
  asked,
  bodyEntered,
  type Example,
  PENDING,
  requested,
  resolved,
  SOMETHING_ELSE,
  stepUpdate,
} from "./example.ts";

function changed(becomes: Change["becomes"], strike = whenResolved("charge")): Case {
  const { schedule, ...rest } = caseOf([step("charge", ONCE), step("ship")], [strike]);
  return {
    ...rest,
    schedule: { ...schedule, change: { fromInvocation: 2, operation: "charge", becomes } },
  };
}

const renamed = changed("renamed");
const met = { kind: "operation-called", operation: "charge-changed" } as const;
const interrupted = changed("renamed", insideBody("charge"));

const failed = { answer: { kind: "FAILED", error: SOMETHING_ELSE } } as const;

export const CHANGES: readonly Example[] = [
  {
    property: "changed-handlers-fail",
    right: renamed,
    wrong: [
      {
        engine: "gives the handler what the log has of another operation",
        case: renamed,
        edits: [insertAfter(met, resolved("charge-changed", "charge#1"))],
        reason: "went-on",
        rule: "foreign-record-taken",
      },
      {
        engine: "runs the body of what the log does not have",
        case: changed("swapped"),
        edits: [
          insertAfter({ kind: "operation-called", operation: "ship" }, bodyEntered("ship", 1)),
        ],
        reason: "went-on",
        rule: "foreign-record-taken",
      },
      {
        engine: "asks its strategy about the interruption of another step",
        case: interrupted,
        edits: [insertAfter(met, asked("charge-changed", SOMETHING_ELSE))],
        reason: "went-on",
        rule: "foreign-record-taken",
      },
      {
        engine: "records it over what the log has",
        case: interrupted,
        edits: [insertAfter(met, requested(stepUpdate("charge-changed", "SUCCEED")))],
        reason: "went-on",
        rule: "foreign-record-taken",
      },
      {
        engine: "lets the handler come to its end",
        case: renamed,
        edits: [
          insertAfter(met, {
            kind: "handler-finished",
            outcome: { kind: "threw", error: SOMETHING_ELSE },
          }),
        ],
        reason: "went-on",
        rule: "foreign-record-taken",
      },
      {
        engine: "fails with another error",
        case: renamed,
        edits: [change({ kind: "invocation-answered", nth: 1 }, failed)],
        reason: "answered-FAILED",
        rule: "nondeterminism-answered-otherwise",
      },
      {
        engine: "suspends where it should fail",
        case: changed("wait"),
        edits: [endWith({ kind: "operation-called", operation: "charge", nth: 2 }, PENDING)],
        reason: "answered-PENDING",
        rule: "nondeterminism-answered-otherwise",
      },
    ],
    allowed: [
      {
        engine: "goes on meanwhile with what is not foreign",
        case: renamed,
        edits: [
          insertAfter(
            met,
            bodyEntered("ship", 1),
            asked("ship", SOMETHING_ELSE),
            requested(stepUpdate("ship", "SUCCEED")),
            resolved("ship", "ship#1"),
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "fails otherwise because a call has failed",
        case: renamed,
        edits: [
          insertAfter(met, { kind: "checkpoint-failed", updates: [], failure: "denied" }),
          change({ kind: "invocation-answered" }, failed),
        ],
        verdict: "unknown",
      },
    ],
  },
];
