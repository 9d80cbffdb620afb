/** A model that is stuck, contradicts itself or goes round for ever is told, by a shortest history to there. */
import { expect, test, vi } from "vitest";
import type { Exploration } from "../model/explore.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Refusal } from "../model/refusal.ts";
import { exploreWorkflow } from "../properties/exhaustive/explore-workflow.ts";
import { step } from "./small-cases.ts";

/** What the exploration is said to have found beside what it has. */
let planted: (found: Exploration) => Partial<Exploration> = () => ({});

vi.mock("../model/explore.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("../model/explore.ts")>();
  return {
    ...original,
    explore: (...parameters: Parameters<typeof original.explore>) => {
      const found = original.explore(...parameters);
      const changed = planted(found);
      return new Proxy(found, {
        get: (_, key) => {
          if (key in changed) return Reflect.get(changed, key);
          const value = Reflect.get(found, key);
          return typeof value === "function" ? value.bind(found) : value;
        },
      });
    },
  };
});

function told(found: (found: Exploration) => Partial<Exploration>) {
  planted = found;
  const workflow = { operations: [step("charge")] };
  const explored = exploreWorkflow(workflow, { interruptions: 1 }, { guarantees: awsGuarantees });
  planted = () => ({});
  return explored.violations.map(({ id, found: sentence, history }) => ({
    id,
    sentence,
    length: history.length,
  }));
}

test("nothing is told of a model that is right", () => {
  expect(told(() => ({}))).toEqual([]);
});

test("where nothing can happen, the nearest", () => {
  expect(told(() => ({ stuck: [5, 1, 3] }))).toEqual([
    {
      id: "never-stuck",
      sentence: "nothing can happen, and the execution has not ended",
      length: 1,
    },
  ]);
});

test("where one can go on for ever", () => {
  expect(told(() => ({ onACycle: () => 1 }))).toEqual([
    { id: "every-run-ends", sentence: "from here one can go on for ever", length: 1 },
  ]);
});

test("what it enables and refuses, with that event", () => {
  const refusal: Refusal = {
    rule: "wrong-attempt",
    operation: "charge",
    expected: "attempt 1",
    found: "attempt 2",
  };
  const event = { kind: "livelocked", at: 0 } as const;
  expect(told(() => ({ contradictions: [{ id: 1, event, refusal }] }))).toEqual([
    {
      id: "accepts-what-it-enables",
      sentence: "the model enables livelocked and refuses it: wrong-attempt, attempt 2",
      length: 2,
    },
  ]);
});
