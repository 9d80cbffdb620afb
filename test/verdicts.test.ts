/** What a check says where it found nothing, or several things, or where it threw. */
import { expect, test } from "vitest";
import { awsGuarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { PROPERTIES } from "../properties/all.ts";
import { modelAccepts } from "../properties/model-accepts.ts";
import { broken, earliestOf, holdsIf, judge, type Property } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { caseOf, step } from "./small-cases.ts";

const throwing: Property = {
  id: "throws",
  sentence: "",
  source: "",
  check() {
    throw new Error("a mistake in the check");
  },
};

test("a check that throws gives unknown, with the reason, and never a pass", () => {
  const story = readStory(caseOf([step("charge")]), awsGuarantees, []);
  expect(judge(throwing, story)).toEqual({
    kind: "unknown",
    reason: "the check threw: Error: a mistake in the check",
  });
});

test("a check that met no occasion gives unknown", () => {
  expect(holdsIf(false)).toEqual({ kind: "unknown", reason: "nothing in the run exercised it" });
  const story = readStory(caseOf([step("charge")]), awsGuarantees, []);
  for (const property of PROPERTIES)
    expect(judge(property, story).kind, property.id).toBe("unknown");
});

test("of several things that broke the earliest is told, of those at one event the first", () => {
  const at = (index: number, reason: string) => broken(index, "charge", reason, "none", "had one");
  const found = [at(5, "late"), at(3, "early"), at(3, "as early"), at(4, "later")];
  expect(earliestOf(found, false)).toEqual({
    kind: "broken",
    at: 3,
    operation: "charge",
    reason: "early",
    expected: "none",
    found: "had one",
  });
  expect(earliestOf([], true)).toEqual({ kind: "holds" });
  expect(earliestOf([], false).kind).toBe("unknown");
});

test("what the model refuses is a verdict like any other", () => {
  const case_ = caseOf([step("charge")]);
  const right = simulate(case_, awsGuarantees);
  const of = (history: History) => judge(modelAccepts, readStory(case_, awsGuarantees, history));
  expect(of(right)).toEqual({ kind: "holds" });
  expect(of([]).kind).toBe("unknown");
  expect(of([...right.slice(0, 2), { kind: "livelocked", at: 0 }])).toEqual({
    kind: "broken",
    at: 2,
    operation: undefined,
    reason: "invocation-livelocked",
    expected: "work to need time",
    found: "worked for ever at one instant",
  });
  expect(modelAccepts.id).toBe("model-accepts");
  expect(modelAccepts.sentence).toMatch(/reference model allows/);
  expect(modelAccepts.source).toMatch(/^semantics/);
});
