/** A worker thread: runs batches, and shrinks failures, on an engine of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { createRunner, type Runner } from "../../impl/runner.ts";
import type { Case } from "../../model/case.ts";
import { PROPERTIES } from "../../properties/all.ts";
import { BATCH_SIZE, drawBatch } from "../../properties/generators/case.ts";
import type { Property } from "../../properties/property.ts";
import { shrink, sizeOf } from "../../properties/shrink/shrink.ts";
import { failureOf, judgeAll } from "../../properties/signature.ts";
import { readStory } from "../../properties/story.ts";
import { type FoundFailure, runBatch } from "../../properties/suite/batch.ts";
import { COUNTEREXAMPLE_VERSION, type Counterexample } from "../../reports/counterexample.ts";
import type { Answer, Task, WorkerSetup } from "./messages.ts";

const setup = workerData as WorkerSetup;
const running = new Int32Array(setup.running);
const checked = PROPERTIES.filter(({ id }) => setup.properties.includes(id));

async function main(): Promise<void> {
  const runner = await createRunner(setup.engine);
  let turn = Promise.resolve();
  parentPort?.on("message", (task: Task) => {
    turn = turn
      .then(() => work(runner, task))
      .then(tell, (error: unknown) => {
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        tell({ kind: "failed", message });
      });
  });
  tell({ kind: "ready" });
}

function tell(answer: Answer): void {
  parentPort?.postMessage(answer);
}

async function work(runner: Runner, task: Task): Promise<Answer> {
  if (task.kind === "shrink") {
    return { kind: "shrunk", counterexample: await shrinkFailure(runner, task.failure) };
  }
  const firstCase = task.batch * BATCH_SIZE;
  const count = Math.min(BATCH_SIZE, setup.casesAsked - firstCase);
  const cases = drawBatch(setup.seed, task.batch, count);
  const result = await runBatch(cases, {
    batch: task.batch,
    firstCase,
    skip: new Set(task.skip),
    properties: checked,
    guarantees: runner.guarantees,
    run: runner.run,
    onCase,
  });
  return { kind: "batch-done", result };
}

/** The number of the case that runs now; it changes with each case, and so shows life. */
function onCase(caseNumber: number): void {
  Atomics.store(running, 0, caseNumber);
  Atomics.add(running, 1, 1);
}

async function shrinkFailure(runner: Runner, found: FoundFailure): Promise<Counterexample> {
  const { signature, caseNumber } = found;
  const judge = async (case_: Case) => {
    onCase(caseNumber);
    const history = await runner.run(case_);
    const story = readStory(case_, runner.guarantees, history);
    return { history, failure: failureOf(judgeAll(checked, story), story) };
  };
  const small = await shrink(found.case, async (candidate) => {
    return (await judge(candidate)).failure?.signature === signature;
  });
  const { history, failure } = await judge(small.case);
  if (failure === undefined) throw new Error(`Case ${caseNumber} failed once and then no more`);
  const { property, broken, alsoBroken } = failure;
  const { sentence } = checked.find(({ id }) => id === property) as Property;
  return {
    format: "durable-conformance/counterexample",
    version: COUNTEREXAMPLE_VERSION,
    engine: runner.name,
    property,
    sentence,
    signature,
    at: broken.at,
    ...(broken.operation === undefined ? {} : { operation: broken.operation }),
    expected: broken.expected,
    found: broken.found,
    alsoBroken,
    case: small.case,
    history: [...history],
    shrink: {
      from: sizeOf(found.case),
      to: sizeOf(small.case),
      tried: small.tried,
      minimal: small.minimal,
      certificate: small.certificate,
    },
    drawn: { seed: setup.seed, caseNumber },
  };
}

await main();
