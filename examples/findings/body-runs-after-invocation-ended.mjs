/** An invocation has answered PENDING; what is left of its handler starts the body of a step. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  let bodies = 0;
  const outcome = await run(sdk, async (context) => {
    const [approval] = await context.createCallback("approval", { timeout: { hours: 1 } });
    await context.step("draft", async () => "draft");
    await sleep(200);
    await context.step("send", async () => {
      bodies += 1;
    });
    await approval;
  });
  const before = bodies;
  // The process lives on, as that of a Lambda function does for the next invocation.
  await sleep(500);
  return {
    happened: `${inWords(outcome)}; after that the body of send ran ${bodies - before} times`,
    expected: "no body starts after its invocation has answered",
    wrong: bodies > before,
  };
});
