/** A contender: one way of running the workload, in a process of its own. */
export interface Contender {
  /** Runs the workload once, gives the number of invocations; throws unless it ended as it must. */
  readonly execute: () => Promise<number>;
  /** How many executions are kept going at the same time. */
  readonly inFlight: number;
  /** How many cases one call of `execute` runs; one where absent. */
  readonly casesEach?: number;
  /** How many events one execution records, where it records a history of ours. */
  readonly eventsPerExecution?: number;
  readonly close: () => Promise<void>;
}

/** Contenders that are given a number of operations. */
export type SizedName =
  | "harness-steps"
  | "bare-steps"
  | "judged-steps"
  | "harness-waits"
  | "bare-waits";

/** Which contender a process is to be. */
export type ContenderName =
  | "model"
  | "bare-sdk"
  | "harness"
  | "interrupted-harness"
  | "embedded"
  | "random-cases"
  | "exhaustive-cases"
  | "drawn-cases"
  | SizedName
  | "official-runner";
