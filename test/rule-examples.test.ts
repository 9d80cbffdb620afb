/** Each rule of the model about engines has a wrong history that a guarantee sees as well. */
import { describe, expect, test } from "vitest";
import { GUARANTEES } from "../properties/all.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { EXAMPLES } from "./examples/all.ts";
import { editedStory } from "./examples/example.ts";
import { NOT_THE_ENGINES, rulesAboutEngines, rulesOfTheModel } from "./rules.ts";

const wrongHistories = EXAMPLES.flatMap(({ wrong }) => wrong);

test("the rules are read from the model", () => {
  expect(rulesOfTheModel()).toEqual(expect.arrayContaining(NOT_THE_ENGINES));
  expect(rulesOfTheModel().length).toBeGreaterThan(20);
});

describe.each(rulesAboutEngines())("%s", (rule) => {
  const examples = wrongHistories.filter((each) => each.rule === rule);

  test("has an example", () => {
    expect(examples).not.toEqual([]);
  });

  test.each(examples)("and a guarantee is broken no later by an engine that $engine", (example) => {
    const story = editedStory(example);
    const walk = walkModel(story);
    if (walk.kind !== "refused") throw new Error("The model accepts it");
    const { case: case_, guarantees, history } = story;
    const upTo = readStory(case_, guarantees, history.slice(0, walk.at + 1));
    const broken = GUARANTEES.filter((property) => judge(property, upTo).kind === "broken");
    expect(broken.map(({ id }) => id)).not.toEqual([]);
  });
});
