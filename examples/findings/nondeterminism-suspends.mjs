/** Replay meets another operation than the log has; the invocation answers PENDING and hides it. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(
    sdk,
    async (context, { number }) => {
      await context.step(number === 1 ? "balance" : "owner", async () => 42);
      await context.wait({ seconds: 1 });
      await context.wait({ seconds: 60 });
    },
    { invocations: 4 },
  );
  return {
    happened: inWords(outcome),
    expected: "the execution FAILS with what was met and what was expected",
    wrong: outcome.status !== "FAILED" || !outcome.error.ErrorMessage.includes("Non-deterministic"),
  };
});
