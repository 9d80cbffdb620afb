/** A workflow explored to the end: nothing breaks, and what would break is found by its shortest way. */
import { describe, expect, test } from "vitest";
import { makeCase } from "../model/case.ts";
import { explore } from "../model/explore.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { Links } from "../model/links.ts";
import { initial, transition } from "../model/transition.ts";
import type { Workflow } from "../model/workflow.ts";
import { createWorld } from "../model/world.ts";
import { GUARANTEES } from "../properties/all.ts";
import { everyWorkflow } from "../properties/exhaustive/every-workflow.ts";
import { exploreWorkflow } from "../properties/exhaustive/explore-workflow.ts";
import { STEP_RULES } from "../properties/exhaustive/step-rules.ts";
import type { Property } from "../properties/property.ts";
import { ONCE, step } from "./small-cases.ts";

const guarantees = awsGuarantees;
const charge: Workflow = { operations: [step("charge", ONCE)] };

test.each([
  ["steps-and-waits", 1, 3, {}],
  ["all", 1, 2, {}],
  ["all", 1, 2, { polls: true, timers: true, order: true }],
] as const)("%s: %i operation, %i interruptions: nothing breaks", (kinds, size, k, freedom) => {
  const held = new Set<string>();
  for (const workflow of everyWorkflow(size, kinds)) {
    const found = exploreWorkflow(workflow, { interruptions: k, freedom }, { guarantees });
    expect(found.violations).toEqual([]);
    expect(found.complete).toBe(true);
    for (const id of Object.keys(found.held)) held.add(id);
  }
  expect(held.size).toBeGreaterThan(20);
});

test("a sample of two operations of any kind: nothing breaks, every guarantee is exercised", () => {
  const held = new Set<string>();
  const sample = [...everyWorkflow(2, "all")].filter((_, index) => index % 97 === 5);
  for (const workflow of sample) {
    const found = exploreWorkflow(workflow, { interruptions: 1 }, { guarantees });
    expect(found.violations).toEqual([]);
    for (const id of Object.keys(found.held)) held.add(id);
  }
  // With one branch at most there is no concurrency to be kept to.
  const rare = new Set([
    "branches-within-their-concurrency",
    "decisions-are-kept",
    // No handler changes in what is explored.
    "changed-handlers-fail",
    // No call fails in what is explored.
    "failures-have-the-right-scope",
    "used-up-tokens-record-nothing",
  ]);
  const expected = GUARANTEES.map(({ id }) => id).filter((id) => !rare.has(id));
  expect([...held]).toEqual(expect.arrayContaining(expected));
});

test("a property that breaks somewhere is told once, with a shortest history", () => {
  const never: Property = {
    id: "never-fails",
    sentence: "No execution fails.",
    source: "made up",
    check({ history }) {
      const at = history.findIndex(
        (event) => event.kind === "execution-ended" && event.status === "FAILED",
      );
      if (at === -1) return { kind: "holds" };
      const words = { reason: "failed", expected: "no failure", found: "failed" };
      return { kind: "broken", at, operation: undefined, ...words };
    },
  };
  const options = { guarantees, properties: [never] };
  const { violations } = exploreWorkflow(charge, { interruptions: 2 }, options);
  expect(violations.map(({ id }) => id)).toEqual(["never-fails"]);
  const kinds = violations[0]?.history.map(({ kind }) => kind) ?? [];
  expect(kinds.filter((kind) => kind === "interrupted")).toHaveLength(1);
  expect(kinds.at(-1)).toBe("execution-ended");
});

test("of all judged histories the shortest is told, up to where it breaks", () => {
  const never: Property = {
    id: "never-interrupted",
    sentence: "No invocation is interrupted.",
    source: "made up",
    check({ history }) {
      const at = history.findIndex(({ kind }) => kind === "interrupted");
      if (at === -1) return { kind: "holds" };
      const words = { reason: "interrupted", expected: "no interruption", found: "interrupted" };
      return { kind: "broken", at, operation: undefined, ...words };
    },
  };
  const retried: Workflow = { operations: [step("charge"), step("ship")] };
  const options = { guarantees, properties: [never] };
  const { violations } = exploreWorkflow(retried, { interruptions: 1 }, options);
  expect(violations.map(({ history }) => history.map(({ kind }) => kind))).toEqual([
    ["invocation-started", "interrupted"],
  ]);
});

