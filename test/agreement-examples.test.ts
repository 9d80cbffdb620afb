/**
 * Every small change to the right histories of the examples, and to those of richer cases: the model refuses it if and only if a
 * guarantee is broken, and at no other event.
 */
import { describe, expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { compare } from "./agreement.ts";
import { EXAMPLES } from "./examples/all.ts";
import { RICH_CASES } from "./examples/right-cases.ts";
import { MUTATIONS, type Mutation } from "./mutations.ts";
import { choicesFrom } from "./random-walk.ts";

function disagreements(right: Case, mutate: Mutation): readonly string[] {
  const history = simulate(right, awsGuarantees);
  return history.flatMap((_, at) => {
    const changed = mutate(history, at, choicesFrom(at));
    if (changed === undefined) return [];
    const agreement = compare(right, changed);
    return agreement.kind === "disagree" ? [`at ${at}: ${agreement.words}`] : [];
  });
}

describe.each(EXAMPLES)("$property", ({ right }) => {
  test.each(Object.entries(MUTATIONS))("model and guarantees agree on: %s", (_, mutate) => {
    expect(disagreements(right, mutate)).toEqual([]);
  });
});

describe.each(Object.entries(RICH_CASES))("%s", (_, cases) => {
  test.each(Object.entries(MUTATIONS))("model and guarantees agree on: %s", (_, mutate) => {
    for (const [name, case_] of Object.entries(cases))
      expect([name, ...disagreements(case_, mutate)]).toEqual([name]);
  });
});
