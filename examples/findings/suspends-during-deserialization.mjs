/** A result that takes 0.2 s to deserialise is cut off, again and again, while a callback is open. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const serdes = {
    serialize: async (value) => JSON.stringify(value),
    deserialize: async (text) => {
      await sleep(200);
      return JSON.parse(text);
    },
  };
  let used = 0;
  const outcome = await run(sdk, async (context) => {
    const approval = context.waitForCallback(async () => {}, { timeout: { hours: 1 } });
    const report = await context.step("report", async () => "report", { serdes });
    await context.step("use", async () => {
      used += 1;
      return report;
    });
    await approval;
  });
  return {
    happened: `${inWords(outcome)}; the step after it ran ${used} times`,
    expected: "the handler gets the result of the step and goes on to the next one, once",
    wrong: used !== 1,
  };
});
