/** An operation that is not awaited yet has ended; the invocation suspends for it all the same. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(
    sdk,
    async (context) => {
      const stock = context.invoke("check-stock", {});
      await context.step("draft", () => sleep(1_500));
      await sleep(100);
      return stock;
    },
    { outside: () => ({ after: 1, Result: '"in stock"' }) },
  );
  return {
    happened: inWords(outcome),
    expected: "the handler is given the result that is there, and the execution SUCCEEDS",
    wrong: outcome.status !== "SUCCEEDED",
  };
});
