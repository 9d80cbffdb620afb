/**
 * Contexts: right histories, as the real SDK gives them, hold; wrong ones, each made from a right one
 * by a small edit, are refused by the model and break a guarantee.
 */
import { describe, expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { type Case, makeCase } from "../model/case.ts";
import type { Event, History, Update } from "../model/history.ts";
import type { Batch, Child } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { step, takes } from "./small-cases.ts";

const runner = await createRunner("aws-sdk@2.4.0");

const child: Child = {
  kind: "child",
  name: "order",
  operations: [step("charge")],
  onError: "throw",
};
const childCase = makeCase(
  { operations: [child, step("ship")] },
  {
    interruptions: [
      { edge: "checkpoint-replied", operation: "ship", action: "SUCCEED", occurrence: 1 },
    ],
  },
);
const batch: Batch = {
  kind: "parallel",
  name: "fan",
  maxConcurrency: 1,
  branches: [
    { operations: [step("first", takes(100))] },
    { operations: [step("second", takes(100))] },
  ],
};
const batchCase = makeCase({ operations: [batch] });

function story(case_: Case, history: History) {
  return readStory(case_, runner.guarantees, history);
}

function brokenBy(case_: Case, history: History): readonly string[] {
  const told = story(case_, history);
  return PROPERTIES.filter((each) => judge(each, told).kind === "broken").map(({ id }) => id);
}

/** Puts events right after the first one that fits, at its time. */
function after(history: History, fits: (event: Event) => boolean, ...added: object[]): History {
  const index = history.findIndex(fits);
  if (index === -1) throw new Error("No such event");
  const { at } = history[index] as Event;
  return history.toSpliced(index + 1, 0, ...(added.map((each) => ({ ...each, at })) as Event[]));
}

const entered = (operation: string, run: number) => ({ kind: "body-entered", operation, run });
const resolved = (operation: string) => (event: Event) =>
  event.kind === "operation-resolved" && event.operation === operation;

describe("right histories", () => {
  test.each([childCase, batchCase])("hold, and are runs of the model", async (case_) => {
    expect(brokenBy(case_, await runner.run(case_))).toEqual([]);
  });
});

const late: Update = { operation: "charge", type: "STEP", action: "START" };

const WRONG = [
  {
    engine: "runs the function of a completed context again",
    case: childCase,
    edit: (history: History) => {
      const calls = history.flatMap((event, index) =>
        event.kind === "operation-called" && event.operation === "order" ? [index] : [],
      );
      const second = calls[1] as number;
      const { at } = history[second] as Event;
      return history.toSpliced(second + 1, 0, { ...entered("order", 2), at } as Event);
    },
    rule: "completed-context-ran-again",
    property: "completed-steps-never-rerun",
  },
  {
    engine: "runs the function of a context twice",
    case: childCase,
    edit: (history: History) =>
      after(history, (event) => event.kind === "body-entered", entered("order", 2)),
    rule: "body-ran-without-call",
    property: "one-body-at-a-time",
  },
  {
    engine: "runs more branches at once than it may",
    case: batchCase,
    edit: (history: History) =>
      after(
        history,
        (event) => event.kind === "body-entered" && event.operation === "fan-0",
        entered("fan-1", 1),
      ),
    rule: "too-many-branches",
    property: "branches-within-their-concurrency",
  },
  {
    engine: "records something below a context that has ended",
    case: childCase,
    edit: (history: History) => {
      const sent = history.findIndex(
        (event) =>
          event.kind === "checkpoint-requested" &&
          event.updates.some(
            ({ operation, action }) => operation === "order" && action === "SUCCEED",
          ),
      );
      const event = history[sent] as Extract<Event, { kind: "checkpoint-requested" }>;
      return history.with(sent, { ...event, updates: [...event.updates, late] });
    },
    rule: "recorded-under-an-ended-context",
    property: "nothing-recorded-below-an-ended-context",
  },
];

describe.each(WRONG)("an engine that $engine", ({ case: case_, edit, rule, property }) => {
  test("is refused by the model and by a guarantee", async () => {
    const history = edit(await runner.run(case_));
    const walk = walkModel(story(case_, history));
    expect(walk.kind === "refused" ? walk.refusal.rule : "accepted").toBe(rule);
    expect(brokenBy(case_, history)).toContain(property);
  });
});

test("the outcome of a child reaches the handler", async () => {
  const history = await runner.run(childCase);
  expect(history.filter(resolved("order")).length).toBe(2);
});
