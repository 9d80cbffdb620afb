/** The error of a failed branch is another one, without its message, when the batch is replayed. */
import { finding } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const seen = [];
  const told = (error) =>
    error === undefined
      ? ""
      : `${error.name}(${error.message})${error.cause ? ` < ${told(error.cause)}` : ""}`;
  await run(sdk, async (context) => {
    const declined = async () => {
      throw new Error("declined");
    };
    const branch = (child) =>
      child.step("charge", declined, { retryStrategy: () => ({ shouldRetry: false }) });
    const batch = await context.parallel([branch]);
    seen.push(told(batch.getErrors()[0]));
    await context.wait({ seconds: 1 });
  });
  return {
    happened: `first ${seen.join(", on replay ")}`,
    expected: "the same error, a ChildContextError with the message of its cause",
    wrong: new Set(seen).size !== 1 || !seen[0].startsWith("ChildContextError(declined)"),
  };
});
