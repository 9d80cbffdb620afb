/** The winner is acted on before it is recorded; after an interruption another one wins. */
import { setTimeout as sleep } from "node:timers/promises";
import { finding, inWords } from "./finding.mjs";
import { run } from "./run.mjs";

await finding(async (sdk) => {
  const booked = [];
  const outcome = await run(
    sdk,
    async (context, invocation) => {
      const hotel = (branch) => branch.step("hotel", () => sleep(20).then(() => "hotel"));
      const hostel = (branch) => branch.step("hostel", () => sleep(10).then(() => "hostel"));
      const offers = await context.parallel([hotel, hostel], {
        completionConfig: { minSuccessful: 1 },
      });
      const [winner] = offers.getResults();
      await context.step("book", async () => {
        booked.push(winner);
        if (invocation.number === 1) await invocation.crash();
      });
    },
    // A checkpoint call takes 50 ms, so that the next one carries both results, hostel first.
    { reply: (given) => sleep(50).then(() => given) },
  );
  return {
    happened: `${inWords(outcome)}; booked ${booked.join(", then ")}`,
    expected: "one of them has won for good before anything is booked",
    wrong: new Set(booked).size !== 1,
  };
});
