/** A large batch that ended early, with an item under way between finished ones, hangs on replay. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

const SECOND_ITEM_IS_SLOW = [false, true, false];

await finding(async (sdk) => {
  const page = (item, slow) =>
    slow ? item.invoke("slow", {}) : item.step("page", async () => "x".repeat(150_000));

  async function runWith(nesting) {
    let charges = 0;
    const seen = [];
    const outcome = await run(
      sdk,
      async (context) => {
        const config = { completionConfig: { minSuccessful: 2 }, ...nesting };
        const batch = await context.map(SECOND_ITEM_IS_SLOW, page, config);
        seen.push(batch.successCount);
        await context.step("charge", async () => {
          charges += 1;
        });
        await context.wait({ seconds: 1 });
      },
      { limitSeconds: 3, invocations: 4 },
    );
    return { outcome, charges, seen };
  }

  const nested = await runWith({});
  const flat = await runWith({ nesting: "FLAT" });
  return {
    happened: `${tell(nested)}; with FLAT nesting: ${tell(flat)}`,
    expected: "each replay gives the two items that had succeeded, and the step after it runs once",
    wrong:
      nested.outcome.status !== "SUCCEEDED" ||
      nested.seen.some((count) => count !== 2) ||
      flat.charges > 1,
  };
});

function tell({ outcome, charges, seen }) {
  return `${inWords(outcome)}; successes seen: ${seen}; charged ${charges} times`;
}
