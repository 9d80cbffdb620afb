/** Cases as `verify` runs them: run on an engine and judged by every property. */
import { createRunner } from "../../impl/runner.ts";
import type { Operation } from "../../model/workflow.ts";
import { PROPERTIES } from "../../properties/all.ts";
import { exhaust } from "../../properties/exhaustive/exhaust.ts";
import { BATCH_SIZE, drawBatch } from "../../properties/generators/case.ts";
import { runBatch } from "../../properties/suite/batch.ts";
import { judgeCase } from "../../properties/suite/judge-case.ts";
import type { Contender } from "./contender.ts";

const SEED = 1;
/** Each batch has features of its own: some of many batches, again and again. */
const BATCHES = 10;
const OF_EACH = 20;

/** Cases of every kind of operation, the same ones for every engine and in every run. */
export async function openRandomCases(engine: string): Promise<Contender> {
  const runner = await createRunner(engine);
  const cases = Array.from({ length: BATCHES }, (_, batch) =>
    drawBatch(SEED, batch, OF_EACH, "all"),
  ).flat();
  return {
    // All of them each time: some take a hundred times as long as others.
    execute: async () => {
      for (const case_ of cases) await judgeCase(case_, runner, PROPERTIES);
      return cases.length;
    },
    casesEach: cases.length,
    inFlight: 1,
    close: async () => {},
  };
}

/** Batch after batch, run, judged and added up as a worker of `verify` does it. */
export async function openDrawnCases(engine: string): Promise<Contender> {
  const runner = await createRunner(engine);
  let batch = 0;
  const execute = async () => {
    const cases = drawBatch(SEED, batch, BATCH_SIZE, "all");
    const firstCase = batch * BATCH_SIZE;
    const options = { ...runner, batch, firstCase, properties: PROPERTIES };
    batch += 1;
    return (await runBatch(cases, options)).cases;
  };
  return { execute, casesEach: BATCH_SIZE, inFlight: 1, close: async () => {} };
}

const OPERATIONS: readonly Operation[] = [
  {
    kind: "step",
    name: "charge",
    semantics: "AtMostOncePerRetry",
    retry: { policy: "limited", attempts: 2, delaySeconds: 1 },
    runs: [
      { does: "throw", milliseconds: 0 },
      { does: "return", milliseconds: 0 },
    ],
    onError: "throw",
  },
  { kind: "wait", name: "pause", seconds: 5 },
];

/** A step that is tried twice, and a wait: under every schedule of up to two interruptions. */
export async function openExhaustiveCases(engine: string): Promise<Contender> {
  const { guarantees, trace } = await createRunner(engine);
  const search = async () => {
    const options = { interruptions: 2, properties: PROPERTIES, guarantees, trace };
    const { cases, complete } = await exhaust({ operations: OPERATIONS }, options);
    if (!complete) throw new Error(`The search on ${engine} was not complete`);
    return cases;
  };
  return { execute: search, casesEach: await search(), inFlight: 1, close: async () => {} };
}
