/** A child context with a large result, in which a callback timed out, never returns on replay. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(
    sdk,
    async (context) => {
      const large = await context.runInChildContext("report", async (child) => {
        const [approval] = await child.createCallback({ timeout: { seconds: 1 } });
        const approved = await approval.then(
          () => true,
          () => false,
        );
        return { approved, pages: "x".repeat(300_000) };
      });
      await context.wait({ seconds: 1 });
      return large.approved;
    },
    { limitSeconds: 2, invocations: 4 },
  );
  return {
    happened: inWords(outcome),
    expected: "the context's function runs again, meets the timed out callback, and returns",
    wrong: outcome.status !== "SUCCEEDED",
  };
});
