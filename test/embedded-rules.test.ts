/** The decisions of the embedded engine one by one, and the delays of its retry strategies. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { OperationStatus, WireOperation } from "../impl/backend/wire.ts";
import { backoff, DEFAULT_STRATEGY } from "../impl/embedded/retry.ts";
import { RULES } from "../impl/embedded/rules.ts";
import type { Strategy } from "../impl/engine.ts";
import type { HelperRetry } from "../model/retry.ts";
import type { Completion } from "../model/workflow.ts";

test.each<[OperationStatus | undefined, string, string]>([
  [undefined, "start", "start"],
  ["READY", "start", "start"],
  ["STARTED", "run", "ask-about-interruption"],
  ["PENDING", "wait", "wait"],
  ["SUCCEEDED", "give", "give"],
  ["FAILED", "give", "give"],
])("a step of status %s: at least once %s, at most once %s", (status, atLeastOnce, atMostOnce) => {
  expect(RULES.nextMove(status, "AtLeastOncePerRetry")).toBe(atLeastOnce);
  expect(RULES.nextMove(status, "AtMostOncePerRetry")).toBe(atMostOnce);
});

test("the attempt under way is one more than those that have ended", () => {
  const entry = { Id: "1", Type: "STEP", Status: "READY" } satisfies WireOperation;
  expect(RULES.attemptOf(undefined)).toBe(1);
  expect(RULES.attemptOf(entry)).toBe(1);
  expect(RULES.attemptOf({ ...entry, StepDetails: {} })).toBe(1);
  expect(RULES.attemptOf({ ...entry, StepDetails: { Attempt: 2 } })).toBe(3);
});

test("only at most once is write-ahead", () => {
  expect(RULES.isWriteAhead("AtMostOncePerRetry")).toBe(true);
  expect(RULES.isWriteAhead("AtLeastOncePerRetry")).toBe(false);
});

test("an invocation suspends, and an operation is recorded, only where it may", () => {
  for (const userCode of [true, false]) {
    for (const updates of [true, false]) {
      expect(RULES.canSuspend({ userCode, updates })).toBe(!(userCode || updates));
    }
    expect(RULES.mayRecord(userCode)).toBe(userCode);
  }
});

const EXCEEDED = "FAILURE_TOLERANCE_EXCEEDED";
const ENOUGH = "MIN_SUCCESSFUL_REACHED";
const ALL = "ALL_COMPLETED";

test.each<[Completion | undefined, number, number, string | undefined]>([
  // Without a criterion the first failure is one too many.
  [undefined, 3, 0, undefined],
  [undefined, 4, 0, ALL],
  [undefined, 0, 1, EXCEEDED],
  [{}, 0, 1, EXCEEDED],
  // With a criterion that is not about failures they are all tolerated.
  [{ minSuccessful: 2 }, 1, 2, undefined],
  [{ minSuccessful: 2 }, 1, 3, ALL],
  [{ minSuccessful: 2 }, 2, 1, ENOUGH],
  [{ minSuccessful: 2 }, 3, 0, ENOUGH],
  [{ minSuccessful: 0 }, 0, 0, ENOUGH],
  [{ toleratedFailureCount: 1 }, 2, 1, undefined],
  [{ toleratedFailureCount: 1 }, 3, 1, ALL],
  [{ toleratedFailureCount: 1 }, 0, 2, EXCEEDED],
  [{ toleratedFailureCount: 0 }, 0, 1, EXCEEDED],
  [{ toleratedFailurePercentage: 50 }, 0, 2, undefined],
  [{ toleratedFailurePercentage: 50 }, 2, 2, ALL],
  [{ toleratedFailurePercentage: 50 }, 0, 3, EXCEEDED],
  [{ toleratedFailurePercentage: 0 }, 0, 1, EXCEEDED],
  [{ minSuccessful: 1, toleratedFailureCount: 1 }, 1, 2, EXCEEDED],
  [{ minSuccessful: 4, toleratedFailurePercentage: 100 }, 3, 0, undefined],
])(
  "a batch of four with %o, %i succeeded and %i failed: %s",
  (completion, succeeded, failed, end) => {
    expect(RULES.batchEnd(completion, { succeeded, failed, total: 4 })).toBe(end);
  },
);

/** The delays up to the end, at most ten. */
function delaysOf(strategy: Strategy): readonly (number | undefined)[] {
  const delays: (number | undefined)[] = [];
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const answer = strategy(new Error("declined"), attempt);
    if (answer.kind === "stop") break;
    delays.push(answer.delaySeconds);
  }
  return delays;
}

describe("retry strategies", () => {
  afterEach(() => vi.restoreAllMocks());

  test.each<[HelperRetry, readonly number[]]>([
    [{ policy: "exponential", jitter: "NONE" }, [5, 10]],
    [
      { policy: "exponential", jitter: "NONE", attempts: 5, initialSeconds: 2, rate: 3 },
      [2, 6, 18, 54],
    ],
    [{ policy: "exponential", jitter: "NONE", attempts: 8 }, [5, 10, 20, 40, 80, 160, 300]],
    [{ policy: "exponential", jitter: "NONE", attempts: 4, maximumSeconds: 8 }, [5, 8, 8]],
    [{ policy: "linear", jitter: "NONE" }, [1, 2, 3, 4, 5]],
    [
      { policy: "linear", jitter: "NONE", attempts: 4, initialSeconds: 2, incrementSeconds: 3 },
      [2, 5, 8],
    ],
  ])("%o", (policy, delays) => {
    expect(delaysOf(backoff(policy))).toEqual(delays);
  });

  test.each<[HelperRetry["jitter"], number, number]>([
    ["FULL", 0, 1],
    ["FULL", 0.5, 50],
    ["FULL", 0.999, 100],
    ["HALF", 0, 50],
    ["HALF", 0.5, 75],
    ["HALF", 0.999, 100],
    ["NONE", 0, 100],
    [undefined, 0.5, 50],
  ])("with jitter %s and chance %d a delay of 100 s is one of %i s", (jitter, chance, delay) => {
    vi.spyOn(Math, "random").mockReturnValue(chance);
    const policy = { policy: "exponential", attempts: 2, initialSeconds: 100 } as const;
    expect(delaysOf(backoff(jitter === undefined ? policy : { ...policy, jitter }))).toEqual([
      delay,
    ]);
  });

  test("the one of steps that name none makes six attempts, a minute apart at most", () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    expect(delaysOf(DEFAULT_STRATEGY)).toEqual([5, 10, 20, 40, 60]);
  });
});
