/** A worker thread: runs batches, and shrinks failures, on an engine of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { NotImplementedError } from "../../impl/not-implemented.ts";
import type { Runner } from "../../impl/runner.ts";
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
import { makeCounterexample } from "../counterexample.ts";
import type {
  Answer,
  Begun,
  Close,
  ReplayAnswer,
  ReplayTask,
  Task,
  WorkerData,
} from "./messages.ts";
import { Pulse } from "./pulse.ts";
import { Tested } from "./tested.ts";

const setup = workerData as WorkerData;
const pulse = new Pulse(setup.pulse);
const checked = PROPERTIES.filter(({ id }) => setup.properties.includes(id));

async function main(): Promise<void> {
  let tested: Tested;
  try {
    tested = await Tested.load(setup, checked, beat, () => pulse.beginInvocation());
  } catch (error) {
    tell({ kind: "unusable", message: error instanceof Error ? error.message : String(error) });
    return;
  }
  let turn = Promise.resolve();
  parentPort?.on("message", (task: Task | Close) => {
    // Whatever is under way: it is not waited for any more.
    if (task.kind === "close") return void tested.runner.close().then(() => process.exit(0));
    turn = turn
      .then(() => work(tested, task))
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

function tell(answer: Answer | Begun): void {
  parentPort?.postMessage(answer);
}

function work(tested: Tested, task: Task): Promise<Answer> {
  const { runner } = tested;
  switch (task.kind) {
    case "batch":
      return runTask(tested, task.batch, task.skip);
    case "search":
      return search(tested, task);
    case "shrink":
      return shrinkFailure(tested, task.failure);
    case "replay":
      beat(0);
      return replay(tested, task);
    case "hunt":
      return huntFailure(runner, task);
  }
}

async function runTask(tested: Tested, batch: number, skip: readonly number[]): Promise<Answer> {
  const { runner } = tested;
  const firstCase = batch * BATCH_SIZE;
  const cases = drawBatch(setup.seed, batch, setup.casesAsked - firstCase, setup.scope);
  const before = tested.kills();
  const result = await runBatch(cases, {
    batch,
    firstCase,
    skip: new Set(skip),
    properties: checked,
    guarantees: runner.guarantees,
    run: runner.run,
    onCase: beat,
  });
  const kills = tested.kills() - before;
  return { kind: "batch-done", result: { ...(await tested.explained(result)), kills } };
}

const stretches = new Stretches();

async function search(
  tested: Tested,
  { batch, stretch, interruptions, drawn, skip }: Extract<Task, { readonly kind: "search" }>,
): Promise<Answer> {
  const [workflow] = stretches.read(stretch);
  if (workflow === undefined) throw new RangeError(`There is no workflow ${stretch.from}`);
  const before = tested.kills();
  const found = await exhaust(workflow, {
    interruptions,
    ...(drawn === undefined ? {} : { draw: { schedules: drawn, seed: batch } }),
    properties: checked,
    guarantees: tested.runner.guarantees,
    trace: tested.runner.trace,
    skip: new Set(skip),
    onCase: beat,
    goOn: () => !pulse.hurried,
  });
  const kills = tested.kills() - before;
  return { kind: "searched", result: { batch, ...(await tested.explained(found)), kills } };
}

/** A sign of life: this case begins. */
function beat(caseNumber: number, case_?: Case): void {
  if (case_ !== undefined) tell({ kind: "begun", caseNumber, case: case_ });
  pulse.beginCase(caseNumber);
}

async function replay(
  tested: Tested,
  { case: case_, explain = false }: ReplayTask,
): Promise<ReplayAnswer> {
  const { story, judgements, failure } = await judgeCase(case_, tested.runner, PROPERTIES);
  const exercised = judgements.filter(({ verdict }) => verdict.kind !== "unknown");
  const wanted = explain ? failure : undefined;
  const known = wanted && (await tested.findingOf(case_, wanted.signature));
  return {
    kind: "replayed",
    ...(known === undefined ? {} : { known }),
    history: story.history,
    failure,
    exercised: exercised.map(({ property }) => property.id),
    guarantees: story.guarantees,
  };
}

async function shrinkFailure(tested: Tested, found: FoundFailure): Promise<Answer> {
  const { runner } = tested;
  const { signature, caseNumber } = found;
  const breaks = (case_: Case) => tested.breaksAlike(found, case_);
  if ((await breaks(found.case)) !== signature) return { kind: "unsteady" };
  const small = await shrink(found.case, signature, breaks);
  const { story, failure } = await judgeCase(small.case, runner, checked);
  if (failure === undefined) return { kind: "unsteady" };
  const { history, guarantees } = story;
  const { tried, minimal, certificate } = small;
  const size = { from: sizeOf(found.case), to: sizeOf(small.case) };
  const counterexample = makeCounterexample(
    { engine: runner.name, case: small.case, history, failure, guarantees },
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
