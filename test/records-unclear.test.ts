/** Records that leave much open, and what a batch says of its branches. */
import { describe, expect, test } from "vitest";
import { batchDisagreement } from "../model/recorded/batch.ts";
import type { OperationEnded, RecordedEvent, RecordedHistory } from "../model/recorded/event.ts";
import { judgeRecord } from "../model/recorded/judge.ts";
import { BEFORE, type RecordedOperation, type RecordedState } from "../model/recorded/state.ts";

test("a record of nothing is unknown", () => {
  expect(judgeRecord([])).toEqual({ kind: "unknown", missing: ["events: the record is empty"] });
});

/** Steps that failed, of which is not told whether they are tried again. */
function openSteps(count: number): RecordedHistory {
  const events: Omit<RecordedEvent, "number" | "at">[] = [{ kind: "execution-started" }];
  for (let index = 0; index < count; index += 1) {
    const id = `step-${index}`;
    const step = { of: "step", id, name: id, parent: undefined, subtype: "Step" } as const;
    const ended = { status: "FAILED", attempt: 1, retry: undefined, result: undefined } as const;
    events.push(Object.assign({ kind: "operation-ended" } as const, step, ended));
  }
  return events.map((event, index) => ({ ...event, number: index + 1, at: 0 }) as RecordedEvent);
}

test("a record that leaves open too much to follow is unknown", () => {
  expect(judgeRecord(openSteps(10)).kind).toBe("holds");
  const missing = ["too many possible states to follow"];
  expect(judgeRecord(openSteps(15))).toEqual({ kind: "unknown", missing });
});

describe("what a batch says of its branches", () => {
  const branch: RecordedOperation = {
    of: "context",
    subtype: "ParallelBranch",
    name: undefined,
    parent: "batch",
    status: "SUCCEEDED",
    attempt: 1,
    dueAt: undefined,
  };

  /** With branches of these statuses, and what is none of its branches. */
  function said(statuses: readonly RecordedOperation["status"][], ended: Partial<OperationEnded>) {
    const branches = statuses.map((status, index) => [`${index}`, { ...branch, status }] as const);
    const others = [
      ["other", { ...branch, parent: "another", status: "STARTED" }],
      ["inside", { ...branch, subtype: "RunInChildContext", status: "STARTED" }],
    ] as const;
    const operations = new Map<string, RecordedOperation>([...others, ...branches]);
    const state: RecordedState = { ...BEFORE, operations };
    const event: OperationEnded = {
      kind: "operation-ended",
      number: 9,
      at: 0,
      of: "context",
      id: "batch",
      parent: undefined,
      name: "batch",
      subtype: "Parallel",
      status: "SUCCEEDED",
      attempt: undefined,
      retry: undefined,
      result: undefined,
      ...ended,
    };
    return batchDisagreement(state, event);
  }

  function result(completionReason: unknown, ...statuses: readonly unknown[]): string {
    const all = statuses.map((status, index) => ({ index, status }));
    return JSON.stringify({ all, completionReason });
  }

  const both = ["SUCCEEDED", "FAILED"] as const;

  test.each(["Parallel", "Map"])("of a %s is what was recorded of them", (subtype) => {
    expect(said(both, { subtype, result: result("ALL_COMPLETED", ...both) })).toBeUndefined();
    expect(said(both, { subtype, result: result("ALL_COMPLETED", "FAILED", "FAILED") })).toBe(
      "branch 0 to be recorded as FAILED, as the result says",
    );
  });

  test("of iterations as of branches", () => {
    const map = { subtype: "Map", result: result("ALL_COMPLETED", "FAILED") };
    expect(said(["SUCCEEDED"], map)).toBeDefined();
  });

  test("that were started may have become anything, and one that is not there nothing", () => {
    const early = result("MIN_SUCCESSFUL_REACHED", "SUCCEEDED", "STARTED");
    expect(said(["SUCCEEDED", "STARTED"], { result: early })).toBeUndefined();
    expect(said(["SUCCEEDED"], { result: result("ALL_COMPLETED", "SUCCEEDED", "FAILED") })).toBe(
      "branch 1 to be recorded as FAILED, as the result says",
    );
  });

  test.each(["STARTED", "PENDING"] as const)("can't be that all ended, with one %s", (status) => {
    const all = result("ALL_COMPLETED", "SUCCEEDED");
    expect(said(["SUCCEEDED", status], { result: all })).toBe("every branch to have ended");
    const enough = result("MIN_SUCCESSFUL_REACHED", "SUCCEEDED");
    expect(said(["SUCCEEDED", status], { result: enough })).toBeUndefined();
  });

  test.each([
    ["nothing", undefined],
    ["no JSON", "{"],
    ["no list of branches", JSON.stringify({ all: "all", completionReason: "ALL_COMPLETED" })],
    ["no reason", result(undefined, "FAILED")],
    ["a status that is none", result("ALL_COMPLETED", "FAILED", 3)],
    ["no number of a branch", '{"all":[{"status":"FAILED"}],"completionReason":"ALL_COMPLETED"}'],
    ["nothing in a place", '{"all":[null],"completionReason":"ALL_COMPLETED"}'],
  ])("can't be read from %s", (_, written) => {
    expect(said(["SUCCEEDED"], written === undefined ? {} : { result: written })).toBeUndefined();
  });

  test("is of no other context, and of no flat batch", () => {
    const wrong = result("ALL_COMPLETED", "FAILED");
    expect(said(["SUCCEEDED"], { subtype: "RunInChildContext", result: wrong })).toBeUndefined();
    expect(said(["SUCCEEDED"], { of: "step", result: wrong })).toBeUndefined();
    expect(said([], { result: wrong })).toBeUndefined();
  });
});
