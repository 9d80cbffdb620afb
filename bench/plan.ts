/** How long and how often things are measured: the whole run, or a smoke run. */
import {
  BARE_SDK,
  BARE_SDK_OWN_CONSOLE,
  type Entry,
  HARNESS,
  HARNESS_OWN_CONSOLE,
  HARNESS_THROUGH_TSX,
  MODEL,
  officialRunner,
  officialSharing,
} from "./lineup.ts";

export interface Plan {
  readonly entries: readonly Entry[];
  readonly rounds: number;
  readonly millisecondsPerRound: number;
  readonly warmUpMilliseconds: number;
  readonly profileMilliseconds: number;
  /** In each of the two memory series of one workload. */
  readonly memoryCases: number;
  /** In the memory series of drawn cases. */
  readonly memoryDrawnCases: number;
  /** In each round on each number of workers. */
  readonly scalingCases: number;
  /** How often each wrong engine is hunted. */
  readonly seeds: number;
}

const OURS = [
  MODEL,
  BARE_SDK,
  BARE_SDK_OWN_CONSOLE,
  HARNESS,
  HARNESS_OWN_CONSOLE,
  HARNESS_THROUGH_TSX,
];

/** Some twenty minutes, without memory. */
export const WHOLE_RUN: Plan = {
  entries: [...OURS, ...[1, 64, 128, 256, 512].map(officialRunner), officialSharing(256)],
  rounds: 5,
  millisecondsPerRound: 2_000,
  warmUpMilliseconds: 2_000,
  profileMilliseconds: 5_000,
  memoryCases: 1_000_000,
  memoryDrawnCases: 100_000,
  scalingCases: 4_000,
  seeds: 3,
};

/** About a minute: enough to see that everything works, too little to go by. */
export const SMOKE_RUN: Plan = {
  entries: [...OURS, ...[1, 64].map(officialRunner)],
  rounds: 2,
  millisecondsPerRound: 500,
  warmUpMilliseconds: 500,
  profileMilliseconds: 1_000,
  memoryCases: 5_000,
  memoryDrawnCases: 500,
  scalingCases: 500,
  seeds: 1,
};
