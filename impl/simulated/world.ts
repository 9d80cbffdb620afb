/**
 * What there is around an invocation and outlives it: the service, the history, the parties outside.
 * An invocation reaches it through these calls only, so that it can run in a process of its own.
 */
import type { FaultCursor } from "../../model/points.ts";
import type { Workflow } from "../../model/workflow.ts";
import type { Service } from "../backend/service.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { Outside } from "./outside.ts";
import type { Recorder } from "./recorder.ts";

export interface World {
  readonly recorder: Pick<Recorder, "record">;
  readonly elsewhere: Pick<Elsewhere, "advance">;
  readonly service: Pick<Service, ServiceCall | "recordedEnd">;
  readonly outside: Pick<Outside, "hear" | "reaches">;
  readonly faults: Pick<FaultCursor, "ofCheckpoint" | "ofPage">;
  readonly runs: Pick<Runs, "next">;
  readonly handler: Handler;
}

type ServiceCall =
  | "startInvocation"
  | "checkpoint"
  | "checkpointUnheard"
  | "loseCheckpoint"
  | "state"
  | "answer"
  | "parentOf"
  | "useTokenUp"
  | "withholdToken";

/** The handler as it is now: it may have been changed since the execution started. */
export interface Handler {
  readonly workflow: () => Workflow;
}

/** Counts how often each body has been started, in whichever invocation. */
export class Runs {
  readonly counts = new Map<string, number>();

  next(operation: string): number {
    const run = (this.counts.get(operation) ?? 0) + 1;
    this.counts.set(operation, run);
    return run;
  }
}
