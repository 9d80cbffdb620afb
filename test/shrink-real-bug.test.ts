/** The interrupted-step bug of the published SDK 1.1.7 shrinks to one step and one interruption. */
import { expect, test } from "vitest";
import { createRunner, type Runner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { shrink, sizeOf } from "../properties/shrink/shrink.ts";
import { type Failure, failureOf, judgeAll } from "../properties/signature.ts";
import { readStory } from "../properties/story.ts";

async function failureOn(runner: Runner, case_: Case): Promise<Failure | undefined> {
  const story = readStory(case_, runner.guarantees, await runner.run(case_));
  return failureOf(judgeAll(PROPERTIES, story), story);
}

const PROPERTY = "interruption-reaches-handler";

/** The first case of each signature that breaks the property first, in a few hundred. */
async function findFailures(runner: Runner) {
  const found = new Map<string, Case>();
  for (const batch of [0, 1, 2]) {
    for (const case_ of drawBatch(1, batch)) {
      const failure = await failureOn(runner, case_);
      if (failure?.property === PROPERTY && !found.has(failure.signature)) {
        found.set(failure.signature, case_);
      }
    }
  }
  return found;
}

test("aws-sdk@1.1.7", async () => {
  const runner = await createRunner("aws-sdk@1.1.7");
  const found = await findFailures(runner);
  expect(found.size).toBeGreaterThan(0);
  for (const [signature, case_] of found) {
    const breaks = async (candidate: Case) => (await failureOn(runner, candidate))?.signature;
    const shrunk = await shrink(case_, signature, breaks);
    expect(shrunk.minimal).toBe(true);
    expect(sizeOf(shrunk.case)).toEqual({ operations: 1, interruptions: 1 });
    const failure = await failureOn(runner, shrunk.case);
    expect(failure).toMatchObject({ signature, property: PROPERTY });
    expect(failure?.broken.found).toContain("metadata required on first call");
    expect(shrunk.case.workflow.operations).toMatchObject([{ semantics: "AtMostOncePerRetry" }]);
  }
});

test("aws-sdk@2.4.0 does not have it", async () => {
  const runner = await createRunner("aws-sdk@2.4.0");
  expect([...(await findFailures(runner)).keys()]).toEqual([]);
});
