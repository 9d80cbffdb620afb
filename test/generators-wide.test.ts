/** Cases of every kind of operation: each is valid, and all options and all their values come up. */
import * as Schema from "effect/Schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Case } from "../model/case.ts";
import { FAILURE_NAMES } from "../model/fault.ts";
import { OddValue } from "../model/odd-value.ts";
import { allOperations } from "../model/operation-names.ts";
import { Reader, Serdes } from "../model/serdes.ts";
import type { Operation } from "../model/workflow.ts";
import { caseWith, drawBatch } from "../properties/generators/case.ts";
import { ALL_TROUBLES, troublesArbitrary } from "../properties/generators/faults.ts";
import { ALL_KINDS, featuresArbitrary, OPTIONS } from "../properties/generators/features.ts";

const isCase = Schema.is(Case);

/** Drawn anew by each test: what draws them may have been changed on purpose (docs/mutation.md). */
function draw(): readonly Case[] {
  const flat = ALL_KINDS.filter((kind) => !NESTED.includes(kind));
  const some = (numRuns: number, ...kinds: readonly Operation["kind"][]) =>
    fc.sample(caseWith({ kinds, options: OPTIONS }), { seed: 6, numRuns });
  return [...some(500, ...flat), ...NESTED.flatMap((kind) => some(300, "step", kind))];
}

/** One of these at a time: with all of them cases are large. */
const NESTED: readonly Operation["kind"][] = [
  "child",
  "parallel",
  "map",
  "all",
  "allSettled",
  "any",
  "race",
];

/** Each field of these with all values that it has somewhere. */
function valuesOf(all: readonly object[]): ReadonlyMap<string, ReadonlySet<string>> {
  const values = new Map<string, Set<string>>();
  for (const each of all) {
    for (const [key, value] of Object.entries(each)) {
      values.set(key, (values.get(key) ?? new Set()).add(JSON.stringify(value)));
    }
  }
  return values;
}

function drawOperations() {
  return draw().flatMap(({ workflow }) => allOperations(workflow.operations));
}

const texts = (...values: readonly unknown[]) =>
  values.map((value) => JSON.stringify(value)).toSorted();

function expectValues(
  values: ReadonlyMap<string, ReadonlySet<string>>,
  key: string,
  ...expected: readonly unknown[]
): void {
  expect([...(values.get(key) ?? [])].toSorted(), key).toEqual(texts(...expected));
}

test("every case is one that the schema accepts, and has no part that is empty", () => {
  for (const case_ of draw()) {
    expect(isCase(case_), JSON.stringify(case_)).toBe(true);
    const { schedule } = case_;
    expect(schedule.faults).not.toEqual([]);
    expect(schedule.arrivals).not.toEqual([]);
    for (const part of Object.values(schedule)) expect(part).toBeDefined();
  }
});

