/**
 * Runs all entries against each other. Each has a process of its own, and each round measures every
 * one of them in turn, so that a machine that gets slower or faster does so for all.
 */
import { Child } from "./child.ts";
import type { Memory } from "./collect-garbage.ts";
import type { Sample } from "./measure.ts";
import type { Plan } from "./plan.ts";
import type { Measured } from "./report.ts";

/** `tell` is told what is being done now. */
export async function compare(
  { entries, rounds, millisecondsPerRound, warmUpMilliseconds }: Plan,
  tell: (progress: string) => void,
): Promise<readonly Measured[]> {
  const lanes: Lane[] = [];
  try {
    for (const entry of entries) {
      tell(`warming up: ${entry.title}`);
      const child = await Child.start(entry, warmUpMilliseconds);
      lanes.push({ child, samples: [], before: await child.memory() });
    }
    for (let round = 1; round <= rounds; round += 1) {
      for (const { child, samples } of lanes) {
        tell(`round ${round} of ${rounds}: ${child.entry.title}`);
        samples.push(await child.measure(millisecondsPerRound));
      }
    }
    return await Promise.all(lanes.map(finish));
  } finally {
    await Promise.all(lanes.map(({ child }) => child.close()));
  }
}

interface Lane {
  readonly child: Child;
  readonly samples: Sample[];
  readonly before: Memory;
}

async function finish({ child, samples, before }: Lane): Promise<Measured> {
  const { entry, eventsPerExecution } = child;
  return { entry, eventsPerExecution, samples, before, after: await child.memory() };
}
