/** What the main thread and its workers tell each other. */
import type { Case } from "../../model/case.ts";
import type { BatchResult, FoundFailure } from "../../properties/suite/batch.ts";
import type { Counterexample } from "../../reports/counterexample.ts";

/** What a worker is started with. */
export interface WorkerSetup {
  readonly engine: string;
  readonly properties: readonly string[];
  readonly seed: number;
  readonly casesAsked: number;
  /** One entry: the number of the case that runs now, for the watchdog. */
  readonly running: SharedArrayBuffer;
}

export type Task =
  | {
      readonly kind: "batch";
      readonly batch: number;
      /** Cases that are left out because an earlier worker was lost in them. */
      readonly skip: readonly number[];
    }
  | { readonly kind: "shrink"; readonly failure: FoundFailure };

export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "batch-done"; readonly result: BatchResult }
  | { readonly kind: "shrunk"; readonly counterexample: Counterexample }
  | { readonly kind: "failed"; readonly message: string };

/** A case that a worker was lost in. */
export interface LostCase {
  readonly caseNumber: number;
  readonly case: Case | undefined;
  readonly reason: string;
}