test("the kinds of operations all come up, each with the options that it may have", () => {
  const operations = drawOperations();
  const kinds = new Set(operations.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual([...ALL_KINDS].toSorted());

  const awaited = ["awaited"];
  const result = ["gives", "padding", "serdes"];
  const outside = ["end", "onError", "serdes"];
  const callback = [...outside, "beats", "heartbeatSeconds", "timeoutSeconds", ...awaited];
  const batch = ["branches", "completion", "itemSerdes", "maxConcurrency", "nesting", "serdes"];
  const expected: Readonly<Record<string, readonly string[]>> = {
    step: ["onError", "retry", "runs", "semantics", ...awaited, ...result],
    wait: ["seconds", ...awaited],
    work: ["milliseconds"],
    invoke: [...outside, ...awaited],
    callback,
    "wait-for-callback": [...callback, "retry", "runs"],
    child: ["onError", "operations", ...awaited, ...result],
    parallel: [...batch, ...awaited],
    map: [...batch, ...awaited],
    race: ["onError", "operations", ...awaited],
  };
  for (const [kind, keys] of Object.entries(expected)) {
    const own = valuesOf(operations.filter((each) => each.kind === kind));
    const found = [...own.keys()].filter((key) => key !== "kind" && key !== "name");
    expect(found.toSorted(), kind).toEqual(keys.toSorted());
  }
});

test("options have all their values", () => {
  const operations = drawOperations();
  const ofKind = (...kinds: readonly string[]) =>
    valuesOf(operations.filter(({ kind }) => kinds.includes(kind)));
  const all = valuesOf(operations);
  expectValues(all, "awaited", "later", "never");
  expectValues(all, "onError", "throw", "catch");
  expectValues(all, "serdes", ...Serdes.literals);
  expectValues(all, "itemSerdes", ...Serdes.literals);
  expectValues(ofKind("callback", "invoke"), "serdes", ...Reader.literals);
  expectValues(all, "gives", ...OddValue.literals);
  expectValues(all, "padding", 262_000, 270_000);
  expectValues(all, "nesting", "FLAT");
  expectValues(all, "maxConcurrency", 1, 2);
  expectValues(all, "timeoutSeconds", 1, 5, 20);
  expectValues(all, "heartbeatSeconds", 1, 3);
  expectValues(all, "semantics", "AtLeastOncePerRetry", "AtMostOncePerRetry");
  expectValues(ofKind("work"), "milliseconds", 0, 1, 50, 1_500, 2_500);

  const ends = (...kinds: readonly string[]) =>
    valuesOf(
      operations.flatMap((each) => ("end" in each && kinds.includes(each.kind) ? [each.end] : [])),
    );
  expectValues(ends("invoke"), "does", "succeed", "fail", "time-out", "stop");
  expectValues(ends("callback", "wait-for-callback"), "does", "succeed", "fail", "time-out");
  expectValues(ends("invoke", "callback"), "seconds", 0, 1, 2, 7);
});

/** The kinds of its blocks that are empty. */
function emptyBlocksOf(operation: Operation): readonly string[] {
  if ("branches" in operation) {
    return operation.branches.flatMap(({ operations }) =>
      operations.length === 0 ? "branch" : [],
    );
  }
  return "operations" in operation && operation.operations.length === 0 ? [operation.kind] : [];
}

test("collections are empty where that is wanted, but for races, which nobody would win", () => {
  const kinds = ["step", "child", "parallel", "all", "allSettled", "any", "race"] as const;
  const emptyIn = (...options: readonly "empty-collections"[]) => {
    const drawn = fc.sample(caseWith({ kinds, options }), { seed: 2, numRuns: 200 });
    const operations = drawn.flatMap(({ workflow }) => allOperations(workflow.operations));
    for (const { workflow } of drawn) expect(workflow.operations.length).toBeGreaterThan(0);
    return new Set(operations.flatMap(emptyBlocksOf));
  };
  expect(emptyIn("empty-collections")).toEqual(
    new Set(["child", "branch", "all", "allSettled", "any"]),
  );
  expect(emptyIn()).toEqual(new Set());
});

test("policies have all their options, and batches end early in every way", () => {
  const operations = drawOperations();
  const policies = operations.flatMap((each) => ("retry" in each ? [each.retry as object] : []));
  const all = valuesOf(policies);
  expectValues(all, "policy", "default", "never", "limited", "exponential", "linear");
  expectValues(all, "jitter", "FULL", "HALF", "NONE");
  expectValues(all, "manner", "throws", "mutates");
  expectValues(all, "rate", 1, 1.5, 3);
  expectValues(all, "incrementSeconds", 1, 4);
  expectValues(all, "initialSeconds", 1, 2, 7);
  expectValues(all, "maximumSeconds", 1, 3, 10);
  expectValues(all, "attempts", 1, 2, 3, 4);

  const completions = operations.flatMap((each) =>
    "completion" in each && each.completion !== undefined ? [each.completion] : [],
  );
  const ways = new Set(completions.map((each) => Object.keys(each).toSorted().join(" and ")));
  // Any of the three criteria, together and by themselves, and none of them.
  expect(ways.size).toBe(2 ** 3);
  const early = valuesOf(completions);
  expectValues(early, "minSuccessful", 1, 2);
  expectValues(early, "toleratedFailureCount", 0, 1, 2);
  expectValues(early, "toleratedFailurePercentage", 0, 40, 100);
});

test("everything goes wrong that can, everywhere", () => {
  const drawn = draw();
  const faults = drawn.flatMap(({ schedule }) => schedule.faults ?? []);
  const all = valuesOf(faults);
  expectValues(all, "fault", ...FAILURE_NAMES, "token-missing", "reply-late");
  expectValues(all, "call", "poll", "result", "page");
  expectValues(all, "action", "START", "SUCCEED", "FAIL", "RETRY");
  expectValues(all, "occurrence", 1, 2, 3);
  expectValues(all, "seconds", 1, 5, 30);
  const pages = valuesOf(drawn.flatMap(({ schedule }) => schedule.pages ?? []));
  expectValues(pages, "first", 0, 1, 2, 3, 4);
  expectValues(pages, "size", 1, 2, 3);

  const edges = [
    "body-entered",
    "body-finished",
    "checkpoint-recorded",
    "checkpoint-replied",
    "checkpoint-requested",
    "invocation-answered",
    "invocation-started",
    "operation-called",
    "operation-resolved",
  ];
  const interruptions = drawn.flatMap(({ schedule }) => schedule.interruptions);
  const strikes = valuesOf(interruptions);
  expectValues(strikes, "edge", ...edges);
  expectValues(strikes, "occurrence", 1, 2, 3);
  expectValues(strikes, "restartSeconds", 1, 2, 10, 60);
  const counts = new Set(drawn.map(({ schedule }) => schedule.interruptions.length));
  expect([...counts].toSorted()).toEqual([0, 1, 2, 3]);
  const arrivals = drawn.flatMap(({ schedule }) => schedule.arrivals ?? []);
  expectValues(valuesOf(arrivals), "edge", ...edges);
});

test("operations are named by their kind and their place, the first steps and waits by a verb", () => {
  for (const { workflow } of draw()) {
    const all = allOperations(workflow.operations);
    const names = all.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const [index, { kind, name }] of all.entries()) {
      const letter = String.fromCharCode(97 + index);
      const plain = (kind === "step" || kind === "wait") && index < 6;
      expect(name).toMatch(plain ? /^[a-z]+$/ : index < 26 ? `${kind}-${letter}` : kind);
    }
  }
});

