/**
 * Kept cases are minimal, seen without the shrinker: whatever can be left out of a case as it is
 * written, an entry of a list or a key, is left out in turn, and what remains must not fail in the
 * same way. So the shrinker can't miss a removal unseen. (An operation that is interrupted goes together
 * with the interruption; that is tried with the shrinker's own candidates, in corpus.test.ts.)
 */
import * as Schema from "effect/Schema";
import { expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { SDK_VERSIONS } from "../impl/aws-sdk/sdk.ts";
import { createRunner, type Runner } from "../impl/runner.ts";
import { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { caseOf, step } from "./small-cases.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
interface Removal {
  readonly removed: string;
  readonly left: Json;
}

/** The value without one of its entries or keys, at any depth: one at a time. */
function* removalsOf(value: Json, path = ""): Generator<Removal> {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) {
      yield { removed: `${path}[${index}]`, left: value.toSpliced(index, 1) };
      for (const { removed, left } of removalsOf(each, `${path}[${index}]`)) {
        yield { removed, left: value.with(index, left) };
      }
    }
    return;
  }
  for (const [key, each] of Object.entries(value as { readonly [key: string]: Json })) {
    const { [key]: _, ...left } = value as { readonly [key: string]: Json };
    yield { removed: `${path}.${key}`, left };
    for (const inside of removalsOf(each, `${path}.${key}`)) {
      yield { removed: inside.removed, left: { ...value, [key]: inside.left } };
    }
  }
}

const isCase = Schema.is(Case);

/** A strategy that names no delay is odder than one that does: leaving that out takes nothing away. */
const ODDER_WITHOUT = /\.retry\.delaySeconds$/;

/** Those that leave a case. */
function casesLeft(case_: Case): readonly { readonly removed: string; readonly case: Case }[] {
  return [...removalsOf(case_ as unknown as Json)].flatMap(({ removed, left }) =>
    isCase(left) && !ODDER_WITHOUT.test(removed) ? [{ removed, case: left }] : [],
  );
}

test("what a case is made of is left out, but for operations that its schedule names", () => {
  const case_ = caseOf(
    [step("charge"), step("refund")],
    [{ edge: "body-entered", operation: "refund", occurrence: 1 }],
  );
  expect(casesLeft(case_).map(({ removed }) => removed)).toEqual([
    ".workflow.operations[0]",
    ".schedule.interruptions[0]",
  ]);
});

const ENGINES = SDK_VERSIONS.map((version) => `aws-sdk@${version}`);
const kept = readCorpus().findings.flatMap(({ id, cases }) =>
  cases.map((each, index) => ({ name: `${id}, case ${index + 1}`, ...each })),
);

const runners = new Map<string, Promise<Runner>>();
async function signatureOn(engine: string, case_: Case): Promise<string | undefined> {
  const runner = runners.get(engine) ?? createRunner(engine);
  runners.set(engine, runner);
  return (await judgeCase(case_, await runner, PROPERTIES)).failure?.signature;
}

test.each(kept)("$name does not fail alike with anything left out", async (each) => {
  const engine = ENGINES.findLast((name) => each.engines[name] === "fails") as string;
  const signature = await signatureOn(engine, each.case);
  expect(each.signatures).toContain(signature);
  for (const { removed, case: left } of casesLeft(each.case)) {
    expect([removed, await signatureOn(engine, left)]).not.toEqual([removed, signature]);
  }
});
