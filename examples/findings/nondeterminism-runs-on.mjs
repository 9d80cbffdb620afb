/** Replay meets another operation than the log has; the handler is given its result and goes on. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const effects = [];
  const outcome = await run(sdk, async (context, invocation) => {
    const given = await context.step(invocation.number === 1 ? "balance" : "owner", async () => 42);
    if (invocation.number === 1) await invocation.crash();
    await context.step("transfer", async () => effects.push(`a transfer to ${given}`));
  });
  await sleep(50);
  return {
    happened: `${inWords(outcome)}; effects: ${effects.join() || "none"}`,
    expected: "the handler gets nothing from the step, and no other body runs",
    wrong: effects.length > 0,
  };
});
