/** A retry strategy that throws: the step fails for the handler and is never closed in the log. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  let bodies = 0;
  const seen = [];
  const outcome = await run(
    sdk,
    async (context) => {
      const body = async () => {
        bodies += 1;
        if (bodies === 1) throw new Error("declined");
        return "charged";
      };
      const retryStrategy = () => {
        throw new TypeError("strategy is broken");
      };
      const given = await context.step("charge", body, { retryStrategy }).catch(({ name }) => name);
      seen.push(given);
      await context.wait({ seconds: 60 });
    },
    { limitSeconds: 2 },
  );
  return {
    happened: `${inWords(outcome)}; the await of charge gave ${seen.join(", then ")}`,
    expected: "the step fails once and for all: every replay is given the same error",
    wrong: new Set(seen).size !== 1 || bodies !== 1,
  };
});
