/** A batch has a serdes of its own, which keeps errors; the error of a failed item has no message. */
import { finding } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  // Writes an error as its message, and reads it as what the SDK's types say that it is.
  const serdes = {
    serialize: async ({ all, completionReason }) =>
      JSON.stringify({ all, completionReason }, (key, value) =>
        key === "error" && value ? value.message : value,
      ),
    deserialize: async (text) =>
      JSON.parse(text, (key, value) =>
        key === "error" ? new sdk.ChildContextError(value) : value,
      ),
  };
  const messages = [];
  await run(sdk, async (context) => {
    const declined = async () => {
      throw new Error("declined");
    };
    const branch = (child) =>
      child.step("charge", declined, { retryStrategy: () => ({ shouldRetry: false }) });
    const batch = await context.parallel([branch], { serdes });
    messages.push(`${batch.getErrors()[0].name}: ${batch.getErrors()[0].message}`);
    await context.wait({ seconds: 1 });
  });
  return {
    happened: `the batch gave ${messages.join(", on replay ")}`,
    expected: "it gives ChildContextError: declined",
    wrong: messages.some((each) => each !== "ChildContextError: declined"),
  };
});
