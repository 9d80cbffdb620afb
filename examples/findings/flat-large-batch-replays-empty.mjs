/** A large batch with FLAT nesting has no items any more when it is replayed. */
import { finding } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  if (sdk.NestingType === undefined) return { notApplicable: "it has no FLAT nesting" };
  const seen = [];
  await run(sdk, async (context) => {
    const page = (item) => item.step("page", async () => "x".repeat(150_000));
    const batch = await context.map([1, 2], page, { nesting: sdk.NestingType.FLAT });
    seen.push(batch.getResults().length);
    await context.wait({ seconds: 1 });
  });
  return {
    happened: `the batch has ${seen.join(" results, on replay ")}`,
    expected: "2 results both times",
    wrong: seen.join() !== "2,2",
  };
});
