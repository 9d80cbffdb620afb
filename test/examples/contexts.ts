/** Contexts and batches: what they run, what they give and how they end. */
import type { Outcome, Update } from "../../model/history.ts";
import type { Batch, Child } from "../../model/workflow.ts";
import { change, changeUpdate, endWith, insertAfter } from "../history-editor.ts";
import { caseOf, step, takes } from "../small-cases.ts";
import { type Example, requested, stepUpdate } from "./example.ts";

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
/** Where the batch is given. */
const given = { kind: "operation-resolved", operation: "fan" } as const;
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
            outcome: picture("MIN_SUCCESSFUL_REACHED", FIRST, { status: "STARTED" }),
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
    ],
  },
];
