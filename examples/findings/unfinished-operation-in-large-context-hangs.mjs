/** A child context with a large result that left an operation unfinished never returns on replay. */
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

/** A race leaves its timeout behind. */
async function leavesWait(child) {
  const timeout = child.wait({ seconds: 60 }).then(() => "too late");
  const first = child.step("first", async () => "x".repeat(150_000));
  const page = await Promise.race([timeout, first]);
  return page + (await child.step("second", async () => "x".repeat(150_000)));
}

/** The callback is given away; nobody awaits here that somebody answers it. */
async function leavesCallback(child) {
  const [, callbackId] = await child.createCallback("approval");
  return callbackId + "x".repeat(300_000);
}

await finding(async (sdk) => {
  const outcomes = await Promise.all(
    [leavesWait, leavesCallback].map((report) =>
      run(
        sdk,
        async (context) => {
          const pages = await context.runInChildContext("report", report);
          await context.wait({ seconds: 1 });
          return pages.length;
        },
        { limitSeconds: 2, invocations: 4 },
      ),
    ),
  );
  const [wait, callback] = outcomes.map(inWords);
  return {
    happened: `a wait is left behind: ${wait}; a callback is: ${callback}`,
    expected: "the context's function runs again, is given what is in the log, and returns",
    wrong: outcomes.some(({ status }) => status !== "SUCCEEDED"),
  };
});
