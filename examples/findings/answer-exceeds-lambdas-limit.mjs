/** A result of a little less than 6 MB is answered with more than Lambda lets a function answer. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

const LIMIT_BYTES = 6 * 1024 * 1024;

await finding(async (sdk) => {
  const rows = Array.from({ length: 130_000 }, (_, id) => ({ id, name: "row", state: "shipped" }));
  const outcome = await run(sdk, async (context) => {
    await context.step("step", async () => "done");
    return rows;
  });
  // What Lambda's runtime makes of what a handler returns.
  const bytes = Buffer.byteLength(JSON.stringify(outcome.invocations[0].answer));
  const { status } = outcome;
  return {
    happened: `${inWords({ ...outcome, result: "" })}; of ${Buffer.byteLength(JSON.stringify(rows))} bytes of result the answer made ${bytes}`,
    expected: `an answer of over ${LIMIT_BYTES} bytes is recorded by a call instead, and answered empty`,
    wrong: status !== "SUCCEEDED" || bytes > LIMIT_BYTES,
  };
});
