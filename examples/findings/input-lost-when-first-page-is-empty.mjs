/** The state of the execution comes in pages, the first of them empty: the handler gets no input. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(sdk, async (_context, { input }) => input.order, {
    input: { order: 42 },
    firstPage: 0,
  });
  return {
    happened: inWords(outcome),
    expected: "the handler is given its input and answers 42",
    wrong: outcome.result !== "42",
  };
});
