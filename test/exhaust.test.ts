/**
 * All schedules up to a bound: every edge is struck or equal to one that is, and what is cut loses
 * no violation, shown on engines that are wrong in one way each.
 */
import { describe, expect, test } from "vitest";
import type { WireOperation } from "../impl/backend/wire.ts";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import { RULES, type Rules } from "../impl/embedded/rules.ts";
import type { Engine } from "../impl/engine.ts";
import { createRunner } from "../impl/runner.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import type { Case } from "../model/case.ts";
import type { awsGuarantees } from "../model/guarantees.ts";
import type { Workflow } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { caseOfHistory } from "../properties/exhaustive/case-of-history.ts";
import { drawnSchedules } from "../properties/exhaustive/drawn-schedules.ts";
import { edgesOf } from "../properties/exhaustive/edges.ts";
import {
  everySchedule,
  type Searched,
  type Traced,
} from "../properties/exhaustive/every-schedule.ts";
import { everyWorkflow, type Kinds } from "../properties/exhaustive/every-workflow.ts";
import { exhaust } from "../properties/exhaustive/exhaust.ts";
import { ModelCoverage } from "../properties/exhaustive/model-coverage.ts";
import { ONCE, step, THROWS_ONCE, wait } from "./small-cases.ts";

const model = await createRunner("model");
const charge: Workflow = { operations: [step("charge", ONCE), wait("settle", 5)] };

interface Traces {
  readonly guarantees: typeof awsGuarantees;
  readonly trace: (case_: Case) => Promise<Traced>;
}

function tracesOf(engine: Engine): Traces {
  const { guarantees } = engine;
  return { guarantees, trace: (case_) => runSimulated(case_, engine, { durable: true }) };
}

async function search(workflow: Workflow, interruptions: number, more = {}) {
  const found: Searched[] = [];
  const { guarantees, trace } = model;
  const options = { workflow, interruptions, guarantees, trace, ...more };
  for await (const each of everySchedule(options)) found.push(each);
  return found;
}

describe("the search for schedules", () => {
  test("has the crash-free run first, and then one case for each edge, in order", async () => {
    const [first, ...rest] = await search(charge, 1, { cut: false });
    if (first?.kind !== "run") throw new Error("A run was expected");
    expect(first.case.schedule.interruptions).toEqual([]);
    const struck = rest.map((each) => (each.kind === "run" ? each.case.schedule : undefined));
    const edges = edgesOf(first.history).map(({ interruption }) => interruption);
    expect(struck).toEqual(edges.map((each) => ({ interruptions: [each] })));
    expect(rest.map((each) => (each.kind === "run" ? each.number : 0))).toEqual(
      edges.map((_, index) => index + 1),
    );
  });

  test("strikes where it says: each run is interrupted as often as its schedule has it", async () => {
    for (const each of await search(charge, 2, { cut: false })) {
      if (each.kind !== "run") throw new Error("A run was expected");
      const strikes = each.history.filter(({ kind }) => kind === "interrupted").length;
      expect(strikes).toBe(each.case.schedule.interruptions.length);
    }
  });

  test("strikes each edge, or cuts it", async () => {
    const all = await search(charge, 2, { cut: false });
    const cut = await search(charge, 1);
    const kinds = cut.map(({ kind }) => kind);
    const [first] = cut;
    const edges = first?.kind === "run" ? edgesOf(first.history).length : 0;
    expect(kinds.filter((kind) => kind === "cut").length).toBeGreaterThan(edges / 2);
    expect(kinds.length).toBe(1 + edges);
    expect(all.length).toBeGreaterThan(edges ** 2 / 2);
  });

  test("leaves out what is to be skipped, and tells its case", async () => {
    const runs = (await search(charge, 1)).filter((each) => each.kind === "run");
    const skipped = await search(charge, 1, { skip: new Set([1]) });
    const told = skipped.find(({ kind }) => kind === "skipped");
    expect(told).toEqual({ kind: "skipped", number: 1, case: runs[1]?.case });
    expect(skipped.filter(({ kind }) => kind === "run")).toHaveLength(runs.length - 1);
  });

  test("can be ended", async () => {
    let left = 3;
    const found = await search(charge, 2, { goOn: () => left-- > 0 });
    expect(found.filter(({ kind }) => kind === "run")).toHaveLength(3);
    expect(found.at(-1)).toEqual({ kind: "ended" });
  });
});

