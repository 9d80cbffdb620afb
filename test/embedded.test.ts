/** The embedded engine suspends at the instant at which nothing is left to do, and polls when it has to. */
import { expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { caseOf, insideBody, step, takes, wait } from "./small-cases.ts";

const runner = await createRunner("embedded");

test("an invocation suspends as soon as the wait is in the log", async () => {
  const history = await runner.run(caseOf([step("charge"), wait("settle", 5)]));
  const replied = history.findIndex(
    (event) =>
      event.kind === "checkpoint-replied" &&
      event.updates.some(({ operation }) => operation === "settle"),
  );
  expect(history.slice(replied, replied + 2)).toMatchObject([
    { kind: "checkpoint-replied", at: history[replied]?.at },
    { kind: "invocation-answered", at: history[replied]?.at, answer: { kind: "PENDING" } },
  ]);
});

test("while another branch is busy, the end of a wait is asked for when it is due", async () => {
  const branch = (...operations: Parameters<typeof caseOf>[0]) => ({ operations });
  const case_ = caseOf([
    {
      kind: "parallel",
      name: "both",
      branches: [branch(wait("settle", 5), step("ship")), branch(step("charge", takes(20_000)))],
    },
  ]);
  const history = await runner.run(case_);
  const shipped = history.find(
    (event) => event.kind === "body-entered" && event.operation === "ship",
  );
  expect(shipped?.at).toBeLessThan(5_100);
  expect(history.filter(({ kind }) => kind === "invocation-started")).toHaveLength(1);
});

test("an interrupted race of large results is won by the same operand again", async () => {
  const large = { padding: 270_000 };
  const case_ = caseOf(
    [
      {
        kind: "race",
        name: "first",
        operations: [step("slow", { ...takes(50), ...large }), step("quick", large)],
        onError: "throw",
      },
      step("charge", takes(1_000)),
    ],
    [insideBody("charge")],
  );
  const history = await runner.run(case_);
  const given = history.flatMap((event) =>
    event.kind === "operation-resolved" && event.operation === "first" ? [event.outcome] : [],
  );
  const quick = { kind: "returned", value: '"quick#1~x270000"' };
  expect(given).toEqual([quick, quick]);
});
