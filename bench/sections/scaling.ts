/**
 * The same cases on one worker thread and on two, in turn; loading the engine does not count. Beside
 * it a loop that needs nothing but a processor, so that the machine's part shows.
 */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { MORE_PATIENCE } from "../../cli/pool/patience.ts";
import { Pool } from "../../cli/pool/pool.ts";
import { drawnWork } from "../../cli/pool/work.ts";
import { PROPERTIES } from "../../properties/all.ts";
import { SCOPES, type Scope } from "../../properties/generators/case.ts";
import { cpuTime, now } from "../clock.ts";
import { spreadOf } from "../statistics.ts";
import type { Table } from "../table.ts";

const WORKERS = [1, 2];

interface Pass {
  readonly casesPerSecond: number;
  readonly cpuMillisecondsPerCase: number;
}

interface Subject {
  readonly title: string;
  readonly run: (workers: number) => Promise<Pass>;
}

export async function measureScaling(rounds: number, cases: number): Promise<readonly Table[]> {
  const subjects: readonly Subject[] = [
    ...SCOPES.map((scope) => ({
      title: `Drawn cases (${scope}), judged, aws-sdk@2.4.0`,
      run: (workers: number) => runOn(workers, cases, scope),
    })),
    { title: "A loop that allocates nothing, in place of cases", run: loopOn },
  ];
  const tables: Table[] = [];
  for (const { title, run } of subjects) tables.push(await tableOf(title, rounds, run));
  return tables;
}

async function tableOf(title: string, rounds: number, run: Subject["run"]): Promise<Table> {
  const passes = WORKERS.map((): Pass[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, workers] of WORKERS.entries()) passes[index]?.push(await run(workers));
  }
  const rate = ({ casesPerSecond }: Pass) => casesPerSecond;
  const [one = []] = passes;
  return {
    title,
    columns: [
      { name: "cases/s" },
      { name: "ms CPU/case", digits: 2 },
      { name: "times one worker", digits: 2 },
    ],
    rows: passes.map((each, index) => ({
      title: `${WORKERS[index]} worker${index === 0 ? "" : "s"}`,
      cells: [
        spreadOf(each.map(rate)).median,
        spreadOf(each.map(({ cpuMillisecondsPerCase }) => cpuMillisecondsPerCase)).median,
        spreadOf(each.map((pass, round) => rate(pass) / rate(one[round] as Pass))).median,
      ],
    })),
  };
}

/** Takes some milliseconds of the processor, and nothing else. */
const LOOP = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", (times) => {
  let sum = 0;
  for (let time = 0; time < times; time += 1) {
    for (let step = 0; step < 3_000_000; step += 1) sum = (sum * 31 + step) | 0;
  }
  parentPort.postMessage(sum);
});`;
const LOOPS = 400;

/** So many loops, shared out among threads that are there already. */
async function loopOn(workers: number): Promise<Pass> {
  const threads = Array.from({ length: workers }, () => new Worker(LOOP, { eval: true }));
  const all = (times: number) =>
    Promise.all(
      threads.map((thread) => {
        thread.postMessage(times);
        return once(thread, "message");
      }),
    );
  await all(10);
  const startedAt = now();
  const cpuBefore = cpuTime();
  await all(LOOPS / workers);
  const seconds = (now() - startedAt) / 1_000;
  const spent = cpuTime() - cpuBefore;
  for (const thread of threads) await thread.terminate();
  return { casesPerSecond: LOOPS / seconds, cpuMillisecondsPerCase: spent / LOOPS };
}

/** In these the code gets compiled, on each worker: they don't count. */
const WARM_UP_CASES = 1_000;

async function runOn(workers: number, counted: number, scope: Scope): Promise<Pass> {
  const casesAsked = WARM_UP_CASES + counted;
  const drawing = { seed: 1, casesAsked, scope };
  let left = casesAsked;
  let [startedAt, cpuBefore] = [now(), cpuTime()];
  const properties = PROPERTIES.map(({ id }) => id);
  const pool = new Pool({
    setup: { engine: "aws-sdk@2.4.0", properties, ...drawing },
    work: drawnWork(drawing),
    workers,
    patience: MORE_PATIENCE,
    onBatch: ({ cases }) => {
      left -= cases;
      if (left >= counted) [startedAt, cpuBefore] = [now(), cpuTime()];
      return [];
    },
    onCounterexample: () => {},
    onLost: ({ reason }) => {
      throw new Error(reason);
    },
  });
  await pool.start();
  await pool.run();
  const seconds = (now() - startedAt) / 1_000;
  return {
    casesPerSecond: counted / seconds,
    cpuMillisecondsPerCase: (cpuTime() - cpuBefore) / counted,
  };
}
