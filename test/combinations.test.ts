/** What met what is counted where it met, and every ingredient comes up in what is drawn. */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import type { Operation } from "../model/workflow.ts";
import { addCombinations, COMBINATION_TABLES, combinationKey } from "../properties/combinations.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { SCHEDULE_INGREDIENTS, WORKFLOW_INGREDIENTS } from "../properties/ingredients.ts";
import { readStory } from "../properties/story.ts";
import { caseOf, insideBody, ONCE, step, wait } from "./small-cases.ts";

function storyOf(case_: Case) {
  return readStory(case_, awsGuarantees, simulate(case_, awsGuarantees));
}

function countsOf(case_: Case): Record<string, number> {
  const counts: Record<string, number> = {};
  addCombinations(counts, storyOf(case_));
  return counts;
}

test("an interruption is counted with the operation and the edge that it struck", () => {
  const counts = countsOf(caseOf([step("charge", ONCE)], [insideBody("charge")]));
  expect(counts[combinationKey(0, "step", "body-entered")]).toBe(1);
  expect(counts[combinationKey(2, "at most once, no retry", "crash")]).toBe(1);
  expect(counts[combinationKey(2, "early completion", "crash")]).toBeUndefined();
});

test("a call that goes wrong is counted with each update that it carries", () => {
  const plain = caseOf([step("charge")]);
  const fault = {
    fault: "throttled",
    operation: "charge",
    action: "SUCCEED",
    occurrence: 1,
  } as const;
  const counts = countsOf({ ...plain, schedule: { interruptions: [], faults: [fault] } });
  expect(counts[combinationKey(1, "step SUCCEED", "throttled")]).toBe(1);
  expect(counts[combinationKey(1, "step SUCCEED", "denied")]).toBeUndefined();
});

test("a plain case has none of the ingredients", () => {
  const plain = caseOf([step("charge"), wait("pause", 1)]);
  expect(WORKFLOW_INGREDIENTS.filter(({ isIn }) => isIn(plain))).toEqual([]);
  const came = SCHEDULE_INGREDIENTS.filter(({ cameIn }) => cameIn(storyOf(plain)));
  expect(came.map(({ id }) => id)).toEqual(["several invocations"]);
});

test.each<readonly [string, Operation]>([
  ["empty collection", { kind: "parallel", name: "fan", branches: [] }],
  ["empty collection", { kind: "any", name: "first", operations: [], onError: "catch" }],
  [
    "context without operations",
    { kind: "child", name: "aside", operations: [], onError: "throw" },
  ],
  ["context without operations", { kind: "map", name: "fan", branches: [{ operations: [] }] }],
])("%s is told of what is empty", (ingredient, operation) => {
  const has = WORKFLOW_INGREDIENTS.filter(({ isIn }) => isIn(caseOf([operation])));
  expect(has.map(({ id }) => id)).toContain(ingredient);
  const empty = has.filter(({ id }) => id === "empty collection" || id.startsWith("context"));
  expect(empty).toHaveLength(1);
});

test("every ingredient is drawn and comes to pass, and only possible pairs are counted", () => {
  const seen = new Set<string>();
  const counts: Record<string, number> = {};
  for (let batch = 0; batch < 60; batch += 1) {
    for (const case_ of drawBatch(11, batch, 25, "all")) {
      const story = storyOf(case_);
      addCombinations(counts, story);
      for (const { id, isIn } of WORKFLOW_INGREDIENTS) if (isIn(case_)) seen.add(id);
      for (const { id, cameIn } of SCHEDULE_INGREDIENTS) if (cameIn(story)) seen.add(id);
    }
  }
  // One in a thousand: too rare for so few.
  const large = { ...caseOf([step("charge")]), workflow: { operations: [], padding: 6_500_000 } };
  for (const { id, isIn } of WORKFLOW_INGREDIENTS) if (isIn(large)) seen.add(id);
  const all = [...WORKFLOW_INGREDIENTS, ...SCHEDULE_INGREDIENTS].map(({ id }) => id);
  expect([...seen].toSorted()).toEqual(all.toSorted());
  const possible = new Set(
    COMBINATION_TABLES.flatMap(({ rows }, table) =>
      rows.flatMap(({ row, columns }) =>
        columns.map((column) => combinationKey(table, row, column)),
      ),
    ),
  );
  expect(Object.keys(counts).filter((key) => !possible.has(key))).toEqual([]);
});

test("what can meet what", async () => {
  const text = `${JSON.stringify(COMBINATION_TABLES, null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("golden/what-can-meet-what.json");
});
