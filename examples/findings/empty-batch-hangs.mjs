/** A map over no items never ends. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(
    sdk,
    async (context) => (await context.map([], (item) => item.step(async () => {}))).totalCount,
    { limitSeconds: 2, invocations: 2 },
  );
  return {
    happened: inWords(outcome),
    expected: "the map gives a result without items, and the execution SUCCEEDS",
    wrong: outcome.status !== "SUCCEEDED",
  };
});
