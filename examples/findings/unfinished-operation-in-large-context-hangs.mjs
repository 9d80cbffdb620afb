/** A child context with a large result that left an operation unfinished never returns on replay. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(
    sdk,
    async (context) => {
      const pages = await context.runInChildContext("report", async (child) => {
        const timeout = child.wait({ seconds: 60 }).then(() => "too late");
        const first = child.step("first", async () => "x".repeat(150_000));
        const page = await Promise.race([timeout, first]);
        return page + (await child.step("second", async () => "x".repeat(150_000)));
      });
      await context.wait({ seconds: 1 });
      return pages.length;
    },
    { limitSeconds: 2, invocations: 4 },
  );
  return {
    happened: inWords(outcome),
    expected: "the context's function runs again, is given its two steps, and returns",
    wrong: outcome.status !== "SUCCEEDED",
  };
});
