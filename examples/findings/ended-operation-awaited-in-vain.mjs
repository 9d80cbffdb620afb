/** An invoked function has ended before it is awaited; the await never hears of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(
    sdk,
    async (context) => {
      const stock = context.invoke("check-stock", {});
      await context.step("draft", () => sleep(1_500));
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
