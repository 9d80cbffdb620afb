/** A large batch that ended early, with an item under way between finished ones, hangs on replay. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const seen = [];
  const outcome = await run(
    sdk,
    async (context) => {
      const page = (item, slow) =>
        slow ? item.invoke("slow", {}) : item.step("page", async () => "x".repeat(150_000));
      const completionConfig = { minSuccessful: 2 };
      const batch = await context.map([false, true, false], page, { completionConfig });
      seen.push(batch.successCount);
      await context.wait({ seconds: 1 });
    },
    { limitSeconds: 3, invocations: 4 },
  );
  return {
    happened: `${inWords(outcome)}; successes seen: ${seen}`,
    expected: "each replay gives the two items that had succeeded",
    wrong: outcome.status !== "SUCCEEDED" || seen.some((count) => count !== 2),
  };
});
