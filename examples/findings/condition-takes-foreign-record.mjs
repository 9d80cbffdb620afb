/** On replay the handler has a condition where the log has a step: it is given the step's result. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(sdk, async (context, { number }) => {
    if (number === 1) {
      await context.step("balance", async () => 42);
      await context.wait({ seconds: 1 });
      return;
    }
    const waitStrategy = () => ({ shouldContinue: false });
    return context.waitForCondition("job", async () => "done", {
      initialState: "new",
      waitStrategy,
    });
  });
  return {
    happened: inWords(outcome),
    expected: "the execution FAILS: a NonDeterministicExecutionError",
    wrong: outcome.status !== "FAILED",
  };
});
