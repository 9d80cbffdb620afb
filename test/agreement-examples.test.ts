/**
 * Every small change to the right histories of the examples: the model refuses it if and only if a
 * guarantee is broken, and at no other event.
 */
import { describe, expect, test } from "vitest";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { compare } from "./agreement.ts";
import { EXAMPLES } from "./examples/all.ts";
import { MUTATIONS } from "./mutations.ts";
import { choicesFrom } from "./random-walk.ts";

describe.each(EXAMPLES)("$property", ({ right }) => {
  const history = simulate(right, awsGuarantees);

  test.each(Object.entries(MUTATIONS))("model and guarantees agree on: %s", (_, mutate) => {
    const disagreements = history.flatMap((_, at) => {
      const changed = mutate(history, at, choicesFrom(at));
      if (changed === undefined) return [];
      const agreement = compare(right, changed);
      return agreement.kind === "disagree" ? [`at ${at}: ${agreement.words}`] : [];
    });
    expect(disagreements).toEqual([]);
  });
});
