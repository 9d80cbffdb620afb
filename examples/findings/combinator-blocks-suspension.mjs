/** While a promise combinator is awaited the invocation does not suspend. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(sdk, (context) =>
    context.promise.all([context.wait({ seconds: 60 }), context.invoke("other", {})]),
  );
  const [first] = outcome.invocations;
  return {
    happened: inWords(outcome),
    expected: "the invocation answers PENDING as soon as it only waits",
    wrong: first.answer?.Status !== "PENDING",
  };
});
