/** The START of an at-most-once step is on its way; the invocation suspends, and the body runs. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const bodies = [];
  let retrying;
  const scheduled = new Promise((resolve) => {
    retrying = resolve;
  });
  const outcome = await run(
    sdk,
    async (context, { number }) => {
      const failing = context.step("retried", async () => {
        if (number === 1) throw new Error("try again");
      });
      await scheduled.then(() => sleep(10));
      const options = { semantics: sdk.StepSemantics.AtMostOncePerRetry };
      await context.step("charge", async () => bodies.push(number), options);
      await failing;
    },
    {
      limitSeconds: 20,
      // A checkpoint call takes longer than the SDK waits before it suspends.
      reply: async (given, { updates }) => {
        await sleep(80);
        if (updates.some(({ Action }) => Action === "RETRY")) retrying();
        return given;
      },
    },
  );
  await sleep(100);
  const [first] = outcome.invocations;
  return {
    happened: `${inWords(outcome)}; the body ran in invocations ${bodies}`,
    expected: "the body runs once, in invocation 1, which waits for it",
    wrong: bodies.length !== 1 || first.answer?.Status !== "PENDING",
  };
});
