/** The last thing an invocation does is to record that a context has ended; then it does not suspend. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const call = (name) => (branch) => branch.invoke(name, "function", {});
  const branches = await run(sdk, (context) => context.parallel([call("fast"), call("slow")]), {
    outside: ({ Name }) => ({ after: Name === "fast" ? 0 : 60, Result: "1" }),
    reply: (given) => sleep(80).then(() => given),
  });
  const callback = await run(
    sdk,
    async (context) => {
      const notBefore = context.wait({ seconds: 8 });
      await context.waitForCallback("approval", async () => {});
      await notBefore;
    },
    {
      limitSeconds: 3,
      invocations: 2,
      outside: ({ Type }) => (Type === "CALLBACK" ? { after: 1, Result: '"yes"' } : undefined),
    },
  );
  const answers = [branches.invocations[0], ...callback.invocations].map(({ answer }) => answer);
  return {
    happened: `two branches: ${inWords(branches)}; a callback beside a wait: ${inWords(callback)}`,
    expected: "an invocation answers PENDING as soon as it only waits",
    wrong: answers.some((answer) => answer?.Status !== "PENDING"),
  };
});