test("a check that throws is told, and holds nowhere that it threw", () => {
  const throwing: Property = {
    id: "throws",
    sentence: "It throws where something failed.",
    source: "made up",
    check({ history }) {
      if (history.some(({ kind }) => kind === "interrupted")) throw new Error("no idea");
      return { kind: "holds" };
    },
  };
  const options = { guarantees, properties: [throwing] };
  const found = exploreWorkflow(charge, { interruptions: 1 }, options);
  expect(found.thrown).toEqual({ throws: "the check threw: Error: no idea" });
  expect(found.held.throws).toBeGreaterThan(0);
});

test("a rule that a step breaks is told, with the history up to that step", () => {
  const rule = {
    id: "no-interruption",
    check: ({ event }: { event: { kind: string } }) =>
      event.kind === "interrupted" ? "it was interrupted" : undefined,
  };
  const options = { guarantees, stepRules: [rule] };
  const { violations } = exploreWorkflow(charge, { interruptions: 1 }, options);
  expect(violations.map(({ id }) => id)).toEqual(["no-interruption"]);
  expect(violations[0]?.history.map(({ kind }) => kind)).toEqual([
    "invocation-started",
    "interrupted",
  ]);
});

test("each step rule is about a guarantee that there is", () => {
  const ids = GUARANTEES.map(({ id }) => id);
  for (const { id } of STEP_RULES) expect(ids).toContain(id);
});

test("histories that together take every step, or a shortest to each end", () => {
  const bounds = { interruptions: 2 };
  const all = exploreWorkflow(charge, bounds, { guarantees });
  const ends = exploreWorkflow(charge, bounds, { guarantees, endsOnly: true });
  expect(ends.histories).toBe(ends.ends);
  expect(all.histories).toBeGreaterThan(ends.histories);
  // The handler is given the outcome again only where it was interrupted after it had it.
  expect(ends.held["live-equals-replay"]).toBeUndefined();
  expect(all.held["live-equals-replay"]).toBeGreaterThan(0);
});

test("a bound on states is no complete exploration", () => {
  const found = exploreWorkflow(charge, { interruptions: 2, states: 20 }, { guarantees });
  expect(found).toMatchObject({ complete: false, states: 20 });
});

describe("paths through all moves", () => {
  test("are shortest ways to a move, go on to an end, and miss none", () => {
    const world = createWorld(charge, makeCase(charge).limits, guarantees);
    const moves = new Set<string>();
    const found = explore(
      world,
      { interruptions: 1 },
      { step: (_before, id, event) => moves.add(`${id} ${JSON.stringify(event)}`) },
    );
    for (const path of found.pathsThroughAll()) {
      let state = initial(world);
      for (const event of path) {
        moves.delete(`${found.find(state)} ${JSON.stringify(event)}`);
        const step = transition(world, state, event);
        if (step.kind === "refused") throw new Error(step.refusal.expected);
        state = step.state;
      }
      expect(state.execution).not.toBe("RUNNING");
    }
    expect([...moves]).toEqual([]);
  });
});

describe("going round for ever", () => {
  const links = (...rows: readonly (readonly number[])[]) => {
    const made = new Links();
    for (const [node, row] of rows.entries()) {
      for (const target of row) made.add(target);
      made.endRow(node);
    }
    return made;
  };

  test("is not possible where all ways lead on", () => {
    expect(links([1, 2], [3], [3], []).onACycle()).toBeUndefined();
  });

  test("is found where one can come back", () => {
    expect(links([1, 2], [3], [1], [2]).onACycle()).toBe(1);
    expect(links([0]).onACycle()).toBe(0);
  });
});
