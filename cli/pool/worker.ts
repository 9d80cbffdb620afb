/** A worker thread: runs batches, and shrinks failures, on an engine of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { NotImplementedError } from "../../impl/not-implemented.ts";
import { createRunner, type Runner } from "../../impl/runner.ts";
import type { Case } from "../../model/case.ts";
import { PROPERTIES } from "../../properties/all.ts";
import { exhaust } from "../../properties/exhaustive/exhaust.ts";
import { Stretches } from "../../properties/exhaustive/stretches.ts";
import { BATCH_SIZE, drawBatch } from "../../properties/generators/case.ts";
import { shrink, sizeOf } from "../../properties/shrink/shrink.ts";
import { runBatch } from "../../properties/suite/batch.ts";
import { hunt } from "../../properties/suite/hunt.ts";
import { judgeCase } from "../../properties/suite/judge-case.ts";
import type { FoundFailure } from "../../properties/suite/tally.ts";
import { makeCounterexample, modelStateBefore } from "../counterexample.ts";
import type { Answer, ReplayAnswer, Task, WorkerData } from "./messages.ts";

const setup = workerData as WorkerData;
const pulse = new Int32Array(setup.pulse);
const checked = PROPERTIES.filter(({ id }) => setup.properties.includes(id));

async function main(): Promise<void> {
  let runner: Runner;
  try {
    runner = await createRunner(setup.engine);
  } catch (error) {
    tell({ kind: "unusable", message: error instanceof Error ? error.message : String(error) });
    return;
  }
  let turn = Promise.resolve();
  parentPort?.on("message", (task: Task) => {
    turn = turn
      .then(() => work(runner, task))
      .then(tell, (error: unknown) => {
        if (error instanceof NotImplementedError) {
          return tell({ kind: "unusable", message: error.message });
        }
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        tell({ kind: "mistaken", message });
      });
  });
  tell({ kind: "ready" });
}

function tell(answer: Answer): void {
  parentPort?.postMessage(answer);
}

function work(runner: Runner, task: Task): Promise<Answer> {
  switch (task.kind) {
    case "batch":
      return runTask(runner, task.batch, task.skip);
    case "search":
      return search(runner, task);
    case "shrink":
      return shrinkFailure(runner, task.failure);
    case "replay":
      beat(0);
      return replay(runner, task.case);
    case "hunt":
      return huntFailure(runner, task);
  }
}

async function runTask(runner: Runner, batch: number, skip: readonly number[]): Promise<Answer> {
  const firstCase = batch * BATCH_SIZE;
  const cases = drawBatch(setup.seed, batch, setup.casesAsked - firstCase, setup.scope);
  const result = await runBatch(cases, {
    batch,
    firstCase,
    skip: new Set(skip),
    properties: checked,
    guarantees: runner.guarantees,
    run: runner.run,
    onCase: beat,
  });
  return { kind: "batch-done", result };
}

const stretches = new Stretches();

async function search(
  runner: Runner,
  { batch, stretch, interruptions, skip }: Extract<Task, { readonly kind: "search" }>,
): Promise<Answer> {
  const [workflow] = stretches.read(stretch);
  if (workflow === undefined) throw new RangeError(`There is no workflow ${stretch.from}`);
  const found = await exhaust(workflow, {
    interruptions,
    properties: checked,
    guarantees: runner.guarantees,
    trace: runner.trace,
    skip: new Set(skip),
    onCase: beat,
    goOn: () => Atomics.load(pulse, 2) === 0,
  });
  return { kind: "searched", result: { batch, ...found } };
}

/** A sign of life: this case begins. */
function beat(caseNumber: number): void {
  Atomics.store(pulse, 0, caseNumber);
  Atomics.add(pulse, 1, 1);
}

async function replay(runner: Runner, case_: Case): Promise<ReplayAnswer> {
  const { story, judgements, failure } = await judgeCase(case_, runner, PROPERTIES);
  const exercised = judgements.filter(({ verdict }) => verdict.kind !== "unknown");
  return {
    kind: "replayed",
    history: story.history,
    failure,
    exercised: exercised.map(({ property }) => property.id),
    modelState: failure === undefined ? undefined : modelStateBefore(story, failure.broken.at),
  };
}

async function shrinkFailure(runner: Runner, found: FoundFailure): Promise<Answer> {
  const { signature, caseNumber } = found;
  const breaks = async (case_: Case) => {
    beat(caseNumber);
    return (await judgeCase(case_, runner, checked)).failure?.signature;
  };
  if ((await breaks(found.case)) !== signature) return { kind: "unsteady" };
  const small = await shrink(found.case, signature, breaks);
  const { story, failure } = await judgeCase(small.case, runner, checked);
  if (failure?.signature !== signature) return { kind: "unsteady" };
  const { history } = story;
  const modelState = modelStateBefore(story, failure.broken.at);
  const { tried, minimal, certificate } = small;
  const size = { from: sizeOf(found.case), to: sizeOf(small.case) };
  const counterexample = makeCounterexample(
    { engine: runner.name, case: small.case, history, failure, modelState },
    {
      shrink: { ...size, tried, minimal, certificate },
      drawn: { seed: setup.seed, caseNumber },
    },
  );
  return { kind: "shrunk", counterexample };
}

async function huntFailure(
  runner: Runner,
  { seed, cases, minimize }: Extract<Task, { readonly kind: "hunt" }>,
): Promise<Answer> {
  const options = { seed, scope: setup.scope, cases, properties: checked, onCase: beat };
  const prey = await hunt(runner, options);
  if (prey === undefined || !minimize) return { kind: "hunted", prey };
  const small = await shrink(prey.case, prey.signature, async (case_) => {
    beat(prey.cases - 1);
    return (await judgeCase(case_, runner, checked)).failure?.signature;
  });
  return { kind: "hunted", prey: { ...prey, case: small.case } };
}

await main();
