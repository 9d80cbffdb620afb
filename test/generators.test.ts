/** Cases drawn at random: always the same for a seed, by batches, valid, and of every kind. */

import * as Schema from "effect/Schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Case } from "../model/case.ts";
import { OTHER_KINDS } from "../model/change.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { addCoverage, COVERAGE_ROWS, coverageKey } from "../properties/coverage.ts";
import { BATCH_SIZE, caseArbitrary, drawBatch } from "../properties/generators/case.ts";
import { sometimesOf } from "../properties/sometimes.ts";
import { readStory } from "../properties/story.ts";

test("a seed gives the same cases", () => {
  expect(drawBatch(42, 3)).toEqual(drawBatch(42, 3));
  expect(JSON.stringify(drawBatch(42, 3))).toBe(JSON.stringify(drawBatch(42, 3)));
});

test("another seed, or another batch, gives other cases", () => {
  const batches = [drawBatch(1, 0), drawBatch(1, 1), drawBatch(2, 0), drawBatch(2, 1)];
  const texts = batches.map((cases) => JSON.stringify(cases));
  expect(new Set(texts).size).toBe(batches.length);
});

test("a batch does not depend on what was drawn before", () => {
  const inOrder = [0, 1, 2, 3].map((batch) => drawBatch(7, batch));
  const backwards = [3, 2, 1, 0].map((batch) => drawBatch(7, batch)).toReversed();
  expect(backwards).toEqual(inOrder);
});

test("the beginning of a batch is that of the whole batch", () => {
  const whole = drawBatch(7, 5);
  expect(whole).toHaveLength(BATCH_SIZE);
  expect(drawBatch(7, 5, 10)).toEqual(whole.slice(0, 10));
  expect(drawBatch(7, 5, 0)).toEqual([]);
});

test("every case is one that the schema accepts, as JSON too", () => {
  const decode = Schema.decodeUnknownSync(Case);
  const accepted = fc.property(caseArbitrary, (case_) => {
    expect(decode(case_)).toEqual(case_);
    expect(decode(JSON.parse(JSON.stringify(case_)))).toEqual(case_);
  });
  fc.assert(accepted, { seed: 5, numRuns: 2_000 });
});

const drawn = Array.from({ length: 30 }, (_, batch) => drawBatch(11, batch)).flat();

test("handlers of such cases change into all that such cases have, and nothing else", () => {
  const becomes = drawn.flatMap(({ schedule: { change } }) => change?.becomes ?? []);
  expect([...new Set(becomes)].toSorted()).toEqual(["renamed", "step", "swapped", "wait"]);
  const wide = Array.from({ length: 30 }, (_, batch) => drawBatch(11, batch, BATCH_SIZE, "all"));
  const wideBecomes = wide.flat().flatMap(({ schedule: { change } }) => change?.becomes ?? []);
  expect(new Set(wideBecomes)).toEqual(new Set(["renamed", "swapped", ...OTHER_KINDS]));
});

test("three thousand cases have every kind of operation and policy", () => {
  const operations = drawn.flatMap(({ workflow }) => workflow.operations);
  const kinds = operations.map((operation) =>
    operation.kind !== "step"
      ? operation.kind
      : `${operation.semantics} ${operation.retry.policy} ${operation.onError}`,
  );
  const steps = ["AtLeastOncePerRetry", "AtMostOncePerRetry"].flatMap((semantics) =>
    ["default", "never", "limited"].flatMap((policy) =>
      ["throw", "catch"].map((onError) => `${semantics} ${policy} ${onError}`),
    ),
  );
  expect([...new Set(kinds)].toSorted()).toEqual([...steps, "wait"].toSorted());
});

test("interruptions strike at every edge that there is, on every kind of operation", () => {
  const coverage: Record<string, number> = {};
  for (const case_ of drawn) addCoverage(coverage, case_, simulate(case_, awsGuarantees));
  const places = COVERAGE_ROWS.flatMap(({ row, columns }) =>
    columns.map((column) => coverageKey(row, column)),
  );
  expect(Object.keys(coverage).toSorted()).toEqual(places.toSorted());
});

test("three thousand cases exercise everything that must be seen", () => {
  const sequential = sometimesOf("sequential");
  const seen = new Set<string>();
  for (const case_ of drawn) {
    const story = readStory(case_, awsGuarantees, simulate(case_, awsGuarantees));
    for (const each of sequential) if (each.seen(story)) seen.add(each.id);
  }
  expect([...seen].toSorted()).toEqual(sequential.map(({ id }) => id).toSorted());
});