/** The signatures of everything that breaks, to a bound. */
async function signatures(
  { guarantees, trace }: Traces,
  [size, interruptions, kinds, every]: readonly [number, number, Kinds, number],
  cut: boolean,
) {
  const found = new Set<string>();
  let cases = 0;
  const workflows = [...everyWorkflow(size, kinds)].filter((_, index) => index % every === 0);
  for (const workflow of workflows) {
    const options = { interruptions, guarantees, trace, properties: PROPERTIES, cut };
    const exhausted = await exhaust(workflow, options);
    cases += exhausted.cases;
    for (const { signature } of exhausted.failures) found.add(signature);
  }
  return { found: [...found].toSorted(), cases };
}

const broken = (rules: Partial<Rules>) => tracesOf(createEmbeddedEngine({ ...RULES, ...rules }));

/** The log that invocations are given, changed; the embedded engine is right otherwise. */
function misled(change: (operation: WireOperation) => WireOperation): Traces {
  const engine = createEmbeddedEngine();
  return tracesOf({
    ...engine,
    invoke: (invocation) => {
      const { page } = invocation;
      return engine.invoke({
        ...invocation,
        page: { ...page, Operations: page.Operations.map(change) },
      });
    },
  });
}

const WRONG: Readonly<Record<string, Traces>> = {
  "an interrupted at-most-once body runs again": broken({
    nextMove: (status, semantics) =>
      status === "STARTED" ? "run" : RULES.nextMove(status, semantics),
  }),
  "an interrupted at-least-once body is given up": broken({
    nextMove: (status, semantics) =>
      status === "STARTED" ? "ask-about-interruption" : RULES.nextMove(status, semantics),
  }),
  "a replay counts as an attempt": broken({
    attemptOf: (entry) => RULES.attemptOf(entry) + (entry?.Status === "STARTED" ? 1 : 0),
  }),
  "START is never awaited": broken({ isWriteAhead: () => false }),
  "a retry does not wait": broken({
    nextMove: (status, semantics) =>
      status === "PENDING" ? "start" : RULES.nextMove(status, semantics),
  }),
  "results differ on replay": misled((operation) =>
    operation.StepDetails?.Result === undefined
      ? operation
      : { ...operation, StepDetails: { ...operation.StepDetails, Result: '"another"' } },
  ),
  "what has succeeded is forgotten": misled((operation) =>
    operation.Type === "STEP" && operation.Status === "SUCCEEDED"
      ? { ...operation, Status: "READY" }
      : operation,
  ),
};

describe("what is cut loses no violation", () => {
  test.each(Object.entries(WRONG))("%s", { timeout: 120_000 }, async (_, traces) => {
    for (const bound of [
      [1, 2, "steps-and-waits", 1],
      [2, 1, "steps-and-waits", 29],
    ] as const) {
      const all = await signatures(traces, bound, false);
      const some = await signatures(traces, bound, true);
      expect(all.found.length).toBeGreaterThan(0);
      expect(some.found).toEqual(all.found);
      expect(some.cases).toBeLessThan(all.cases);
    }
  });

  test("published SDKs, every kind of operation", { timeout: 120_000 }, async () => {
    for (const name of ["aws-sdk@1.1.7", "aws-sdk@2.4.0"]) {
      const runner = await createRunner(name);
      const bound = [2, 1, "all", 101] as const;
      const all = await signatures(runner, bound, false);
      expect(await signatures(runner, bound, true)).toMatchObject({ found: all.found });
    }
  });
});

test("nothing breaks on the embedded engine, and the model knows all that it does", async () => {
  const { guarantees, trace } = tracesOf(createEmbeddedEngine());
  for (const workflow of everyWorkflow(1, "steps-and-waits")) {
    const options = { interruptions: 2, guarantees, trace, properties: PROPERTIES };
    const { failures, modelCoverage, complete } = await exhaust(workflow, options);
    expect(failures).toEqual([]);
    expect(complete).toBe(true);
    expect(modelCoverage.beyond).toBe(0);
    expect(modelCoverage.states.shown).toBeGreaterThan(modelCoverage.states.all / 2);
    expect(modelCoverage.states.shown).toBeLessThanOrEqual(modelCoverage.states.all);
  }
});

