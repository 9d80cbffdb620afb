/**
 * Small random changes to right histories: the model refuses a mutant if and only if a guarantee is
 * broken, and at no other event.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { caseArbitrary } from "../properties/generators/case.ts";
import { compare } from "./agreement.ts";
import { MUTATIONS } from "./mutations.ts";
import { choicesFrom, randomWalk } from "./random-walk.ts";

const RUNS = 30_000;

/** A case, a right history of it (the simulated one for walk 0), and a change somewhere in it. */
const mutant = fc.record({
  case: caseArbitrary,
  walk: fc.oneof(fc.constant(0), fc.nat()),
  mutation: fc.constantFrom(...Object.keys(MUTATIONS)),
  where: fc.nat(),
  how: fc.nat(),
});

test("model and guarantees agree on mutants", () => {
  const refused: Record<string, number> = {};
  let accepted = 0;
  const agree = fc.property(mutant, ({ case: case_, walk, mutation, where, how }) => {
    const right =
      walk === 0 ? simulate(case_, awsGuarantees) : randomWalk(case_, choicesFrom(walk)).history;
    const mutate = MUTATIONS[mutation];
    const history = mutate?.(right, where % right.length, choicesFrom(how));
    if (history === undefined) return;
    const agreement = compare(case_, history);
    if (agreement.kind === "disagree") throw new Error(agreement.words);
    if (agreement.kind === "both-refuse") refused[mutation] = (refused[mutation] ?? 0) + 1;
    if (agreement.kind === "both-accept") accepted += 1;
  });
  fc.assert(agree, { seed: 2, numRuns: RUNS });

  const engines = Object.keys(MUTATIONS).filter((mutation) => !BEYOND_ENGINES.has(mutation));
  expect(Object.keys(refused)).toEqual(expect.arrayContaining(engines));
  const total = Object.values(refused).reduce((sum, count) => sum + count, 0);
  expect(total).toBeGreaterThan(RUNS / 10);
  expect(accepted).toBeGreaterThan(RUNS / 20);
});

/** What these change is not the engine's. */
const BEYOND_ENGINES = new Set([
  "change the run",
  "change the decision",
  "change the status",
  "move time back",
  "shift the rest in time",
]);
