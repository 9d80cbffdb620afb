/** The embedded engine breaks nothing. */
import { expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { PROPERTIES } from "../properties/all.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import { runBatch } from "../properties/suite/batch.ts";

const runner = await createRunner("embedded");

test.each([1, 2, 3])("seed %i, every kind of operation: nothing is broken", async (seed) => {
  const broken: string[] = [];
  let suspended = 0;
  for (let batch = 0; batch < 6; batch += 1) {
    const cases = drawBatch(seed, batch, BATCH_SIZE, "all");
    const { failures, disagreements, thrown, tallies } = await runBatch(cases, {
      batch,
      firstCase: batch * BATCH_SIZE,
      properties: PROPERTIES,
      guarantees: runner.guarantees,
      run: runner.run,
    });
    broken.push(...failures.map(({ signature, caseNumber }) => `${caseNumber}: ${signature}`));
    expect([disagreements, thrown]).toEqual([0, {}]);
    suspended += tallies["suspends-only-when-idle"]?.held ?? 0;
  }
  expect(broken).toEqual([]);
  expect(suspended).toBeGreaterThan(0);
});
