/** The winner is acted on before it is recorded; after an interruption another one wins. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const booked = [];
  const sent = Promise.withResolvers();
  const ended = Promise.withResolvers();
  const outcome = await run(
    sdk,
    async (context, invocation) => {
      const hostel = (branch) => branch.step("hostel", () => sent.promise.then(() => "hostel"));
      const hotel = (branch) =>
        branch.step("hotel", async () => {
          await sent.promise;
          await sleep(20);
          ended.resolve();
          return "hotel";
        });
      const offers = await context.parallel([hotel, hostel], {
        completionConfig: { minSuccessful: 1 },
      });
      const [winner] = offers.getResults();
      await context.step("book", async () => {
        booked.push(winner);
        if (invocation.number === 1) await invocation.crash();
      });
    },
    // The first call ends after both steps, so that the next one carries both results, hostel first.
    {
      reply: async (given) => {
        sent.resolve();
        await ended.promise;
        await sleep(20);
        return given;
      },
    },
  );
  return {
    happened: `${inWords(outcome)}; booked ${booked.join(", then ")}`,
    expected: "one of them has won for good before anything is booked",
    wrong: new Set(booked).size !== 1,
  };
});
