/** Contexts and batches: what they run, what they give and how they end. */
import { awsGuarantees } from "../../model/guarantees.ts";
import type { Outcome, Update } from "../../model/history.ts";
import type { Batch, Branch, Child } from "../../model/workflow.ts";
import { change, changeUpdate, endWith, insertAfter } from "../history-editor.ts";
import { caseOf, insideBody, step, THROWS, takes } from "../small-cases.ts";
import { asIn, type Example, requested, stepUpdate } from "./example.ts";

const child: Child = {
  kind: "child",
  name: "order",
  operations: [step("charge")],
  onError: "throw",
};
const nested = caseOf([child]);

const fanOut: Batch = {
  kind: "parallel",
  name: "fan",
  branches: [{ operations: [step("first")] }, { operations: [step("second", takes(100))] }],
};
const fan = caseOf([fanOut]);
const oneAtATime = caseOf([{ ...fanOut, maxConcurrency: 1 }]);
const long = [{ operations: [step("first")] }, { operations: [step("second", takes(5_000))] }];
const enough = caseOf([{ ...fanOut, branches: long, completion: { minSuccessful: 1 } }]);

function contextUpdate(operation: string, action: Update["action"], fields: Partial<Update> = {}) {
  return { operation, type: "CONTEXT", action, ...fields } as const;
}

function picture(reason: string, ...items: readonly object[]): Outcome {
  const indexed = items.map((item, index) => ({ index, ...item }));
  return { kind: "returned", value: JSON.stringify({ reason, items: indexed }) };
}

const FIRST = { status: "SUCCEEDED", value: { first: "first#1" } };
const SECOND = { status: "SUCCEEDED", value: { second: "second#1" } };
const ANOTHER = { name: "Error", message: "something else" };
const STARTED = { status: "STARTED" };
const FAILED = { status: "FAILED", error: { ...ANOTHER, message: "first#1 failed" } };
const failing = caseOf([{ ...fanOut, branches: [{ operations: [step("first", THROWS)] }] }]);
const replayed = caseOf([fanOut, step("ship", takes(5_000))], [insideBody("ship")]);

/** One fails, one soon succeeds, which is enough, and one would take long. */
const enoughOfThree: Batch = {
  ...fanOut,
  branches: [
    { operations: [step("first", THROWS)] },
    { operations: [step("second", takes(100))] },
    { operations: [step("third", takes(9_000))] },
  ],
  completion: { minSuccessful: 1 },
};
const firstOnly = caseOf([
  {
    ...enoughOfThree,
    branches: enoughOfThree.branches.with(0, long[0] as Branch),
    maxConcurrency: 1,
  },
]);
const allOfThree = { minSuccessful: 3, toleratedFailureCount: 1 };
/** How long after it may an engine go on with what it does not need, in milliseconds. */
const SETTLE = awsGuarantees.settleMilliseconds;

function branchStarted(operation: string, at: number) {
  return { kind: "body-entered", at, operation, run: 1 } as const;
}

const failingChild = caseOf([{ ...child, operations: [step("charge", THROWS)] }]);
const aside = { ...step("aside", takes(1_000)), awaited: "never" } as const;
const submitted = caseOf([
  {
    kind: "wait-for-callback",
    name: "approval",
    end: { does: "succeed", seconds: 3 },
    runs: [{ does: "return", milliseconds: 0 }],
    onError: "throw",
  },
]);

/** Where the batch is given. */
const given = { kind: "operation-resolved", operation: "fan" } as const;
/** Where the second branch has ended, and the log has its end. */
const secondEnded = { kind: "checkpoint-replied", operation: "fan-1", action: "SUCCEED" } as const;
/** Where the first branch has ended, and the log has its end. */
const firstEnded = {
  kind: "checkpoint-replied",
  operation: "fan-0",
  action: "SUCCEED",
} as const;

