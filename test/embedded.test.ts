/** The embedded engine breaks nothing, and suspends at the instant at which nothing is left to do. */
import { expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { PROPERTIES } from "../properties/all.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import { runBatch } from "../properties/suite/batch.ts";
import { caseOf, insideBody, step, takes, wait } from "./small-cases.ts";

const runner = await createRunner("embedded");

test.each([1, 2, 3])("seed %i, every kind of operation: nothing is broken", async (seed) => {
  const broken: string[] = [];
  let suspended = 0;
  for (let batch = 0; batch < 6; batch += 1) {
    const cases = drawBatch(seed, batch, BATCH_SIZE, "all");
    const { failures, disagreements, thrown, tallies } = await runBatch(cases, {
      batch,
      firstCase: batch * BATCH_SIZE,
      properties: PROPERTIES,
      guarantees: runner.guarantees,
      run: runner.run,
    });
    broken.push(...failures.map(({ signature, caseNumber }) => `${caseNumber}: ${signature}`));
    expect([disagreements, thrown]).toEqual([0, {}]);
    suspended += tallies["suspends-only-when-idle"]?.held ?? 0;
  }
  expect(broken).toEqual([]);
  expect(suspended).toBeGreaterThan(0);
});

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
