/** Handlers that are changed on the way: which changes there are, and what engines make of them. */
import * as Schema from "effect/Schema";
import { describe, expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { Case, makeCase } from "../model/case.ts";
import { type Change, changedWorkflow, OTHER_KINDS, refuseChange } from "../model/change.ts";
import { describeSchedule } from "../model/describe-schedule.ts";
import type { Operation } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { ONCE, step, wait } from "./small-cases.ts";

const operations: readonly Operation[] = [step("charge", ONCE), wait("settle", 5), step("ship")];
const change = (operation: string, becomes: Change["becomes"], fromInvocation = 2): Change => ({
  fromInvocation,
  operation,
  becomes,
});
const caseWith = (one: Change): Case =>
  makeCase({ operations }, { interruptions: [], change: one });

/** The invocation after the wait finds both of the first two in the log. */
const CHANGES = [
  change("charge", "renamed"),
  change("charge", "swapped"),
  change("settle", "renamed"),
  change("settle", "swapped"),
  ...OTHER_KINDS.filter((kind) => kind !== "step").map((kind) => change("charge", kind)),
  ...OTHER_KINDS.filter((kind) => kind !== "wait").map((kind) => change("settle", kind)),
];

describe.each(["embedded", "model"])("%s", async (engine) => {
  const runner = await createRunner(engine);

  test.each(CHANGES)("fails the execution where $operation is $becomes", async (one) => {
    const { story, judgements, failure } = await judgeCase(caseWith(one), runner, PROPERTIES);
    expect(failure).toBeUndefined();
    expect(story.history.at(-1)).toMatchObject({ kind: "execution-ended", status: "FAILED" });
    expect(story.history.at(-2)).toMatchObject({
      answer: { kind: "FAILED", error: { name: "NonDeterministicExecutionError" } },
    });
    const verdict = judgements.find(({ property }) => property.id === "changed-handlers-fail");
    expect(verdict?.verdict.kind).toBe("holds");
    const shipped = story.history.some(
      (event) => event.kind === "body-entered" && event.operation === "ship",
    );
    expect(shipped).toBe(false);
  });

  test.each([change("ship", "renamed"), change("charge", "renamed", 3)])(
    "goes on where the log does not have $operation by invocation $fromInvocation",
    async (one) => {
      const { story, failure } = await judgeCase(caseWith(one), runner, PROPERTIES);
      expect(failure).toBeUndefined();
      expect(story.history.at(-1)).toMatchObject({ status: "SUCCEEDED" });
    },
  );
});

test("the order, the name or the kind of an operation changes, and nothing else", () => {
  const changed = (one: Change) =>
    changedWorkflow({ operations }, one).operations.map(({ kind, name }) => `${kind} ${name}`);
  expect(changed(change("charge", "renamed"))).toEqual([
    "step charge-changed",
    "wait settle",
    "step ship",
  ]);
  expect(changed(change("charge", "swapped"))).toEqual(["wait settle", "step charge", "step ship"]);
  expect(changed(change("settle", "callback"))).toEqual([
    "step charge",
    "callback settle",
    "step ship",
  ]);
});

test.each([
  ["nowhere", "renamed", "an operation of the handler itself"],
  ["charge", "step", "an operation of another kind"],
  ["ship", "swapped", "an operation before one that is awaited at once and is no combinator"],
] as const)("%s can't be %s", (operation, becomes, expected) => {
  expect(refuseChange({ operations }, change(operation, becomes))).toBe(expected);
  expect(Schema.is(Case)(caseWith(change(operation, becomes)))).toBe(false);
});

test("what nobody awaits at once, and a name that is taken, can't be changed", () => {
  const later: Operation = { ...wait("settle", 5), awaited: "later" };
  expect(refuseChange({ operations: [later] }, change("settle", "renamed"))).toBe(
    "an operation that the handler awaits at once",
  );
  const taken = [step("charge"), step("charge-changed")];
  expect(refuseChange({ operations: taken }, change("charge", "renamed"))).toBe(
    "an operation whose new name is not taken",
  );
});

test("a change reads well", () => {
  const words = (one: Change) => describeSchedule({ interruptions: [], change: one });
  expect(words(change("charge", "renamed"))).toBe(
    "from invocation 2 the handler has another name for charge, if that is in the log",
  );
  expect(words(change("charge", "swapped", 3))).toBe(
    "from invocation 3 the handler calls what follows charge before it, if that is in the log",
  );
  expect(words(change("settle", "step"))).toBe(
    "from invocation 2 the handler has a step for settle, if that is in the log",
  );
});