export const CONTEXTS: readonly Example[] = [
  {
    property: "contexts-close-as-they-ended",
    right: nested,
    wrong: [
      {
        engine: "records another result of a child than its function returned",
        case: nested,
        edits: [changeUpdate("order", "SUCCEED", { payload: '"another"' })],
        reason: "closed-otherwise",
        rule: "recorded-something-else",
      },
      {
        engine: "records the failure of a child whose function returned",
        case: nested,
        edits: [changeUpdate("order", "SUCCEED", { action: "FAIL", error: ANOTHER })],
        reason: "closed-otherwise",
        rule: "recorded-something-else",
      },
      {
        engine: "records the success of a child whose function threw",
        case: failingChild,
        edits: [changeUpdate("order", "FAIL", { action: "SUCCEED" })],
        reason: "closed-otherwise",
        rule: "recorded-something-else",
      },
      {
        engine: "records another error of a child than its function threw",
        case: failingChild,
        edits: [changeUpdate("order", "FAIL", { error: ANOTHER })],
        reason: "closed-otherwise",
        rule: "recorded-something-else",
      },
      {
        engine: "records the failure of a child without its error",
        case: failingChild,
        edits: [
          endWith(
            { kind: "body-finished", operation: "order" },
            requested(contextUpdate("order", "FAIL")),
          ),
        ],
        reason: "closed-otherwise",
        rule: "recorded-something-else",
      },
      {
        engine: "records another result of a branch than its function returned",
        case: fan,
        edits: [changeUpdate("fan-0", "SUCCEED", { payload: '"another"' })],
        reason: "closed-otherwise",
        rule: "recorded-something-else",
      },
      {
        engine: "records that a batch has failed",
        case: fan,
        edits: [changeUpdate("fan", "SUCCEED", { action: "FAIL", error: ANOTHER })],
        reason: "closed-otherwise",
        rule: "recorded-without-cause",
      },
      {
        engine: "closes a combinator while its operands go on",
        case: caseOf([
          {
            kind: "all",
            name: "both",
            operations: [step("quick"), step("slow", takes(100))],
            onError: "throw",
          },
        ]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "quick", action: "SUCCEED" },
            requested(contextUpdate("both", "SUCCEED")),
          ),
        ],
        reason: "closed-otherwise",
        rule: "recorded-without-cause",
      },
      {
        engine: "closes a wait for a callback whose callback is open",
        case: submitted,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "approval-submitter", action: "SUCCEED" },
            requested(contextUpdate("approval", "SUCCEED")),
          ),
        ],
        reason: "closed-otherwise",
        rule: "recorded-without-cause",
      },
      {
        engine: "records the failure of a wait for a callback that has succeeded",
        case: submitted,
        edits: [changeUpdate("approval", "SUCCEED", { action: "FAIL", error: ANOTHER })],
        reason: "closed-otherwise",
        rule: "recorded-without-cause",
      },
      {
        engine: "closes a child while its function runs",
        case: nested,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "order", action: "START" },
            requested(contextUpdate("order", "SUCCEED", { payload: "{}" })),
          ),
        ],
        reason: "closed-otherwise",
        rule: "recorded-without-cause",
      },
      {
        engine: "closes a batch of which a branch runs that it needs",
        case: fan,
        edits: [endWith(firstEnded, requested(contextUpdate("fan", "SUCCEED")))],
        reason: "closed-otherwise",
        rule: "recorded-without-cause",
      },
    ],
    allowed: [
      {
        engine: "leaves a large result out, to be made again",
        case: caseOf([{ ...child, padding: 270_000 }]),
        edits: [],
        verdict: "holds",
      },
      {
        engine: "records the failure of what has failed",
        case: caseOf([{ ...child, operations: [step("charge", THROWS)] }]),
        edits: [],
        verdict: "holds",
      },
    ],
  },
  {
    property: "batches-end-when-they-should",
    right: enough,
    wrong: [
      {
        engine: "gives a batch before enough of its branches have ended",
        case: fan,
        edits: [
          endWith(firstEnded, {
            ...given,
            outcome: picture("MIN_SUCCESSFUL_REACHED", FIRST, STARTED, STARTED),
          }),
        ],
        reason: "another-reason",
        rule: "resolved-to-something-else",
      },
      {
        engine: "names another reason for its end",
        case: fan,
        edits: [change(given, { outcome: picture("MIN_SUCCESSFUL_REACHED", FIRST, SECOND) })],
        reason: "another-reason",
        rule: "resolved-to-something-else",
      },
      {
        engine: "waits for a branch that it does not need",
        case: enough,
        edits: [asIn(caseOf([{ ...fanOut, branches: long }]))],
        reason: "waited-for-more",
        rule: undefined,
      },
      {
        engine: "waits for a branch that it does not need, of those that have no record",
        case: caseOf([{ ...enoughOfThree, nesting: "FLAT" }]),
        edits: [asIn(caseOf([{ ...enoughOfThree, nesting: "FLAT", completion: allOfThree }]))],
        reason: "waited-for-more",
        rule: undefined,
      },
      {
        engine: "waits for a branch that it does not need after one that has failed",
        case: caseOf([enoughOfThree]),
        edits: [asIn(caseOf([{ ...enoughOfThree, completion: allOfThree }]))],
        reason: "waited-for-more",
        rule: undefined,
      },
      {
        engine: "starts a branch that it does not need",
        case: caseOf([{ ...enoughOfThree, maxConcurrency: 2 }]),
        edits: [endWith(secondEnded, branchStarted("fan-2", 101 + SETTLE))],
        reason: "branch-too-many",
        rule: "body-ran-without-call",
      },
    ],
    allowed: [
      {
        engine: "starts a branch before it has settled that it has enough",
        case: caseOf([{ ...enoughOfThree, maxConcurrency: 2 }]),
        edits: [endWith(secondEnded, branchStarted("fan-2", 100 + SETTLE))],
        verdict: "unknown",
      },
      {
        engine: "waits for what it needs when one branch has failed",
        case: caseOf([{ ...enoughOfThree, completion: allOfThree }]),
        edits: [],
        verdict: "holds",
      },
    ],
  },
  {
    property: "batches-picture-their-branches",
    right: fan,
    wrong: [
      {
        engine: "gives an item another value than its branch returned",
        case: fan,
        edits: [change(given, { outcome: picture("ALL_COMPLETED", FIRST, FIRST) })],
        reason: "another-picture",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives items that it has no branches for",
        case: fan,
        edits: [change(given, { outcome: picture("ALL_COMPLETED", FIRST, SECOND, FIRST) })],
        reason: "another-picture",
        rule: "resolved-to-something-else",
      },
      {
        engine: "says of a branch that was never started that it was",
        case: firstOnly,
        edits: [
          endWith(
            { kind: "body-finished", operation: "fan-0" },
            {
              ...given,
              outcome: picture("MIN_SUCCESSFUL_REACHED", FIRST, STARTED, STARTED),
            },
          ),
        ],
        reason: "another-picture",
        rule: "resolved-to-something-else",
      },
      {
        engine: "says of a branch that runs how it has ended",
        case: fan,
        edits: [
          endWith(firstEnded, { ...given, outcome: picture("ALL_COMPLETED", FIRST, SECOND) }),
        ],
        reason: "another-picture",
        rule: "resolved-to-something-else",
      },
      {
        engine: "gives an item another value on replay, when the log has it",
        case: replayed,
        edits: [change({ ...given, nth: 2 }, { outcome: picture("ALL_COMPLETED", FIRST, FIRST) })],
        reason: "another-picture",
        rule: "resolved-to-something-else",
      },
      {
        engine: "says of a branch that returned that it has failed",
        case: fan,
        edits: [
          change(given, {
            outcome: picture("ALL_COMPLETED", FIRST, { ...SECOND, status: "FAILED" }),
          }),
        ],
        reason: "another-picture",
        rule: "resolved-to-something-else",
      },
      ...[
        { status: "FAILED" },
        { ...FAILED, status: "SUCCEEDED" },
        { ...FAILED, error: ANOTHER },
      ].map((item) => ({
        engine: `gives a branch that has failed as ${JSON.stringify(item)}`,
        case: failing,
        edits: [change(given, { outcome: picture("FAILURE_TOLERANCE_EXCEEDED", item) })],
        reason: "another-picture",
        rule: "resolved-to-something-else" as const,
      })),
      {
        engine: "throws because of a branch",
        case: fan,
        edits: [
          change(given, { outcome: { kind: "threw", error: { name: "Error", message: "no" } } }),
        ],
        reason: "another-picture",
        rule: "resolved-to-something-else",
      },
    ],
  },
  {
    property: "branches-within-their-concurrency",
    right: oneAtATime,
    wrong: [
      {
        engine: "runs two branches where it may run one",
        case: oneAtATime,
        edits: [
          insertAfter(
            { kind: "body-entered", operation: "fan-0" },
            { kind: "body-entered", operation: "fan-1", run: 1 },
          ),
        ],
        reason: "too-many",
        rule: "too-many-branches",
      },
    ],
    allowed: [
      {
        engine: "runs a branch of a batch that is in a branch of another",
        case: caseOf([
          {
            ...fanOut,
            name: "outer",
            maxConcurrency: 1,
            branches: [{ operations: [fanOut] }, { operations: [step("third")] }],
          },
        ]),
        edits: [],
        verdict: "holds",
      },
    ],
  },
  {
    property: "nothing-recorded-below-an-ended-context",
    right: nested,
    wrong: [
      {
        engine: "records something of a child that has ended",
        case: nested,
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "order", action: "SUCCEED" },
            requested(stepUpdate("charge", "START")),
          ),
        ],
        reason: "update-below",
        rule: "recorded-under-an-ended-context",
      },
      {
        engine: "records something of a child that has ended in an earlier invocation",
        case: caseOf([child, step("ship", takes(5_000))], [insideBody("ship")]),
        edits: [
          endWith(
            { kind: "operation-called", operation: "order", nth: 2 },
            requested(stepUpdate("charge", "START")),
          ),
        ],
        reason: "update-below",
        rule: "recorded-under-an-ended-context",
      },
      {
        engine: "records something of a child in the same call after its end",
        case: caseOf([{ ...child, operations: [step("charge"), aside] }]),
        edits: [
          endWith(
            { kind: "body-finished", operation: "order" },
            requested(
              contextUpdate("order", "SUCCEED", { payload: '{"charge":"charge#1"}' }),
              stepUpdate("aside", "START"),
            ),
          ),
        ],
        reason: "update-below",
        rule: "recorded-under-an-ended-context",
      },
      {
        engine: "records something of a child in a child that has ended",
        case: caseOf([{ ...child, name: "outer", operations: [child] }]),
        edits: [
          endWith(
            { kind: "checkpoint-replied", operation: "outer", action: "SUCCEED" },
            requested(stepUpdate("charge", "START")),
          ),
        ],
        reason: "update-below",
        rule: "recorded-under-an-ended-context",
      },
    ],
    allowed: [
      {
        engine: "records something of a child in the same call before its end",
        case: caseOf([{ ...child, operations: [step("charge"), aside] }]),
        edits: [
          endWith(
            { kind: "body-finished", operation: "order" },
            requested(
              stepUpdate("aside", "START"),
              contextUpdate("order", "SUCCEED", { payload: '{"charge":"charge#1"}' }),
            ),
          ),
        ],
        verdict: "holds",
      },
      {
        engine: "goes on with a child whose end was lost on its way",
        case: caseOf(
          [child],
          [{ edge: "checkpoint-requested", operation: "order", action: "SUCCEED", occurrence: 1 }],
        ),
        edits: [
          insertAfter(
            { kind: "operation-called", operation: "charge", nth: 2 },
            requested(stepUpdate("charge", "START")),
          ),
        ],
        verdict: "holds",
      },
    ],
  },
];
