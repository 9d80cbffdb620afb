/** A wait of 30 days beside a step of 3 seconds: the service is asked again and again. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const outcome = await run(
    sdk,
    async (context) => {
      const busy = context.step("busy", () => sleep(3_000));
      await context.wait({ days: 30 });
      await busy;
    },
    { limitSeconds: 8 },
  );
  const polls = outcome.calls.filter(({ updates }) => updates.length === 0);
  return {
    happened: `${inWords(outcome)}; ${polls.length} polls`,
    expected: "no poll before the wait has ended, and PENDING after the step",
    wrong: polls.length > 0,
  };
});
