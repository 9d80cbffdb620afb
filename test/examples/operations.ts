/** Conditions, outside operations and promise combinators. */
import type { Callback, Operation } from "../../model/workflow.ts";
import { change, changeUpdate, endWith, insertAfter } from "../history-editor.ts";
import { caseOf, insideBody, step, takes } from "../small-cases.ts";
import { type Example, requested, resolved } from "./example.ts";

const condition = caseOf([
  {
    kind: "wait-for-condition",
    name: "job",
    polls: 2,
    delaySeconds: 4,
    runs: [{ does: "return", milliseconds: 0 }],
    onError: "throw",
  },
]);

const approval: Callback = {
  kind: "callback",
  name: "approval",
  end: { does: "succeed", seconds: 3 },
  onError: "throw",
};
const approved = caseOf([{ ...approval, timeoutSeconds: 9 }]);
const start = {
  operation: "approval",
  type: "CALLBACK",
  action: "START",
  timeoutSeconds: 9,
} as const;

const silent: Callback = { ...approval, end: { does: "time-out", seconds: 3 } };
const timedOut = caseOf([{ ...silent, timeoutSeconds: 9 }]);
/** After the sign of life at 2 s the clock runs until 5 s. */
const fallenSilent = caseOf([{ ...silent, heartbeatSeconds: 3, beats: [2] }]);
const beat = { kind: "heartbeat", at: 2_000, operation: "approval" } as const;
const timeout = { kind: "outside-ended", operation: "approval" } as const;

function combined(kind: "race" | "all", ...further: readonly Operation[]) {
  const operations = [step("quick"), step("slow", takes(100))];
  return [{ kind, name: "both", operations, onError: "throw" } as const, ...further];
}
const race = caseOf(combined("race"));
const all = caseOf(combined("all"));
/** What came of the race has had an effect when the invocation is cut off. */
const interrupted = caseOf(combined("race", step("charge", takes(5_000))), [insideBody("charge")]);

export const OPERATIONS: readonly Example[] = [
  {
    property: "conditions-poll-as-they-should",
    right: condition,
    wrong: [
      {
        engine: "polls again earlier than the wait strategy says",
        case: condition,
        edits: [changeUpdate("job", "RETRY", { delaySeconds: 1 })],
        reason: "RETRY-not-as-it-should",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "records a poll that was not made",
        case: condition,
        edits: [
          endWith(
            { kind: "operation-called", operation: "job" },
            requested({ operation: "job", type: "STEP", action: "SUCCEED", payload: "2" }),
          ),
        ],
        reason: "without-a-poll",
        rule: "recorded-without-cause",
      },
    ],
  },
  {
    property: "started-once-as-asked",
    right: approved,
    wrong: [
      {
        engine: "forgets the timeout of a callback",
        case: approved,
        edits: [changeUpdate("approval", "START", { timeoutSeconds: 1 })],
        reason: "started-otherwise",
        rule: "recorded-something-else",
      },
      {
        engine: "starts a callback a second time",
        case: approved,
        edits: [endWith({ kind: "checkpoint-replied", operation: "approval" }, requested(start))],
        reason: "started-again",
        rule: "recorded-without-cause",
      },
    ],
  },
  {
    property: "timeouts-not-before-their-time",
    right: timedOut,
    wrong: [
      {
        engine: "lets a callback time out before its time",
        case: timedOut,
        edits: [change(timeout, { at: 8_000 })],
        reason: "timed-out-early",
        rule: "service-broke-its-rules",
      },
      {
        engine: "does not hear a sign of life",
        case: fallenSilent,
        edits: [change(timeout, { at: 4_000 }), insertAfter({ kind: "answer-accepted" }, beat)],
        reason: "timed-out-early",
        rule: "service-broke-its-rules",
      },
      {
        engine: "lets a callback time out that was never started",
        case: timedOut,
        edits: [
          endWith(
            { kind: "operation-called", operation: "approval" },
            { ...timeout, at: 20_000, status: "TIMED_OUT" },
          ),
        ],
        reason: "timed-out-early",
        rule: "service-broke-its-rules",
      },
      {
        engine: "lets a callback without a timeout time out",
        case: approved,
        edits: [change(timeout, { at: 2_000, status: "TIMED_OUT" })],
        reason: "timed-out-early",
        rule: "service-broke-its-rules",
      },
    ],
  },
  {
    property: "combinators-give-what-their-operands-do",
    right: race,
    wrong: [
      {
        engine: "gives a race before an operand has ended",
        case: race,
        edits: [
          endWith({ kind: "operation-called", operation: "both" }, resolved("both", "quick#1")),
        ],
        reason: "before-settled",
        rule: "resolved-before-it-was-recorded",
      },
      {
        engine: "gives something else than is recorded of a race",
        case: race,
        edits: [
          change(
            { kind: "operation-resolved", operation: "both" },
            { outcome: { kind: "returned", value: '"nobody"' } },
          ),
        ],
        reason: "not-as-recorded",
        rule: "resolved-to-something-else",
      },
      {
        engine: "records what no operand of a race gave",
        case: race,
        edits: [changeUpdate("both", "SUCCEED", { payload: '"nobody"' })],
        reason: "not-of-its-operands",
        rule: "recorded-something-else",
      },
      {
        engine: "gives the values of operands in another order",
        case: all,
        edits: [
          change(
            { kind: "operation-resolved", operation: "both" },
            { outcome: { kind: "returned", value: '["slow#1","quick#1"]' } },
          ),
        ],
        reason: "not-of-its-operands",
        rule: "resolved-to-something-else",
      },
    ],
  },
  {
    property: "decisions-are-kept",
    right: interrupted,
    wrong: [
      {
        engine: "lets another operand win the race on replay",
        case: interrupted,
        edits: [
          change(
            { kind: "operation-resolved", operation: "both", nth: 2 },
            { outcome: { kind: "returned", value: '"slow#1"' } },
          ),
        ],
        reason: "decided-again",
        rule: "resolved-to-something-else",
      },
    ],
  },
];
