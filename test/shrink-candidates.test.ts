/** What is simpler than a case is itself a case, another one, and really simpler. */
import * as Schema from "effect/Schema";
import { expect, test } from "vitest";
import { Case } from "../model/case.ts";
import type { Operation } from "../model/workflow.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { candidatesOf } from "../properties/shrink/candidates.ts";
import { caseOf, step } from "./small-cases.ts";

const isCase = Schema.is(Case);
const drawn = [...drawBatch(21, 0), ...drawBatch(21, 1)];

test("every candidate is one that the schema accepts, and says what it takes away", () => {
  let candidates = 0;
  for (const case_ of drawn) {
    for (const candidate of candidatesOf(case_)) {
      expect(isCase(candidate.case), candidate.removed).toBe(true);
      expect(candidate.removed).not.toBe("");
      candidates += 1;
    }
  }
  expect(candidates).toBeGreaterThan(drawn.length * 5);
});

test("no candidate is the case itself", () => {
  for (const case_ of drawn) {
    for (const candidate of candidatesOf(case_)) expect(candidate.case).not.toEqual(case_);
  }
});

test("taking one candidate after another comes to an end, from any case, in any order", () => {
  for (const [index, case_] of drawn.entries()) {
    let simpler = case_;
    let steps = 0;
    for (;;) {
      const candidates = [...candidatesOf(simpler)];
      const next = candidates[(index + steps) % candidates.length];
      if (next === undefined) break;
      simpler = next.case;
      steps += 1;
      expect(steps).toBeLessThan(500);
    }
    expect(simpler.workflow.operations).toHaveLength(0);
    expect(simpler.schedule.interruptions).toHaveLength(0);
  }
});

test("only no step at all is simpler than one plain step that nothing interrupts", () => {
  const plain = {
    ...caseOf([step("charge")]),
    limits: { invocationSeconds: 900, executionSeconds: 86_400 },
  };
  const [empty, ...others] = candidatesOf(plain);
  expect(others).toEqual([]);
  expect(empty?.case.workflow.operations).toEqual([]);
  expect([...candidatesOf(empty?.case as Case)]).toEqual([]);
});

test("a race keeps one operand, as a race of none never settles", () => {
  const race = (kind: "race" | "any") =>
    caseOf([{ kind, name: "first", operations: [step("charge")], onError: "throw" }]);
  const emptied = (kind: "race" | "any") =>
    [...candidatesOf(race(kind))].filter(({ case: { workflow } }) =>
      workflow.operations.some((each) => each.kind === kind && each.operations.length === 0),
    );
  expect(emptied("race")).toEqual([]);
  expect(emptied("any")).toHaveLength(1);
});

test("a context that is given to a combinator is not opened up where that would be no case", () => {
  const aside = { kind: "work", name: "aside", milliseconds: 5 } as const;
  const inner: Operation = {
    kind: "race",
    name: "inner",
    operations: [step("b")],
    onError: "throw",
  };
  for (const operation of [aside, inner, step("charge")]) {
    const order = {
      kind: "child",
      name: "order",
      operations: [operation],
      onError: "throw",
    } as const;
    const both = { kind: "all", name: "both", operations: [order], onError: "throw" } as const;
    const candidates = [...candidatesOf(caseOf([both]))];
    expect(candidates.filter((each) => !isCase(each.case))).toEqual([]);
    const opened = candidates.some(({ removed }) => removed === "context order");
    expect([operation.name, opened]).toEqual([operation.name, operation.name === "charge"]);
  }
});
