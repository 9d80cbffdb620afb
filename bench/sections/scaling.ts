/** The same cases on one worker thread and on two, in turn; loading the engine does not count. */
import { cpuTime, now } from "../clock.ts";
import { Pool } from "../../cli/pool/pool.ts";
import { drawnWork } from "../../cli/pool/work.ts";
import { PROPERTIES } from "../../properties/all.ts";
import { spreadOf } from "../statistics.ts";
import type { Table } from "../table.ts";

const WORKERS = [1, 2];

interface Pass {
  readonly casesPerSecond: number;
  readonly cpuMillisecondsPerCase: number;
}

export async function measureScaling(rounds: number, cases: number): Promise<readonly Table[]> {
  const passes = WORKERS.map((): Pass[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, workers] of WORKERS.entries()) {
      passes[index]?.push(await runOn(workers, cases));
    }
  }
  const rate = ({ casesPerSecond }: Pass) => casesPerSecond;
  const [one = []] = passes;
  return [
    {
      title: "Drawn cases, judged, aws-sdk@2.4.0",
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
    },
  ];
}

async function runOn(workers: number, casesAsked: number): Promise<Pass> {
  const drawing = { seed: 1, casesAsked, scope: "sequential" } as const;
  const properties = PROPERTIES.map(({ id }) => id);
  const pool = new Pool({
    setup: { engine: "aws-sdk@2.4.0", properties, ...drawing },
    work: drawnWork(drawing),
    workers,
    hangSeconds: 60,
    onBatch: () => [],
    onCounterexample: () => {},
    onLost: ({ reason }) => {
      throw new Error(reason);
    },
  });
  await pool.start();
  const startedAt = now();
  const cpuBefore = cpuTime();
  await pool.run();
  const seconds = (now() - startedAt) / 1_000;
  return {
    casesPerSecond: casesAsked / seconds,
    cpuMillisecondsPerCase: (cpuTime() - cpuBefore) / casesAsked,
  };
}
