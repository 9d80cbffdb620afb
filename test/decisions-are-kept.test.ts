/**
 * A race that was decided in memory, an effect that came of it, a crash before the decision was in
 * the log: the replay has to decide as before.
 */
import { describe, expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { makeCase } from "../model/case.ts";
import type { Event, History } from "../model/history.ts";
import type { Callback, Operation } from "../model/workflow.ts";
import { decisionsAreKept } from "../properties/decisions-are-kept.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { insideBody, step, takes } from "./small-cases.ts";

const runner = await createRunner("aws-sdk@2.4.0");

const approval: Callback = {
  kind: "callback",
  name: "approval",
  end: { does: "succeed", seconds: 0 },
  onError: "throw",
};
const race: Operation = {
  kind: "race",
  name: "first",
  operations: [approval, step("quick")],
  onError: "throw",
};
const batch: Operation = {
  kind: "parallel",
  name: "first",
  completion: { minSuccessful: 1 },
  branches: [{ operations: [step("quick")] }, { operations: [approval] }],
};

async function interruptedAfter(decision: Operation) {
  const workflow = { operations: [decision, step("charge", takes(5_000))] };
  const case_ = makeCase(workflow, { interruptions: [insideBody("charge")] });
  return { case: case_, history: await runner.run(case_) };
}

function decidesAgain(history: History, value: string): History {
  const given = (event: Event) =>
    event.kind === "operation-resolved" && event.operation === "first";
  const second = history.findLastIndex(given);
  expect(second).not.toBe(history.findIndex(given));
  const outcome = { kind: "returned", value } as const;
  return history.with(second, { ...(history[second] as Event), outcome } as Event);
}

const DECISIONS = [
  { decision: race, other: '"quick#1"' },
  {
    decision: batch,
    other: JSON.stringify({
      reason: "MIN_SUCCESSFUL_REACHED",
      items: [
        { index: 0, status: "STARTED" },
        { index: 1, status: "SUCCEEDED", value: { approval: '"approval answered"' } },
      ],
    }),
  },
];

describe.each(DECISIONS)("a $decision.kind", ({ decision, other }) => {
  test("keeps its decision", async () => {
    const right = await interruptedAfter(decision);
    const story = readStory(right.case, runner.guarantees, right.history);
    expect(judge(decisionsAreKept, story)).toEqual({ kind: "holds" });
    expect(walkModel(story)).toMatchObject({ kind: "accepted" });
  });

  test("that decides again after an effect is refused", async () => {
    const right = await interruptedAfter(decision);
    const story = readStory(right.case, runner.guarantees, decidesAgain(right.history, other));
    expect(judge(decisionsAreKept, story)).toMatchObject({ reason: "decided-again" });
    expect(walkModel(story)).toMatchObject({ refusal: { rule: "decided-again" } });
  });
});
