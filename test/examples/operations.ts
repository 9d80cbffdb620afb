/** Conditions, outside operations and promise combinators. */
import type { Outcome } from "../../model/history.ts";
import type { Callback, Combinator, Operation, WaitForCondition } from "../../model/workflow.ts";
import { change, changeUpdate, dropAll, endWith, insertAfter } from "../history-editor.ts";
import { caseOf, insideBody, step, THROWS, takes, whenResolved } from "../small-cases.ts";
import { type Example, requested, resolved } from "./example.ts";

const poll: WaitForCondition = {
  kind: "wait-for-condition",
  name: "job",
  polls: 2,
  delaySeconds: 4,
  runs: [{ does: "return", milliseconds: 0 }],
  onError: "throw",
};
const condition = caseOf([poll]);

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

/** Told with the START: what an outside party was asked for in place of what the handler asked for. */
function otherwise(what: "function" | "input" | "callback-id") {
  const told = { kind: "asked-otherwise", operation: "approval", what, found: "other" } as const;
  return insertAfter({ kind: "checkpoint-requested", operation: "approval" }, told);
}

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

const QUICK = step("quick");
const SLOW = step("slow", takes(100));
const FAILING = step("failing", THROWS);
const QUICK_AND_FAILING = [QUICK, FAILING];
const bothGiven = { kind: "operation-resolved", operation: "both" } as const;

function both(kind: Combinator["kind"], operations: readonly Operation[]): Operation {
  return { kind, name: "both", operations, onError: "catch" };
}

function errorOf(message: string) {
  return { name: "Error", message };
}

function thrown(message: string): Outcome {
  return { kind: "threw", error: errorOf(message) };
}

function value(...items: readonly unknown[]): Outcome {
  return { kind: "returned", value: JSON.stringify(items) };
}

const fulfilled = { status: "fulfilled", value: "quick#1" };
const rejected = { status: "rejected", reason: errorOf("failing#1 failed") };

/** What no combinator of these operands may give. */
const GIVEN_WRONGLY: readonly {
  readonly gives: string;
  readonly kind: Combinator["kind"];
  readonly operands: readonly Operation[];
  readonly outcome: Outcome;
}[] = [
  {
    gives: "one value for all of two",
    kind: "all",
    operands: [QUICK, SLOW],
    outcome: value("quick#1"),
  },
  {
    gives: "something else than a list for all",
    kind: "all",
    operands: [QUICK, SLOW],
    outcome: { kind: "returned", value: '"quick#1"' },
  },
  { gives: "nothing for all", kind: "all", operands: [QUICK, SLOW], outcome: { kind: "returned" } },
  {
    gives: "values for all though an operand has failed",
    kind: "all",
    operands: QUICK_AND_FAILING,
    outcome: value("quick#1", "failing#1"),
  },
  {
    gives: "an error for all that no operand has thrown",
    kind: "all",
    operands: QUICK_AND_FAILING,
    outcome: thrown("something else"),
  },
  {
    gives: "an error for allSettled",
    kind: "allSettled",
    operands: QUICK_AND_FAILING,
    outcome: thrown("failing#1 failed"),
  },
  {
    gives: "allSettled in another order",
    kind: "allSettled",
    operands: QUICK_AND_FAILING,
    outcome: value(rejected, fulfilled),
  },
  {
    gives: "a value for an operand of allSettled that has failed",
    kind: "allSettled",
    operands: QUICK_AND_FAILING,
    outcome: value(fulfilled, fulfilled),
  },
  {
    gives: "an operand of allSettled as rejected without a reason",
    kind: "allSettled",
    operands: QUICK_AND_FAILING,
    outcome: value(fulfilled, { status: "rejected" }),
  },
  {
    gives: "an error for any though an operand has succeeded",
    kind: "any",
    operands: QUICK_AND_FAILING,
    outcome: thrown("failing#1 failed"),
  },
  {
    gives: "a value for any that no operand has given",
    kind: "any",
    operands: QUICK_AND_FAILING,
    outcome: { kind: "returned", value: '"failing#1"' },
  },
  {
    gives: "a value for a race that an error has won",
    kind: "race",
    operands: [FAILING, SLOW],
    outcome: { kind: "returned", value: '"slow#1"' },
  },
];

