/** An interrupted at-most-once step that is not retried: its error does not reach the handler. */
import { finding } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const seen = [];
  await run(sdk, async (context, invocation) => {
    const options = {
      semantics: sdk.StepSemantics.AtMostOncePerRetry,
      retryStrategy: () => ({ shouldRetry: false }),
    };
    try {
      await context.step("charge", () => invocation.crash(), options);
    } catch (error) {
      seen.push(`${error.name} caused by ${error.cause?.name}: ${error.message}`);
    }
  });
  return {
    happened: `the handler caught ${seen}`,
    expected: "the handler catches a StepError caused by StepInterruptedError",
    wrong: !seen[0]?.startsWith("StepError caused by StepInterruptedError"),
  };
});
