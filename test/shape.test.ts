/** When two minimal cases count as the same: whatever they are called, and about how long they take. */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { ingredientsOf, shapeOf } from "../properties/shape.ts";
import { candidatesOf } from "../properties/shrink/candidates.ts";
import { caseOf, insideBody, ONCE, step, wait, whenResolved } from "./small-cases.ts";

const interrupted = caseOf([step("charge", ONCE), wait("settle", 5)], [insideBody("charge")]);

test("names do not matter, but which operation is meant does", () => {
  const other = caseOf([step("ship", ONCE), wait("pause", 5)], [insideBody("ship")]);
  const later = caseOf([step("ship", ONCE), wait("pause", 5)], [whenResolved("pause")]);
  expect(shapeOf(other)).toBe(shapeOf(interrupted));
  expect(shapeOf(later)).not.toBe(shapeOf(interrupted));
});

test("a name that is also a word of the format changes nothing else", () => {
  const odd = caseOf([step("return", ONCE), wait("throw", 5)], [insideBody("return")]);
  expect(shapeOf(odd)).toBe(shapeOf(interrupted));
});

test("of numbers the order of magnitude counts", () => {
  const padded = (padding: number) => shapeOf(caseOf([step("charge", { padding })]));
  expect(padded(262_000)).toBe(padded(270_000));
  expect(padded(262_000)).not.toBe(padded(6_500_000));
  expect(padded(262_000)).not.toBe(shapeOf(caseOf([step("charge")])));
});

test("the order in which interruptions are listed does not matter, how many there are does", () => {
  const strikes = [insideBody("charge"), whenResolved("settle")];
  const operations = interrupted.workflow.operations;
  const both = caseOf(operations, strikes);
  expect(shapeOf(caseOf(operations, strikes.toReversed()))).toBe(shapeOf(both));
  expect(shapeOf(both)).not.toBe(shapeOf(interrupted));
});

test("the order of keys does not matter", () => {
  const { workflow, limits, schedule, ...rest } = interrupted;
  const turned = { ...rest, schedule, limits, workflow } as Case;
  const reversed = JSON.parse(
    JSON.stringify(turned, (_, value) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value,
    ),
  );
  expect(shapeOf(reversed)).toBe(shapeOf(interrupted));
});

test("what shrinking takes away is nearly always part of the shape", () => {
  let same = 0;
  let all = 0;
  for (const case_ of drawBatch(5, 1, 100, "all")) {
    for (const candidate of candidatesOf(case_)) {
      all += 1;
      if (shapeOf(candidate.case) !== shapeOf(case_)) continue;
      // Only a number that got smaller within its order of magnitude.
      expect(candidate.removed).toMatch(/^(length|runs|retries|polls|delay|lateness) of /);
      same += 1;
    }
  }
  expect(same).toBeGreaterThan(0);
  expect(same / all).toBeLessThan(0.2);
});

test("ingredients are what is not plain", () => {
  const plain = ingredientsOf(caseOf([step("charge")]));
  const once = ingredientsOf(interrupted);
  expect([...plain]).not.toContain("step.semantics=AtLeastOncePerRetry");
  expect([...once]).toEqual(
    expect.arrayContaining(["step.semantics=AtMostOncePerRetry", "wait.kind=wait"]),
  );
  const { workflow } = caseOf([
    { kind: "child", name: "inner", operations: interrupted.workflow.operations, onError: "throw" },
  ]);
  const nested = ingredientsOf({ ...interrupted, workflow });
  expect([...once].filter((each) => !nested.has(each))).toEqual([]);
  expect(nested.has("child.kind=child")).toBe(true);
});
