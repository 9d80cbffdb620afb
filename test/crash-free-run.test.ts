/** The crash-free run as reference: which workflows have one, and what differs from it is told. */
import { describe, expect, test } from "vitest";
import { type Case, makeCase } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event, History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import type { Operation } from "../model/workflow.ts";
import { isComparable } from "../properties/comparable.ts";
import { crashFreeRunAllowsIt } from "../properties/crash-free-run-allows-it.ts";
import { observe } from "../properties/observe.ts";
import { judge } from "../properties/property.ts";
import { insideBody, ONCE, step, THROWS, THROWS_ONCE, wait } from "./small-cases.ts";

const twoSteps = makeCase(
  { operations: [step("reserve"), wait("settle", 5), step("charge")] },
  { interruptions: [insideBody("charge")] },
);

/** The verdict on an engine that is the model, but for what `meddle` does to interrupted runs. */
async function verdictOn(meddle: (history: History) => History, case_: Case = twoSteps) {
  const run = async (each: Case) => {
    const history = simulate(each, awsGuarantees);
    return each.schedule.interruptions.length > 0 ? meddle(history) : history;
  };
  const story = await observe(case_, { guarantees: awsGuarantees, run }, [crashFreeRunAllowsIt]);
  return judge(crashFreeRunAllowsIt, story);
}

describe("an interrupted run", () => {
  test("that comes to the same holds, though a body has run twice", async () => {
    expect(await verdictOn((history) => history)).toEqual({ kind: "holds" });
  });

  test("without interruptions has nothing to be compared with", async () => {
    const verdict = await verdictOn((history) => history, {
      ...twoSteps,
      schedule: { interruptions: [] },
    });
    expect(verdict.kind).toBe("unknown");
  });

  const without = (fits: (event: Event) => boolean) => (history: History) =>
    history.filter((event) => !fits(event));

  test("that gives the handler something else is broken", async () => {
    const verdict = await verdictOn((history) =>
      history.map((event) =>
        event.kind === "handler-finished"
          ? { ...event, outcome: { kind: "returned", value: "{}" } }
          : event,
      ),
    );
    expect(verdict).toMatchObject({ kind: "broken", reason: "another-outcome" });
  });

  test("that loses an effect is broken", async () => {
    const verdict = await verdictOn(
      without((event) => event.kind === "body-entered" && event.operation === "charge"),
    );
    expect(verdict).toMatchObject({ reason: "effect-missing", operation: "charge" });
  });

  test("that runs a body which no crash-free run starts is broken", async () => {
    const verdict = await verdictOn((history) =>
      history.flatMap((event) =>
        event.kind === "body-entered" && event.operation === "charge"
          ? [event, { ...event, operation: "settle" }]
          : [event],
      ),
    );
    expect(verdict).toMatchObject({ reason: "effect-too-many", operation: "settle" });
  });

  test("that loses a record is broken", async () => {
    const verdict = await verdictOn(
      without(
        (event) =>
          event.kind === "checkpoint-recorded" &&
          event.updates.some(
            ({ operation, action }) => operation === "charge" && action === "SUCCEED",
          ),
      ),
    );
    expect(verdict).toMatchObject({ reason: "another-record", operation: "charge" });
  });
});

describe("one crash-free run does not stand for all", () => {
  const race: Operation = {
    kind: "race",
    name: "first",
    operations: [step("left"), step("right")],
    onError: "throw",
  };
  const failingBatch: Operation = {
    kind: "parallel",
    name: "fan",
    branches: [{ operations: [step("left", THROWS)] }, { operations: [step("right")] }],
  };
  test.each([
    ["of a race", [race]],
    ["of an at-most-once step, whose attempts interruptions use up", [step("charge", ONCE)]],
    ["of a body that does not always do the same", [step("charge", THROWS_ONCE)]],
    ["of a batch that a failing branch ends early", [failingBatch]],
  ])("%s", (_, operations) => {
    expect(isComparable({ operations })).toBe(false);
  });

  test("but does of a step that always fails", () => {
    expect(isComparable({ operations: [step("charge", THROWS), step("ship")] })).toBe(true);
  });
});
