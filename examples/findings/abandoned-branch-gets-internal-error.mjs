/** The code of a branch that a parallel left behind gets an error of the SDK's insides. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const caught = [];
  const outcome = await run(sdk, async (context) => {
    // Both steps end at the same moment, so that one checkpoint call records both.
    const moment = sleep(50);
    const reserving = async (branch) => {
      await branch.step("reserve", () => moment);
      try {
        await branch.wait({ seconds: 1 });
      } catch (error) {
        caught.push(`${error.name}: ${error.message}`); // and undoes the reservation
      }
    };
    const declined = (branch) =>
      branch.step(
        "charge",
        async () => {
          await moment;
          throw new Error("declined");
        },
        { retryStrategy: () => ({ shouldRetry: false }) },
      );
    await context.parallel([reserving, declined]);
    await context.wait({ seconds: 60 });
  });
  return {
    happened: `${inWords(outcome)}; the waiting branch caught ${caught.join() || "nothing"}`,
    expected: "the branch that is left behind catches nothing: its wait has not failed",
    wrong: caught.length > 0,
  };
});
