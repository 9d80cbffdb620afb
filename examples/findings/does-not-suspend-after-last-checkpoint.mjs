/** The last thing an invocation does is to record that a context has ended; then it does not suspend. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const call = (name) => (branch) => branch.invoke(name, "function", {});
  const outcome = await run(sdk, (context) => context.parallel([call("fast"), call("slow")]), {
    outside: ({ Name }) => ({ after: Name === "fast" ? 0 : 60, Result: "1" }),
    reply: (given) => sleep(80).then(() => given),
  });
  const [first] = outcome.invocations;
  return {
    happened: inWords(outcome),
    expected: "the invocation answers PENDING as soon as it only waits",
    wrong: first.answer?.Status !== "PENDING",
  };
});
