/** The state of a condition cannot be read once; polling starts again from the initial state. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const states = [];
  let reads = 0;
  const serdes = {
    serialize: async (state) => JSON.stringify(state),
    deserialize: async (text) => {
      reads += 1;
      // The second read is that of the second poll; storage is away for a moment.
      if (reads === 2) throw new Error("storage is away");
      return JSON.parse(text);
    },
  };
  const outcome = await run(sdk, (context) =>
    context.waitForCondition(
      "job",
      async (state) => {
        states.push(state);
        return state + 1;
      },
      {
        initialState: 0,
        serdes,
        waitStrategy: (state) =>
          state >= 3 ? { shouldContinue: false } : { shouldContinue: true, delay: { seconds: 1 } },
      },
    ),
  );
  return {
    happened: `${inWords(outcome)}; the check was given ${states}`,
    expected: "the invocation fails, the next one reads the state: the check is given 0,1,2",
    wrong: states.join() !== "0,1,2",
  };
});