test("a batch has some features and some troubles only, each of them in some batch", () => {
  const some = { seed: 5, numRuns: 200 };
  const features = fc.sample(featuresArbitrary, some);
  expect(new Set(features.flatMap(({ options }) => options))).toEqual(new Set(OPTIONS));
  expect(new Set(features.flatMap(({ kinds }) => kinds))).toEqual(new Set(ALL_KINDS));
  expect(features.some(({ options }) => options.length === 0)).toBe(true);
  for (const { kinds } of features) {
    expect(kinds[0]).toBe("step");
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.length).toBeLessThan(ALL_KINDS.length);
  }
  const troubles = fc.sample(troublesArbitrary, some);
  expect(new Set(troubles.flatMap(({ faults }) => faults))).toEqual(new Set(ALL_TROUBLES.faults));
  for (const key of ["pages", "changes", "arrivals"] as const)
    expect(new Set(troubles.map((each) => each[key])), key).toEqual(new Set([true, false]));
  expect(new Set(troubles.map(({ otherKinds }) => otherKinds))).toEqual(
    new Set([ALL_TROUBLES.otherKinds]),
  );
});

test("without troubles there are interruptions only, without features steps and waits", () => {
  const none = { faults: [], pages: false, changes: false, otherKinds: [], arrivals: false };
  for (const { workflow, schedule } of fc.sample(caseWith(undefined, none), 50)) {
    expect(Object.keys(schedule)).toEqual(["interruptions"]);
    for (const { kind } of workflow.operations) expect(["step", "wait"]).toContain(kind);
  }
});

test("neighbouring batches and seeds give other cases, the same ones the same", () => {
  const first = (seed: number, batch: number) =>
    JSON.stringify(drawBatch(seed, batch, 3, "sequential"));
  const texts = [first(1, 0), first(1, 1), first(2, 0), first(2, 1)];
  expect(new Set(texts).size).toBe(4);
  expect(first(1, 0)).toBe(texts[0]);
  expect(drawBatch(1, 0)).toHaveLength(100);
});
