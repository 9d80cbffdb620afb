/** Items that succeeded without a value are counted, and left out of succeeded() and getResults(). */
import { finding } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  let batch;
  await run(sdk, async (context) => {
    batch = await context.map([1, 2], (item) => item.step("notify", async () => {}));
  });
  return {
    happened: `successCount is ${batch.successCount}, succeeded() has ${batch.succeeded().length} items`,
    expected: "both are 2",
    wrong: batch.succeeded().length !== batch.successCount,
  };
});
