/** The last checkpoint call fails, and the invocation answers SUCCEEDED all the same. */
import { finding, inWords } from "./finding.mjs";
import { ServiceError } from "./local-service.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(
    sdk,
    (context) =>
      context.runInChildContext("child", (child) => child.step("step", async () => "done")),
    {
      fault: ({ invocation, updates }) =>
        invocation === 1 &&
        updates.some(({ Type, Action }) => Type === "CONTEXT" && Action === "SUCCEED")
          ? new ServiceError("InternalServerError", "try again", 500)
          : undefined,
    },
  );
  const child = outcome.log.find(({ Type }) => Type === "CONTEXT");
  return {
    happened: `${inWords(outcome)}; the child context is ${child?.Status} in the log`,
    expected: "invocation 1 fails, invocation 2 records the child context and SUCCEEDS",
    wrong: child?.Status !== "SUCCEEDED",
  };
});
