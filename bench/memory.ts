/**
 * Memory over many cases: the harness runs the workload a million times, and the heap is read
 * after a forced collection every hundred thousand. It must stay flat, with interruptions too, and
 * where each case is another one.
 */
import { Child } from "./child.ts";
import type { Memory } from "./collect-garbage.ts";
import { DRAWN_CASES, type Entry, HARNESS, INTERRUPTED_HARNESS } from "./lineup.ts";
import type { Plan } from "./plan.ts";

/** A heap that grows this far is not filled any further. */
const HEAP_LIMIT_BYTES = 1_024 * 1_024 * 1_024;
/** Slower growth than this is noise: caches, the code of functions that are optimised late. */
const FLAT_BYTES_PER_CASE = 20;
const READINGS = 10;

export interface Reading {
  readonly cases: number;
  readonly memory: Memory;
}

export interface Growth {
  readonly title: string;
  readonly readings: readonly Reading[];
  /** From the first reading after the start to the last. */
  readonly bytesPerCase: number;
  readonly flat: boolean;
}

/** Runs all series; tells each reading as it is made. */
export async function measureGrowth(
  { memoryCases, memoryDrawnCases }: Pick<Plan, "memoryCases" | "memoryDrawnCases">,
  tell: (title: string, reading: Reading) => void,
): Promise<readonly Growth[]> {
  const growths: Growth[] = [];
  const series = [
    [HARNESS, memoryCases],
    [INTERRUPTED_HARNESS, memoryCases],
    [DRAWN_CASES, memoryDrawnCases],
  ] as const;
  for (const [entry, cases] of series) {
    growths.push(await growthOf(entry, cases, (reading) => tell(entry.title, reading)));
  }
  return growths;
}

async function growthOf(
  entry: Entry,
  cases: number,
  tell: (reading: Reading) => void,
): Promise<Growth> {
  const child = await Child.start(entry, 0);
  const readings: Reading[] = [];
  const every = Math.ceil(cases / READINGS);
  const add = (reading: Reading) => {
    readings.push(reading);
    tell(reading);
  };
  add({ cases: 0, memory: await child.memory() });
  for (let run = every; run <= every * READINGS; run += every) {
    const memory = await child.memory(every);
    add({ cases: run, memory });
    if (memory.heapBytes > HEAP_LIMIT_BYTES) break;
  }
  await child.close();
  const bytesPerCase = slope(readings);
  return { title: entry.title, readings, bytesPerCase, flat: bytesPerCase < FLAT_BYTES_PER_CASE };
}

/** What is loaded and compiled in the first stretch does not count, if there is a second one. */
function slope(readings: readonly Reading[]): number {
  const first = readings[readings.length > 2 ? 1 : 0] as Reading;
  const last = readings.at(-1) as Reading;
  return (last.memory.heapBytes - first.memory.heapBytes) / (last.cases - first.cases);
}
