/**
 * What an exhaustive search comes to, number by number: on the model, on a right engine and on one
 * that is wrong, cut and uncut, drawn, with cases left out, and ended early.
 */
import { expect, test } from "vitest";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import { RULES } from "../impl/embedded/rules.ts";
import { createRunner } from "../impl/runner.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import { describeSchedule } from "../model/describe-schedule.ts";
import type { Operation, Workflow } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { countWorkflows } from "../properties/exhaustive/every-workflow.ts";
import { type Exhausted, exhaust } from "../properties/exhaustive/exhaust.ts";
import { addCounts, NO_COVERAGE } from "../properties/exhaustive/model-coverage.ts";
import {
  countUpTo,
  type Stretch,
  Stretches,
  stretchAt,
  stretchesUpTo,
} from "../properties/exhaustive/stretches.ts";
import { ONCE, step, THROWS_ONCE, wait } from "./small-cases.ts";

const model = await createRunner("model");
const right = createEmbeddedEngine();
const wrong = createEmbeddedEngine({
  ...RULES,
  nextMove: (status, semantics) =>
    status === "STARTED" ? "run" : RULES.nextMove(status, semantics),
});

const ENGINES = {
  model: { guarantees: model.guarantees, trace: model.trace },
  right: {
    guarantees: right.guarantees,
    trace: (case_: Parameters<typeof runSimulated>[0]) =>
      runSimulated(case_, right, { durable: true }),
  },
  wrong: {
    guarantees: wrong.guarantees,
    trace: (case_: Parameters<typeof runSimulated>[0]) =>
      runSimulated(case_, wrong, { durable: true }),
  },
};

const child: Operation = {
  kind: "child",
  name: "order",
  operations: [step("ship"), wait("settle", 5)],
  onError: "catch",
};
const WORKFLOWS: Readonly<Record<string, Workflow>> = {
  "one at most once, then a wait": { operations: [step("charge", ONCE), wait("settle", 5)] },
  "one that is retried": { operations: [step("charge", THROWS_ONCE)] },
  "a child": { operations: [child] },
};

function told({ failures, unreached, skipped, tallies, ...counts }: Exhausted) {
  return {
    ...counts,
    tallies: Object.entries(tallies)
      .filter(([, { held, broken }]) => held + broken > 0)
      .map(([id, { held, broken, unknown }]) => `${id} ${held} ${broken} ${unknown}`),
    failures: failures.map(({ signature, caseNumber, case: { schedule } }) => [
      caseNumber,
      signature,
      describeSchedule(schedule),
    ]),
    skipped: skipped.map(({ number, case: { schedule } }) => [number, describeSchedule(schedule)]),
    unreached: unreached.map(({ case: { schedule }, history, reached }) => [
      reached,
      history.length,
      describeSchedule(schedule),
    ]),
  };
}

const WAYS = {
  cut: {},
  uncut: { cut: false },
  "drawn, 12": { draw: { schedules: 12, seed: 3 } },
  "drawn, none": { draw: { schedules: 0, seed: 3 } },
  "without the second": { skip: new Set([1]) },
  "without the first that is tried": { skip: new Set([9, 10, 11, 12, 13, 14]) },
} as const;

test.each(Object.keys(ENGINES) as (keyof typeof ENGINES)[])(
  "what exhaustive searches come to on: %s",
  async (name) => {
    const { guarantees, trace } = ENGINES[name];
    const all: Record<string, unknown> = {};
    for (const [what, workflow] of Object.entries(WORKFLOWS)) {
      for (const [how, way] of Object.entries(WAYS)) {
        const numbers: number[] = [];
        const found = await exhaust(workflow, {
          interruptions: 2,
          properties: PROPERTIES,
          guarantees,
          trace,
          onCase: (number) => numbers.push(number),
          ...way,
        });
        all[`${what}, ${how}`] = { ...told(found), numbers: numbers.length, last: numbers.at(-1) };
      }
      let left = 3;
      const early = await exhaust(workflow, {
        interruptions: 2,
        properties: PROPERTIES,
        guarantees,
        trace,
        goOn: () => left-- > 0,
      });
      all[`${what}, ended early`] = told(early);
    }
    const lines = Object.entries(all).flatMap(([what, counts]) => [
      `${what}:`,
      ...Object.entries(counts as object).map(([key, each]) => `  ${key} ${JSON.stringify(each)}`),
    ]);
    const text = `${lines.join("\n")}\n`;
    await expect(text).toMatchFileSnapshot(`golden/what-is-exhausted/${name}.txt`);
  },
);

test("coverage adds up", () => {
  const one = {
    states: { shown: 1, all: 2 },
    transitions: { shown: 3, all: 5 },
    edges: { shown: 7, all: 11 },
    beyond: 13,
  };
  expect(addCounts(one, one)).toEqual({
    states: { shown: 2, all: 4 },
    transitions: { shown: 6, all: 10 },
    edges: { shown: 14, all: 22 },
    beyond: 26,
  });
  expect(addCounts(one, NO_COVERAGE)).toEqual(one);
});

test("stretches hold every workflow once, in order, and each is found by its number", () => {
  const kinds = "steps-and-waits";
  const [ones, twos] = [countWorkflows(1, kinds), countWorkflows(2, kinds)];
  expect(countUpTo(2, kinds)).toBe(ones + twos);
  const stretches = [...stretchesUpTo(2, kinds, 100)];
  expect(stretches.every(({ from, to }) => to > from && to - from <= 100)).toBe(true);
  expect(stretches.filter(({ operations }) => operations === 1).at(-1)?.to).toBe(ones);
  const reading = new Stretches();
  const all = stretches.flatMap((stretch) => [...reading.read(stretch)]);
  const again = new Stretches();
  const whole = [1, 2].flatMap((operations) => [
    ...again.read({ operations, kinds, from: 0, to: Number.POSITIVE_INFINITY }),
  ]);
  expect(all).toEqual(whole);
  expect(all).toHaveLength(ones + twos);
  for (const number of [0, ones - 1, ones, ones + 7, ones + twos - 1]) {
    const stretch = stretchAt(number, 2, kinds);
    expect(stretch.to - stretch.from).toBe(1);
    expect(stretch.operations).toBe(number < ones ? 1 : 2);
    expect([...reading.read(stretch)]).toEqual([all[number]]);
  }
  expect(() => stretchAt(ones + twos, 2, kinds)).toThrow(`There is no workflow ${ones + twos}`);
});

test("stretches can be read backwards, and of other kinds in between", () => {
  const reading = new Stretches();
  const read = (stretch: Stretch) => JSON.stringify([...reading.read(stretch)]);
  const later: Stretch = { operations: 1, kinds: "steps-and-waits", from: 6, to: 9 };
  const earlier: Stretch = { ...later, from: 2, to: 4 };
  const other: Stretch = { ...later, kinds: "all" };
  const first = [read(later), read(earlier), read(other), read(later)];
  const fresh = [later, earlier, other, later].map((each) =>
    JSON.stringify([...new Stretches().read(each)]),
  );
  expect(first).toEqual(fresh);
  expect(new Set(fresh).size).toBe(3);
});
