/**
 * Cases, and how the n-th case of a seed is found: cases are drawn in batches, each from a seed of
 * its own, so any batch can be drawn by itself and the same seed gives the same cases however many
 * workers share them.
 */
import fc from "fast-check";
import { type Case, type Limits, makeCase } from "../../model/case.ts";
import { OTHER_KINDS } from "../../model/change.ts";
import type { Workflow } from "../../model/workflow.ts";
import { ALL_TROUBLES, type Troubles, troublesArbitrary } from "./faults.ts";
import { type Features, featuresArbitrary, SEQUENTIAL } from "./features.ts";
import { limitsArbitrary } from "./limits.ts";
import { mostNovel } from "./novelty.ts";
import { scheduleArbitrary } from "./schedule.ts";
import { workflowArbitrary } from "./workflow.ts";

/** Cases made of some features only; of steps and waits where none are given. */
export function caseWith(
  features: Features = SEQUENTIAL,
  troubles: Troubles = ALL_TROUBLES,
): fc.Arbitrary<Case> {
  // To make what draws workflows takes as long as to draw one.
  const workflows = new Map<Limits, fc.Arbitrary<Workflow>>();
  const workflowWithin = (limits: Limits) => {
    const known = workflows.get(limits) ?? workflowArbitrary(limits, features);
    workflows.set(limits, known);
    return known;
  };
  return limitsArbitrary(features)
    .chain((limits) => fc.tuple(fc.constant(limits), workflowWithin(limits)))
    .chain(([limits, workflow]) =>
      fc
        .tuple(scheduleArbitrary(workflow, troubles), fc.integer({ min: 0, max: 2_147_483_647 }))
        .map(([schedule, randomness]) => makeCase(workflow, schedule, limits, randomness)),
    );
}

/** Cases of steps and waits. */
export const caseArbitrary: fc.Arbitrary<Case> = caseWith();

/** How many cases a batch holds. */
export const BATCH_SIZE = 100;

/** How many cases are drawn for each that is run. */
const CHOICES = 3;

/**
 * What cases are made of: steps and waits one after the other, or every kind of operation, each
 * batch with some features switched off.
 */
export const SCOPES = ["sequential", "all"] as const;
export type Scope = (typeof SCOPES)[number];

/** So that engines without the rest can be tested. */
const BASIC_KINDS = OTHER_KINDS.filter((kind) => SEQUENTIAL.kinds.includes(kind));

/** The cases of one batch, at most `count` of them. */
export function drawBatch(
  seed: number,
  batch: number,
  count = BATCH_SIZE,
  scope: Scope = "sequential",
): readonly Case[] {
  const own = { seed: mix(seed, batch) };
  const [features] =
    scope === "all" ? fc.sample(featuresArbitrary, { ...own, numRuns: 1 }) : [SEQUENTIAL];
  const [drawn = ALL_TROUBLES] = fc.sample(troublesArbitrary, { ...own, numRuns: 1 });
  const troubles = scope === "all" ? drawn : { ...drawn, otherKinds: BASIC_KINDS };
  const numRuns = CHOICES * Math.min(count, BATCH_SIZE);
  return mostNovel(fc.sample(caseWith(features, troubles), { ...own, numRuns }), CHOICES);
}

/** A seed of its own for each batch, so that neighbouring batches do not resemble each other. */
function mix(seed: number, batch: number): number {
  let mixed = (seed ^ Math.imul(batch + 1, 0x9e3779b1)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) | 0;
}
