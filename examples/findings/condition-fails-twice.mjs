/** A condition whose second poll throws is failed twice, and the second FAIL ends the execution. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(sdk, async (context) => {
    const busy = context.step("busy", () => sleep(2_500));
    const check = async (polls, { attempt } = {}) => {
      if (polls === 1) throw new Error(`the job has failed ${attempt ?? ""}`);
      return polls + 1;
    };
    const waitStrategy = () => ({ shouldContinue: true, delay: { seconds: 1 } });
    try {
      await context.waitForCondition("job", check, { initialState: 0, waitStrategy });
    } catch (error) {
      await busy;
      return `caught: ${error.message}`;
    }
  });
  const fails = outcome.calls
    .flatMap(({ updates }) => updates)
    .filter(({ Action }) => Action === "FAIL");
  return {
    happened: `${inWords(outcome)}; FAIL was sent ${fails.length} times`,
    expected: "FAIL is sent once and the handler catches the error of the check",
    wrong: fails.length !== 1 || outcome.status !== "SUCCEEDED",
  };
});
