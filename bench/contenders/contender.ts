/** A contender: one way of running the workload, in a process of its own. */
export interface Contender {
  /** Runs the workload once, gives the number of invocations; throws unless it ended as it must. */
  readonly execute: () => Promise<number>;
  /** How many executions are kept going at the same time. */
  readonly inFlight: number;
  /** How many events one execution records, where it records a history of ours. */
  readonly eventsPerExecution?: number;
  readonly close: () => Promise<void>;
}

/** Which contender a process is to be. */
export type ContenderName =
  | "model"
  | "bare-sdk"
  | "harness"
  | "interrupted-harness"
  | "official-runner";
