/**
 * Each guarantee holds for a right history that exercises it, and is broken, for the expected
 * reason, by each of its wrong histories; the model refuses those too, by the expected rule.
 */
import { describe, expect, test } from "vitest";
import { GUARANTEES } from "../properties/all.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { judge, type Property } from "../properties/property.ts";
import { EXAMPLES } from "./examples/all.ts";
import { rightStory, wrongStory } from "./examples/example.ts";

test("every guarantee has one example, with a wrong history", () => {
  const ids = EXAMPLES.map(({ property }) => property);
  // test/crash-free-run.test.ts has that of two runs.
  const about = GUARANTEES.filter(({ usesCrashFreeRun }) => usesCrashFreeRun === undefined);
  expect(ids.toSorted()).toEqual(about.map(({ id }) => id).toSorted());
  for (const { property, wrong } of EXAMPLES) expect(wrong.length, property).toBeGreaterThan(0);
});

describe.each(EXAMPLES)("$property", ({ property: id, right, wrong }) => {
  const property = GUARANTEES.find((each) => each.id === id) as Property;

  test("holds for a right history", () => {
    const story = rightStory(right);
    expect(judge(property, story)).toEqual({ kind: "holds" });
    expect(walkModel(story)).toMatchObject({ kind: "accepted" });
  });

  test.each(wrong)("is broken by an engine that $engine", (example) => {
    const story = wrongStory(example);
    expect(judge(property, story)).toMatchObject({ kind: "broken", reason: example.reason });
    expect(walkModel(story)).toMatchObject({ kind: "refused", refusal: { rule: example.rule } });
  });

  test.each(wrong)("holds before the edits that make an engine that $engine", (example) => {
    const story = rightStory(example.case);
    expect(judge(property, story).kind).not.toBe("broken");
  });
});
