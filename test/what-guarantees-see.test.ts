/**
 * What every guarantee says of small changes to right histories, case by case: how often it holds,
 * and how often it is broken for which reason. That it is right about them is tested with the model
 * (agreement-examples.test.ts); here nothing may be noticed by fewer guarantees than before, or by
 * more, though another one would still notice it.
 */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { GUARANTEES } from "../properties/all.ts";
import { isComparable } from "../properties/comparable.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { changedSlightly } from "./changed-slightly.ts";
import { counted } from "./counted.ts";
import { RIGHT_CASES } from "./examples/right-cases.ts";

/** By guarantee: how often it held, and was broken for each reason. */
function seenIn(case_: Case): Readonly<Record<string, string>> {
  const crashFree = isComparable(case_.workflow)
    ? simulate({ ...case_, schedule: { interruptions: [] } }, awsGuarantees)
    : undefined;
  const stories = [...changedSlightly(simulate(case_, awsGuarantees))].map((changed) =>
    readStory(case_, awsGuarantees, changed, crashFree),
  );
  const seen: Record<string, string> = {};
  for (const property of GUARANTEES) {
    const said = stories.flatMap((story) => {
      const verdict = judge(property, story);
      if (verdict.kind === "unknown") return [];
      return verdict.kind === "broken" ? verdict.reason : verdict.kind;
    });
    if (said.length > 0) seen[property.id] = counted(said);
  }
  return seen;
}

test.each(Object.entries(RIGHT_CASES))("they see in %s what they saw", async (about, cases) => {
  const seen = Object.entries(cases).map(([name, case_]) => [name, seenIn(case_)]);
  const text = `${JSON.stringify(Object.fromEntries(seen), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot(`golden/what-guarantees-see/${about}.json`);
});
