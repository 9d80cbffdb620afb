/** What a child context gives is another value when it is replayed. */
import { finding } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const seen = [];
  await run(sdk, async (context) => {
    const at = await context.runInChildContext("child", (child) =>
      child.step("step", async () => "done").then(() => new Date(0)),
    );
    seen.push(Object.prototype.toString.call(at));
    await context.wait({ seconds: 1 });
  });
  return {
    happened: `first ${seen.join(", on replay ")}`,
    expected: "the same on both: what the serdes makes of the date",
    wrong: new Set(seen).size !== 1,
  };
});
