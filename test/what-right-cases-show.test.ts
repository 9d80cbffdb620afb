/** What is counted of right cases: their ingredients, what met what in them, what was seen. */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { addCombinations } from "../properties/combinations.ts";
import { isComparable } from "../properties/comparable.ts";
import { addCoverage } from "../properties/coverage.ts";
import { SCHEDULE_INGREDIENTS, WORKFLOW_INGREDIENTS } from "../properties/ingredients.ts";
import { ingredientsOf } from "../properties/shape.ts";
import { SOMETIMES } from "../properties/sometimes.ts";
import { readStory } from "../properties/story.ts";
import { RICH_CASES } from "./examples/right-cases.ts";

function shownBy(case_: Case) {
  const history = simulate(case_, awsGuarantees);
  const story = readStory(case_, awsGuarantees, history);
  const met: Record<string, number> = {};
  addCombinations(met, story);
  const struck: Record<string, number> = {};
  addCoverage(struck, case_, history);
  const listed = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([key, count]) => `${key}: ${count}`);
  return {
    isComparable: isComparable(case_.workflow),
    madeOf: [...ingredientsOf(case_)].join(", "),
    workflow: idsOf(WORKFLOW_INGREDIENTS.filter(({ isIn }) => isIn(case_))),
    schedule: idsOf(SCHEDULE_INGREDIENTS.filter(({ cameIn }) => cameIn(story))),
    seen: idsOf(SOMETIMES.filter(({ seen }) => seen(story))),
    struck: listed(struck),
    // The pairs of ingredients follow from what is above.
    met: listed(met).filter((each) => !each.startsWith("[2,")),
  };
}

function idsOf(all: readonly { readonly id: string }[]): readonly string[] {
  return all.map(({ id }) => id);
}

test("right cases show what they did", async () => {
  const shown = Object.values(RICH_CASES).map((cases) =>
    Object.fromEntries(Object.entries(cases).map(([name, case_]) => [name, shownBy(case_)])),
  );
  const text = `${JSON.stringify(Object.assign({}, ...shown), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("golden/what-right-cases-show.json");
});