describe("schedules drawn at random", () => {
  const options = { interruptions: 2, ...model, properties: PROPERTIES };
  const draw = { schedules: 5, seed: 3 };

  test("are so many beside the one without interruptions, each run as it says", async () => {
    const drawn: Searched[] = [];
    const search = { workflow: charge, interruptions: 2, ...model };
    for await (const each of drawnSchedules(search, draw)) drawn.push(each);
    const runs = drawn.filter((each) => each.kind === "run");
    expect(runs.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(runs[0]?.case.schedule.interruptions).toEqual([]);
    for (const { case: case_, history } of runs.slice(1)) {
      const { interruptions } = case_.schedule;
      expect(interruptions.length).toBeGreaterThan(0);
      const strikes = history.filter(({ kind }) => kind === "interrupted");
      expect(strikes).toHaveLength(interruptions.length);
    }
  });

  test("are the same again for the same seed, and others for another", async () => {
    const schedules = async (seed: number) => {
      const drawn: unknown[] = [];
      const search = { workflow: charge, interruptions: 2, ...model };
      for await (const each of drawnSchedules(search, { ...draw, seed })) {
        if (each.kind === "run") drawn.push(each.case.schedule);
      }
      return drawn;
    };
    const first = await schedules(3);
    expect(await schedules(3)).toEqual(first);
    expect(await schedules(4)).not.toEqual(first);
  });

  test("show less of the model than all of them, of which there is as much", async () => {
    const { modelCoverage: some } = await exhaust(charge, { ...options, draw });
    const { modelCoverage: all } = await exhaust(charge, options);
    for (const what of ["states", "transitions", "edges"] as const) {
      expect(some[what].all).toBe(all[what].all);
      expect(some[what].shown).toBeLessThan(all[what].shown);
    }
  });

  test("leave states that are reached when their case is run, and it is told which", async () => {
    const { unreached } = await exhaust(charge, { ...options, draw });
    expect(unreached).toHaveLength(3);
    for (const { case: case_, history, reached } of unreached) {
      expect(reached).toBe(true);
      const coverage = new ModelCoverage(charge, 2, model.guarantees);
      const last = coverage.statesOf(history.slice(0, -1));
      const wanted = [...coverage.statesOf(history)].filter((state) => !last.has(state));
      expect(wanted).toHaveLength(1);
      const states = coverage.statesOf((await model.trace(case_)).history);
      expect(wanted.every((state) => states.has(state))).toBe(true);
    }
  });
});

test("a case that the engine is lost in while it is tried is told, and then no more is tried", async () => {
  const draw = { schedules: 5, seed: 3 };
  const options = { interruptions: 2, ...model, properties: PROPERTIES, draw };
  const { cases, unreached, skipped } = await exhaust(charge, options);
  expect([cases, skipped]).toEqual([6, []]);
  const lost = await exhaust(charge, { ...options, skip: new Set([cases]) });
  expect(lost.cases).toBe(cases);
  expect(lost.skipped.map(({ number }) => number)).toEqual([cases]);
  expect(lost.unreached.length).toBeLessThan(unreached.length);
  // Nor is anything tried where the engine was lost before.
  const before = await exhaust(charge, { ...options, skip: new Set([1]) });
  expect(before.unreached).toEqual([]);
});

test("what all schedules leave is no state that one of their cases would come to", async () => {
  const { guarantees, trace } = tracesOf(createEmbeddedEngine());
  for (const workflow of [...everyWorkflow(1, "steps-and-waits")].slice(0, 9)) {
    const options = { interruptions: 2, guarantees, trace, properties: [] };
    const { unreached } = await exhaust(workflow, options);
    expect(unreached.some(({ reached }) => reached)).toBe(false);
  }
});

test("what was not shown is a history of the model that can be run as a case", async () => {
  const workflow: Workflow = { operations: [step("charge", THROWS_ONCE)] };
  const { guarantees, trace } = model;
  const options = { interruptions: 1, guarantees, trace, properties: [] };
  const { unreached, modelCoverage } = await exhaust(workflow, options);
  expect(modelCoverage.states.shown).toBeLessThan(modelCoverage.states.all);
  expect(unreached.length).toBeGreaterThan(0);
  for (const { case: case_, history } of unreached) {
    expect(case_).toEqual(caseOfHistory(workflow, history));
    const struck = history.filter(({ kind }) => kind === "interrupted").length;
    expect(case_.schedule.interruptions).toHaveLength(struck);
    expect((await trace(case_)).history.at(-1)?.kind).toBe("execution-ended");
  }
});

test("a history with interruptions is the case that strikes where they struck", async () => {
  for (const each of await search(charge, 2)) {
    if (each.kind === "run") expect(caseOfHistory(charge, each.history)).toEqual(each.case);
  }
});
