/**
 * Each guarantee holds for a right history that exercises it, and is broken, for the expected
 * reason, by each of its wrong histories; the model refuses those too, by the expected rule, but for
 * what it leaves to the guarantees.
 */
import { describe, expect, test } from "vitest";
import { awsGuarantees } from "../model/guarantees.ts";
import { GUARANTEES } from "../properties/all.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { judge, type Property } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { EXAMPLES } from "./examples/all.ts";
import { editedStory, rightStory } from "./examples/example.ts";
import { caseOf } from "./small-cases.ts";

test("every guarantee has one example, with a wrong history", () => {
  const ids = EXAMPLES.map(({ property }) => property);
  // test/crash-free-run.test.ts has that of two runs.
  const about = GUARANTEES.filter(({ usesCrashFreeRun }) => usesCrashFreeRun === undefined);
  expect(ids.toSorted()).toEqual(about.map(({ id }) => id).toSorted());
  for (const { property, wrong } of EXAMPLES) expect(wrong.length, property).toBeGreaterThan(0);
});

test("of a run in which nothing happened no guarantee says that it holds", () => {
  const nothing = { ...caseOf([]), workflow: { operations: [] } };
  const story = readStory(nothing, awsGuarantees, []);
  for (const each of GUARANTEES)
    expect([each.id, judge(each, story).kind]).toEqual([each.id, "unknown"]);
});

describe.each(EXAMPLES)("$property", ({ property: id, right, wrong, allowed = [] }) => {
  const property = GUARANTEES.find((each) => each.id === id) as Property;

  test("holds for a right history", () => {
    const story = rightStory(right);
    expect(judge(property, story)).toEqual({ kind: "holds" });
    expect(walkModel(story)).toMatchObject({ kind: "accepted" });
  });

  test.each(wrong)("is broken by an engine that $engine", (example) => {
    const story = editedStory(example);
    expect(judge(property, story)).toMatchObject({ kind: "broken", reason: example.reason });
    const walk = walkModel(story);
    expect(walk.kind === "refused" ? walk.refusal.rule : undefined).toBe(example.rule);
  });

  test.each(allowed)("has nothing against an engine that $engine", (example) => {
    expect(judge(property, editedStory(example)).kind).toBe(example.verdict);
  });

  test.each(wrong)("holds before the edits that make an engine that $engine", (example) => {
    const story = rightStory(example.case);
    expect(judge(property, story).kind).not.toBe("broken");
  });
});

test("the words of all of them are as they were: people read them", async () => {
  const words = EXAMPLES.map(({ property: id, wrong }) => {
    const { check, ...said } = GUARANTEES.find((each) => each.id === id) as Property;
    const broken = wrong.map((example) => [example.engine, check(editedStory(example))]);
    return { ...said, broken };
  });
  const file = "golden/what-guarantees-say.json";
  await expect(`${JSON.stringify(words, null, 1)}\n`).toMatchFileSnapshot(file);
});

test("right histories exercise the guarantees that they did", async () => {
  const exercised = EXAMPLES.map(({ property, right }) => {
    const story = rightStory(right);
    return [
      property,
      GUARANTEES.flatMap((each) => (judge(each, story).kind === "holds" ? each.id : [])),
    ];
  });
  const file = "golden/what-right-histories-exercise.json";
  const text = `${JSON.stringify(Object.fromEntries(exercised), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot(file);
});
