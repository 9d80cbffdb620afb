/** The handler awaits something that is not durable, and is cut off in the middle of it. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  let sent = 0;
  const outcome = await run(sdk, async (context) => {
    const [approval] = await context.createCallback("approval", { timeout: { hours: 1 } });
    await context.step("draft", async () => "draft");
    await sleep(200); // sendApprovalRequest(callbackId, draft)
    sent += 1;
    await approval;
  });
  return {
    happened: `${inWords(outcome)}; the request was sent ${sent} times`,
    expected: "the request is sent, then the invocation suspends until the callback comes",
    wrong: sent === 0,
  };
});
