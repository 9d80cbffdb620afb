/** A race was won by a large result; on replay another one wins it. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const winners = [];
  await run(sdk, async (context) => {
    const slow = context.step("slow", () => sleep(200, "slow"));
    const fast = context.step("fast", () => sleep(20, `fast${"x".repeat(300_000)}`));
    const winner = await context.promise.race([slow, fast]);
    winners.push(winner.slice(0, 4));
    await slow;
    await context.wait({ seconds: 1 });
  });
  return {
    happened: `the race was won by ${winners.join(", on replay by ")}`,
    expected: "it is won by fast, both times",
    wrong: winners.join() !== "fast,fast",
  };
});
