/**
 * What a seed draws, in words: the golden file has cases of many batches. Every change of a generator
 * shows in it, wanted or not; figures that were measured on drawn cases are of the generator before.
 */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { describeSchedule } from "../model/describe-schedule.ts";
import { describeWorkflow } from "../model/describe-workflow.ts";
import { drawBatch, SCOPES } from "../properties/generators/case.ts";

/** In words, and by a hash of what the words leave out. */
function lineOf(case_: Case): string {
  const { workflow, schedule, limits } = case_;
  const all = createHash("sha256").update(JSON.stringify(case_)).digest("hex").slice(0, 8);
  const seconds = `${limits.invocationSeconds} s, ${limits.executionSeconds} s`;
  return `${all}  ${describeWorkflow(workflow)}  |  ${describeSchedule(schedule)}  |  ${seconds}`;
}

test.each(SCOPES)("what is drawn of the scope %s", async (scope) => {
  const batches = Array.from({ length: scope === "all" ? 60 : 4 }, (_, batch) => batch);
  const lines = batches.flatMap((batch) => drawBatch(6, batch, 4, scope).map(lineOf));
  const text = `${lines.join("\n")}\n`;
  await expect(text).toMatchFileSnapshot(`golden/what-is-drawn/${scope}.txt`);
});
