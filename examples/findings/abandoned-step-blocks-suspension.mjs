/** A branch that a parallel left behind finishes its step; after that nothing can suspend. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(sdk, async (context) => {
    const fast = (branch) => branch.step("fast", async () => "fast");
    const slow = (branch) => branch.step("slow", () => sleep(200));
    await context.parallel([fast, slow], { completionConfig: { minSuccessful: 1 } });
    await context.wait({ seconds: 60 });
  });
  const [first] = outcome.invocations;
  return {
    happened: inWords(outcome),
    expected: "invocation 1 answers PENDING once the slow step is through, for the wait of 60 s",
    wrong: first.answer?.Status !== "PENDING",
  };
});
