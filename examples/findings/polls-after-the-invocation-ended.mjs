/** A handler has returned; a timer that it left behind polls the service with its old token. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(sdk, (context) => {
    const timeout = context.wait("timeout", { seconds: 1 });
    context.step("slow", () => sleep(5_000));
    return Promise.race([timeout, sleep(100)]);
  });
  await sleep(1_500);
  const polls = outcome.late.filter(({ updates }) => updates.length === 0);
  return {
    happened: `${inWords(outcome)}; ${polls.length} polls after that`,
    expected: "no poll after the invocation has answered",
    wrong: polls.length > 0,
  };
});
