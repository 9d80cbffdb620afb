/** The table says of each invocation what its events say. */
import { expect, test } from "vitest";
import type { History } from "../model/history.ts";
import { tabulate } from "../reports/scenario-table.ts";

const retry = { operation: "charge", type: "STEP", action: "RETRY", delaySeconds: 1 } as const;
const other = { ...retry, operation: "ship" } as const;

const history: History = [
  { kind: "invocation-started", at: 0, invocation: 1 },
  { kind: "body-entered", at: 0, operation: "ship", run: 1 },
  { kind: "checkpoint-requested", at: 0, updates: [other] },
  { kind: "checkpoint-recorded", at: 0, updates: [other] },
  { kind: "interrupted", at: 0, why: "scheduled" },
  { kind: "invocation-started", at: 1, invocation: 2 },
  { kind: "body-entered", at: 1, operation: "charge", run: 1 },
  { kind: "checkpoint-requested", at: 1, updates: [retry] },
  { kind: "checkpoint-recorded", at: 1, updates: [retry] },
  { kind: "invocation-answered", at: 1, answer: { kind: "PENDING" } },
  { kind: "answer-accepted", at: 1, answer: { kind: "PENDING" } },
  { kind: "invocation-started", at: 1_001, invocation: 3 },
  { kind: "interrupted", at: 61_001, why: "invocation-timeout" },
];

test("a row for each invocation, about the one step that is asked for", () => {
  expect(tabulate(history, "charge")).toEqual({
    rows: [
      { invocation: 1, attempt: 1, bodyRan: false, asked: "no", ended: "crash" },
      { invocation: 2, attempt: 1, bodyRan: true, asked: "retry", ended: "PENDING" },
      { invocation: 3, attempt: 2, bodyRan: false, asked: "no", ended: "timeout" },
    ],
    status: "RUNNING",
    starts: { ship: 1, charge: 1 },
  });
});

test("a step that fails: its strategy said stop", () => {
  const fail = { ...retry, action: "FAIL" } as const;
  const { rows } = tabulate(
    [
      { kind: "invocation-started", at: 0, invocation: 1 },
      { kind: "checkpoint-requested", at: 0, updates: [fail] },
      { kind: "answer-accepted", at: 0, answer: { kind: "SUCCEEDED" } },
    ],
    "charge",
  );
  expect(rows).toEqual([
    { invocation: 1, attempt: 1, bodyRan: false, asked: "stop", ended: "SUCCEEDED" },
  ]);
});
