/**
 * Cases, and how the n-th case of a seed is found: cases are drawn in batches, each from a seed of
 * its own, so any batch can be drawn by itself and the same seed gives the same cases however many
 * workers share them.
 */
import fc from "fast-check";
import { type Case, makeCase } from "../../model/case.ts";
import { limitsArbitrary } from "./limits.ts";
import { scheduleArbitrary } from "./schedule.ts";
import { workflowArbitrary } from "./workflow.ts";

export const caseArbitrary: fc.Arbitrary<Case> = limitsArbitrary
  .chain((limits) => fc.tuple(fc.constant(limits), workflowArbitrary(limits)))
  .chain(([limits, workflow]) =>
    fc
      .tuple(scheduleArbitrary(workflow), fc.integer({ min: 0, max: 2_147_483_647 }))
      .map(([schedule, randomness]) => makeCase(workflow, schedule, limits, randomness)),
  );

/** How many cases a batch holds. */
export const BATCH_SIZE = 100;

/** The cases of one batch, at most `count` of them. */
export function drawBatch(seed: number, batch: number, count = BATCH_SIZE): readonly Case[] {
  return fc.sample(caseArbitrary, { seed: mix(seed, batch), numRuns: BATCH_SIZE }).slice(0, count);
}

/** A seed of its own for each batch, so that neighbouring batches do not resemble each other. */
function mix(seed: number, batch: number): number {
  let mixed = (seed ^ Math.imul(batch + 1, 0x9e3779b1)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) | 0;
}