const slowWins: Outcome = { kind: "returned", value: '"slow#1"' };
const charging = step("charge", takes(5_000));
const workedOn = caseOf(
  combined("race", { kind: "child", name: "order", operations: [charging], onError: "throw" }),
  [insideBody("charge")],
);
const batch = caseOf(
  [
    {
      kind: "parallel",
      name: "both",
      branches: [{ operations: [QUICK] }, { operations: [SLOW] }],
      completion: { minSuccessful: 1 },
    },
    charging,
  ],
  [insideBody("charge")],
);
const onlyTheSecond: Outcome = {
  kind: "returned",
  value: JSON.stringify({
    reason: "MIN_SUCCESSFUL_REACHED",
    items: [{ index: 1, status: "SUCCEEDED", value: { slow: "slow#1" } }],
  }),
};

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
        engine: "ends a condition that is not met",
        case: condition,
        edits: [changeUpdate("job", "RETRY", { action: "SUCCEED" })],
        reason: "SUCCEED-not-as-it-should",
        rule: "recorded-without-cause",
      },
      {
        engine: "polls on once the condition is met",
        case: condition,
        edits: [changeUpdate("job", "SUCCEED", { action: "RETRY", delaySeconds: 4 })],
        reason: "RETRY-not-as-it-should",
        rule: "recorded-without-cause",
      },
      {
        engine: "polls again without a delay",
        case: condition,
        edits: [
          endWith(
            { kind: "body-finished", operation: "job" },
            requested({ operation: "job", type: "STEP", action: "RETRY", payload: "1" }),
          ),
        ],
        reason: "RETRY-not-as-it-should",
        rule: "retry-against-the-strategy",
      },
      {
        engine: "records another state than the poll gave",
        case: condition,
        edits: [changeUpdate("job", "RETRY", { payload: "7" })],
        reason: "RETRY-not-as-it-should",
        rule: "recorded-something-else",
      },
      {
        engine: "records another state than the last poll gave",
        case: condition,
        edits: [changeUpdate("job", "SUCCEED", { payload: "7" })],
        reason: "SUCCEED-not-as-it-should",
        rule: "recorded-something-else",
      },
      {
        engine: "records another error than the poll has thrown",
        case: caseOf([{ ...poll, ...THROWS }]),
        edits: [changeUpdate("job", "FAIL", { error: errorOf("something else") })],
        reason: "FAIL-not-as-it-should",
        rule: "recorded-without-cause",
      },
      {
        engine: "goes on polling when a poll has thrown",
        case: caseOf([{ ...poll, ...THROWS }]),
        edits: [changeUpdate("job", "FAIL", { action: "RETRY", payload: "1", delaySeconds: 4 })],
        reason: "RETRY-not-as-it-should",
        rule: "recorded-without-cause",
      },
      {
        engine: "records another error than the wait strategy has thrown",
        case: caseOf([{ ...poll, attempts: 1 }]),
        edits: [changeUpdate("job", "FAIL", { error: errorOf("something else") })],
        reason: "FAIL-not-as-it-should",
        rule: "recorded-without-cause",
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
    allowed: [
      {
        engine: "gives up with an error of its helper's own",
        case: caseOf([{ ...poll, helper: { attempts: 1 } }]),
        edits: [changeUpdate("job", "FAIL", { error: errorOf("something else") })],
        verdict: "holds",
      },
      {
        engine: "sends something of a condition that has ended",
        case: condition,
        edits: [
          insertAfter(
            { kind: "operation-resolved", operation: "job" },
            requested({ operation: "job", type: "STEP", action: "RETRY" }),
          ),
        ],
        verdict: "holds",
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
        engine: "starts a callback with a heartbeat timeout that nobody asked for",
        case: approved,
        edits: [changeUpdate("approval", "START", { heartbeatSeconds: 3 })],
        reason: "started-otherwise",
        rule: "recorded-something-else",
      },
      {
        engine: "starts an invoke with a timeout",
        case: caseOf([{ ...approval, kind: "invoke" }]),
        edits: [changeUpdate("approval", "START", { timeoutSeconds: 9 })],
        reason: "started-otherwise",
        rule: "recorded-something-else",
      },
      {
        engine: "invokes another function",
        case: caseOf([{ ...approval, kind: "invoke" }]),
        edits: [otherwise("function")],
        reason: "another-function",
        rule: "asked-otherwise",
      },
      {
        engine: "invokes a function with another input",
        case: caseOf([{ ...approval, kind: "invoke" }]),
        edits: [otherwise("input")],
        reason: "another-input",
        rule: "asked-otherwise",
      },
      {
        engine: "gives another id for a callback",
        case: approved,
        edits: [otherwise("callback-id")],
        reason: "another-callback-id",
        rule: "asked-otherwise",
      },
      {
        engine: "ends a callback instead of starting it",
        case: approved,
        edits: [changeUpdate("approval", "START", { action: "SUCCEED" })],
        reason: "started-otherwise",
        rule: "recorded-without-cause",
      },
      {
        engine: "forgets the timeout of a callback that it waits for",
        case: caseOf([
          {
            ...approval,
            runs: poll.runs,
            kind: "wait-for-callback",
            name: "order",
            timeoutSeconds: 9,
          },
        ]),
        edits: [changeUpdate("order-callback", "START", { timeoutSeconds: 1 })],
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
    allowed: [
      {
        engine: "starts a callback again whose START was lost on its way",
        case: caseOf(
          [{ ...approval, timeoutSeconds: 9 }],
          [{ edge: "checkpoint-requested", operation: "approval", action: "START", occurrence: 1 }],
        ),
        edits: [],
        verdict: "holds",
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
        engine: "lets a callback with two clocks time out before the first of them",
        case: caseOf([{ ...silent, timeoutSeconds: 9, heartbeatSeconds: 3, beats: [2] }]),
        edits: [change(timeout, { at: 4_999 }), insertAfter({ kind: "answer-accepted" }, beat)],
        reason: "timed-out-early",
        rule: "service-broke-its-rules",
      },
      {
        engine: "lets a callback time out before its timeout, which is the first of its clocks",
        case: caseOf([{ ...silent, timeoutSeconds: 4, heartbeatSeconds: 3, beats: [2] }]),
        edits: [change(timeout, { at: 3_999 }), insertAfter({ kind: "answer-accepted" }, beat)],
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
    allowed: [
      {
        engine: "lets a callback time out when its last sign of life is long enough ago",
        case: fallenSilent,
        edits: [],
        verdict: "holds",
      },
      { engine: "lets a callback be ended", case: approved, edits: [], verdict: "unknown" },
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
      ...GIVEN_WRONGLY.map(({ gives, kind, operands, outcome }) => ({
        engine: `gives ${gives}`,
        case: caseOf([both(kind, operands)]),
        edits: [
          dropAll("both", "checkpoint-requested", "checkpoint-recorded", "checkpoint-replied"),
          change(bothGiven, { outcome }),
        ],
        reason: "not-of-its-operands",
        rule: "resolved-to-something-else" as const,
      })),
      {
        engine: "records an error of any though one of its operands has a value",
        case: caseOf([both("any", QUICK_AND_FAILING)]),
        edits: [changeUpdate("both", "SUCCEED", { error: errorOf("failing#1 failed") })],
        reason: "not-of-its-operands",
        rule: "recorded-something-else",
      },
      {
        engine: "records an error of all that no operand has thrown",
        case: caseOf([both("all", QUICK_AND_FAILING)]),
        edits: [changeUpdate("both", "FAIL", { error: errorOf("something else") })],
        reason: "not-of-its-operands",
        rule: "recorded-something-else",
      },
      ...(["all", "allSettled", "any"] as const).map((kind) => ({
        engine: `gives ${kind} when only the first operand has ended`,
        case: caseOf([both(kind, kind === "any" ? [FAILING, SLOW] : [QUICK, SLOW])]),
        edits: [
          endWith(
            kind === "any"
              ? { kind: "checkpoint-replied", operation: "failing", action: "FAIL" }
              : { kind: "checkpoint-replied", operation: "quick", action: "SUCCEED" },
            resolved("both", "quick#1"),
          ),
        ],
        reason: "before-settled",
        rule: "resolved-before-it-was-recorded" as const,
      })),
    ],
    allowed: [
      {
        engine: "gives allSettled its errors by name and message",
        case: caseOf([both("allSettled", QUICK_AND_FAILING)]),
        edits: [],
        verdict: "holds",
      },
      {
        engine: "gives a race an error in a form of its own",
        case: caseOf([both("race", [FAILING])]),
        edits: [change(bothGiven, { outcome: thrown("failing#1 failed") })],
        verdict: "holds",
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
      {
        engine: "lets another operand win the race on replay when a child has worked on it",
        case: workedOn,
        edits: [change({ ...bothGiven, nth: 2 }, { outcome: slowWins })],
        reason: "decided-again",
        rule: "resolved-to-something-else",
      },
      {
        engine: "lets another operand win once nothing comes of the race any more",
        case: caseOf(combined("race", step("charge")), [
          whenResolved("charge"),
          { ...whenResolved("charge"), occurrence: 2 },
        ]),
        edits: [change({ ...bothGiven, nth: 3 }, { outcome: slowWins })],
        reason: "decided-again",
        rule: "resolved-to-something-else",
      },
      {
        engine: "has another branch counted in on replay",
        case: batch,
        edits: [change({ ...bothGiven, nth: 2 }, { outcome: onlyTheSecond })],
        reason: "decided-again",
        rule: "resolved-to-something-else",
      },
    ],
    allowed: [
      {
        engine: "lets another operand win when nothing has come of the first one's victory",
        case: caseOf(combined("race", step("charge")), [whenResolved("both")]),
        edits: [change({ ...bothGiven, nth: 2 }, { outcome: slowWins })],
        verdict: "unknown",
      },
      {
        engine: "gives a step otherwise on replay, which is in the log",
        case: caseOf([step("quick"), step("charge", takes(5_000))], [insideBody("charge")]),
        edits: [
          change({ kind: "operation-resolved", operation: "quick", nth: 2 }, { outcome: slowWins }),
        ],
        verdict: "unknown",
      },
    ],
  },
];
