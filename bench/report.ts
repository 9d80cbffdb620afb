/** The result of a benchmark as a value, worked out from its samples. Renderers print it. */
import type { Memory } from "./collect-garbage.ts";
import type { Entry } from "./lineup.ts";
import type { Sample } from "./measure.ts";
import type { Profile } from "./profile/owners.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** All that was measured of one entry: a sample from each round. */
export interface Measured {
  readonly entry: Entry;
  readonly eventsPerExecution: number | undefined;
  readonly samples: readonly Sample[];
  readonly before: Memory;
  readonly after: Memory;
}

export interface Row {
  readonly title: string;
  readonly executions: number;
  readonly invocationsPerExecution: number;
  readonly perSecond: Spread;
  /** Executions for each second of CPU time of all threads together. */
  readonly perCpuSecond: Spread;
  /** How many cores were busy: CPU time by real time. */
  readonly cores: number;
  readonly eventsPerSecond?: number;
  readonly before: Memory;
  readonly after: Memory;
}

/** How many times as fast one row is as another, round by round. */
export interface Ratio {
  readonly title: string;
  readonly perSecond: Spread;
  readonly perCpuSecond: Spread;
}

export interface SpeedReport {
  readonly rows: readonly Row[];
  readonly ratios: readonly Ratio[];
  readonly profile: Profile;
  /** With a console for each invocation, as the SDK makes them; the shares alone. */
  readonly ownConsole: Profile["owners"];
}

export function rowOf({ entry, eventsPerExecution, samples, before, after }: Measured): Row {
  const perSecond = spreadOf(samples.map(rate));
  const executions = samples.reduce((total, sample) => total + sample.executions, 0);
  const invocations = samples.reduce((total, sample) => total + sample.invocations, 0);
  return {
    title: entry.title,
    executions,
    invocationsPerExecution: invocations / executions,
    perSecond,
    perCpuSecond: spreadOf(samples.map(cpuRate)),
    cores: spreadOf(samples.map((sample) => sample.cpuMilliseconds / sample.milliseconds)).median,
    ...(eventsPerExecution === undefined
      ? {}
      : { eventsPerSecond: eventsPerExecution * perSecond.median }),
    before,
    after,
  };
}

/** The ratio of samples of the same round, so that what slows the machine slows both. */
export function ratioOf(title: string, one: Measured, other: Measured): Ratio {
  const ratios = (of: (sample: Sample) => number) =>
    spreadOf(one.samples.map((sample, round) => of(sample) / of(other.samples[round] as Sample)));
  return { title, perSecond: ratios(rate), perCpuSecond: ratios(cpuRate) };
}

/** The one with the highest median of executions per second, of real time or of the processor's. */
export function fastest(measured: readonly Measured[], by: "clock" | "processor"): Measured {
  const of = by === "clock" ? rate : cpuRate;
  const median = ({ samples }: Measured) => spreadOf(samples.map(of)).median;
  return measured.reduce((best, next) => (median(next) > median(best) ? next : best));
}

function rate({ executions, milliseconds }: Sample): number {
  return (executions / milliseconds) * 1_000;
}

function cpuRate({ executions, cpuMilliseconds }: Sample): number {
  return (executions / cpuMilliseconds) * 1_000;
}
