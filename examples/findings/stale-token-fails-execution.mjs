/** A checkpoint call with a stale token is refused; that fails the execution, not the invocation. */
import { finding, inWords } from "./finding.mjs";
import { ServiceError } from "./local-service.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(sdk, (context) => context.step("step", async () => "done"), {
    fault: ({ invocation }) =>
      invocation === 1
        ? new ServiceError("InvalidParameterValueException", "Invalid checkpoint token", 400)
        : undefined,
  });
  return {
    happened: inWords(outcome),
    expected: "invocation 1 ends with an error, another one finishes the execution",
    wrong: outcome.status !== "SUCCEEDED",
  };
});
