/** What the main thread and its workers tell each other. */
import type { Tier } from "../../impl/runner.ts";
import type { Case } from "../../model/case.ts";
import type { Guarantees } from "../../model/guarantees.ts";
import type { History } from "../../model/history.ts";
import type { Exhausted } from "../../properties/exhaustive/exhaust.ts";
import type { Stretch } from "../../properties/exhaustive/stretches.ts";
import type { Scope } from "../../properties/generators/case.ts";
import type { Failure } from "../../properties/signature.ts";
import type { BatchResult } from "../../properties/suite/batch.ts";
import type { Prey } from "../../properties/suite/hunt.ts";
import type { FoundFailure } from "../../properties/suite/tally.ts";
import type { Counterexample } from "../../reports/counterexample.ts";

/** What a worker is started with. */
export interface WorkerSetup {
  readonly engine: string;
  readonly properties: readonly string[];
  readonly seed: number;
  readonly casesAsked: number;
  readonly scope: Scope;
  /**
   * The findings that are known on the engine and can be mended in it, with the signatures that each
   * is known to have; none where failures are not to be explained.
   */
  readonly mendable?: Mendable;
  /** What is killed for real; nothing where it is absent. */
  readonly tier?: Tier;
}

export type Mendable = ReadonlyMap<string, readonly string[]>;

export interface WorkerData extends WorkerSetup {
  /** The memory of its `Pulse`. */
  readonly pulse: SharedArrayBuffer;
}

/** A batch of a run; `skip` are cases that are left out because an earlier worker was lost in them. */
export type BatchTask =
  | { readonly kind: "batch"; readonly batch: number; readonly skip: readonly number[] }
  | {
      readonly kind: "search";
      readonly batch: number;
      readonly stretch: Stretch;
      readonly interruptions: number;
      /** Where schedules are drawn: how many. */
      readonly drawn: number | undefined;
      readonly skip: readonly number[];
    };

export type Task =
  | BatchTask
  | {
      readonly kind: "shrink";
      /** The how-manieth failure it is whose minimal case is wanted. */
      readonly number: number;
      readonly failure: FoundFailure;
    }
  | ReplayTask
  | {
      readonly kind: "hunt";
      readonly seed: number;
      readonly cases: number;
      /** Whether the minimal case is wanted of what is found. */
      readonly minimize: boolean;
    };

/** One case by itself; `explain` asks which known finding it shows where it fails. */
export interface Replay {
  readonly case: Case;
  readonly explain?: boolean;
}

export type ReplayTask = Replay & { readonly kind: "replay" };

/** To a worker that is not needed any more, whatever it does: it ends the processes that it has, and itself. */
export interface Close {
  readonly kind: "close";
}

/**
 * Before the answer: this case begins. Told where its number alone does not tell which it is, as in a
 * search.
 */
export interface Begun {
  readonly kind: "begun";
  readonly caseNumber: number;
  readonly case: Case;
}

export type Answer =
  | { readonly kind: "ready" }
  /** The engine can't be loaded. */
  | { readonly kind: "unusable"; readonly message: string }
  | { readonly kind: "batch-done"; readonly result: RunBatch }
  | { readonly kind: "searched"; readonly result: SearchResult }
  | { readonly kind: "shrunk"; readonly counterexample: Counterexample }
  /** The failing case does not fail again. */
  | { readonly kind: "unsteady" }
  | ReplayAnswer
  | HuntAnswer
  /** A mistake of this program. */
  | { readonly kind: "mistaken"; readonly message: string };

/** How many processes were killed for it; 0 in the simulated tier. */
interface Killed {
  readonly kills: number;
}

export interface RunBatch extends BatchResult, Killed {}

/** What became of the workflows of a stretch. */
export interface SearchResult extends Exhausted, Killed {
  readonly batch: number;
}

/** Of one case by itself; judged by all properties, whichever the run checks. */
export interface ReplayAnswer {
  readonly kind: "replayed";
  readonly history: History;
  readonly failure: Failure | undefined;
  /** The properties that said something of the run, and not that they can't tell. */
  readonly exercised: readonly string[];
  /** What the engine promises. */
  readonly guarantees: Guarantees;
  /** The known finding that it shows, where that was asked and mending it told. */
  readonly known?: string;
}

export interface HuntAnswer {
  readonly kind: "hunted";
  /** The first case in which something broke, the minimal one if that was wanted. */
  readonly prey: Prey | undefined;
}
