/** An item that was under way when a large batch ended has succeeded when it is replayed. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const seen = [];
  const outcome = await run(
    sdk,
    async (context) => {
      // Both steps end at the same moment, so that one checkpoint call records both.
      const moment = sleep(20, "x".repeat(300_000));
      const page = (branch) => branch.step("page", () => moment);
      const batch = await context.parallel([page, page], {
        completionConfig: { minSuccessful: 1 },
      });
      seen.push(batch.successCount);
      await context.wait({ seconds: 1 });
    },
    { limitSeconds: 3, invocations: 4 },
  );
  return {
    happened: `${inWords(outcome)}; successes ${seen.join(", on replay ")}`,
    expected: "the same items have succeeded on replay",
    wrong: seen.length < 2 || new Set(seen).size !== 1,
  };
});
