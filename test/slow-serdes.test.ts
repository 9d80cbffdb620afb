/** An invocation that waits for a slow serdes of the user's has something to do, though nobody reports it. */
import { expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import type { Batch } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { caseOf } from "./small-cases.ts";

const invoked = {
  kind: "invoke",
  name: "target",
  end: { does: "succeed", seconds: 1 },
  onError: "throw",
} as const;

test.each<Partial<Batch>>([
  { nesting: "FLAT", itemSerdes: "slow" },
  { itemSerdes: "slow" },
  { itemSerdes: "slow", serdes: "slow" },
])("a batch with %j is given in time", async (different) => {
  const fan: Batch = {
    kind: "parallel",
    name: "fan",
    branches: [{ operations: [] }, { operations: [invoked] }],
    ...different,
  };
  const case_ = caseOf([fan]);
  const runner = await createRunner("embedded");
  const history = await runner.run(case_);
  expect(history.at(-1)).toMatchObject({ kind: "execution-ended", status: "SUCCEEDED" });
  const story = readStory(case_, runner.guarantees, history);
  const broken = PROPERTIES.filter((each) => judge(each, story).kind === "broken");
  expect(broken.map(({ id }) => id)).toEqual([]);
});
