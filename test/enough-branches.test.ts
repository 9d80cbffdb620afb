/** How many branches are enough for a batch to end, and how many failures are too many. */
import { expect, test } from "vitest";
import type { Completion } from "../model/workflow.ts";
import { isEnoughOf, isTooMany } from "../properties/ended.ts";

/** Of ten branches so many have succeeded and failed, and that is enough, and too much failure. */
const TABLE: readonly (readonly [
  completion: Completion,
  succeeded: number,
  failed: number,
  isEnough: boolean,
  isTooMuch: boolean,
])[] = [
  [{}, 9, 0, false, false],
  [{}, 10, 0, true, false],
  [{}, 0, 1, true, true],
  [{ minSuccessful: 2 }, 1, 8, false, false],
  [{ minSuccessful: 2 }, 2, 0, true, false],
  [{ minSuccessful: 2 }, 1, 9, true, false],
  [{ minSuccessful: 0 }, 0, 0, true, false],
  [{ toleratedFailureCount: 0 }, 5, 0, false, false],
  [{ toleratedFailureCount: 0 }, 5, 1, true, true],
  [{ toleratedFailureCount: 3 }, 0, 3, false, false],
  [{ toleratedFailureCount: 3 }, 0, 4, true, true],
  [{ toleratedFailurePercentage: 40 }, 0, 4, false, false],
  [{ toleratedFailurePercentage: 40 }, 0, 5, true, true],
  [{ toleratedFailurePercentage: 100 }, 0, 10, true, false],
  [{ minSuccessful: 2, toleratedFailureCount: 1 }, 1, 1, false, false],
  [{ minSuccessful: 2, toleratedFailureCount: 1 }, 1, 2, true, true],
  [{ minSuccessful: 2, toleratedFailureCount: 1 }, 2, 1, true, false],
];

test.each(TABLE)("%j with %d successes and %d failures of ten", (completion, ...row) => {
  const [succeeded, failed, isEnough, isTooMuch] = row;
  const counts = { succeeded, failed, total: 10 };
  expect(isEnoughOf(completion, counts)).toBe(isEnough);
  expect(isTooMany(completion, counts)).toBe(isTooMuch);
});
