/** The call that records a result of over 6 MB is throttled; the invocation never ends. */
import { finding, inWords } from "./finding.mjs";
import { ServiceError } from "./local-service.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(
    sdk,
    async (context) => {
      await context.step("step", async () => "done");
      return "x".repeat(6_500_000);
    },
    {
      limitSeconds: 3,
      fault: ({ invocation, updates }) =>
        invocation === 1 && updates.some(({ Type }) => Type === "EXECUTION")
          ? new ServiceError("TooManyRequestsException", "slow down", 429)
          : undefined,
    },
  );
  return {
    happened: inWords(outcome),
    expected: "invocation 1 throws at once and is started again",
    wrong: outcome.invocations[0].timedOut === true,
  };
});
