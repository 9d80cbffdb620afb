/**
 * The decisions of durable execution, each in a function of what the log says. The rest of the
 * engine carries them out; `impl/faulty/` has engines that get one of them wrong.
 */
import type { Completion, Semantics } from "../../model/workflow.ts";
import type { OperationStatus, WireOperation } from "../backend/wire.ts";

/** What to do with a step: start an attempt, go on with one, give what was recorded, and so on. */
export type Move = "start" | "run" | "ask-about-interruption" | "wait" | "give";

export interface Counts {
  readonly succeeded: number;
  readonly failed: number;
  readonly total: number;
}

export interface Rules {
  /** What comes next for a step of this status, reached in any invocation. */
  nextMove(status: OperationStatus | undefined, semantics: Semantics): Move;
  /** The attempt that is next or under way, counted from 1. */
  attemptOf(entry: WireOperation | undefined): number;
  /** Whether START is in the log before the body starts. */
  isWriteAhead(semantics: Semantics): boolean;
  /** Why a batch ends, if so many successes and failures are enough. */
  batchEnd(completion: Completion | undefined, counts: Counts): string | undefined;
  /** Whether the invocation has nothing left to do but to wait for the service. */
  canSuspend(outstanding: { readonly userCode: boolean; readonly updates: boolean }): boolean;
  /** Whether an operation may still be recorded, by whether its context goes on. */
  mayRecord(contextIsLive: boolean): boolean;
}

export const RULES: Rules = {
  nextMove(status, semantics) {
    switch (status) {
      case undefined:
      case "READY":
        return "start";
      case "STARTED":
        // Nobody knows how far the body came: at most once must not run it again.
        return semantics === "AtLeastOncePerRetry" ? "run" : "ask-about-interruption";
      case "PENDING":
        return "wait";
      default:
        return "give";
    }
  },

  /** The service counts the attempts that have ended. */
  attemptOf: (entry) => (entry?.StepDetails?.Attempt ?? 0) + 1,

  isWriteAhead: (semantics) => semantics === "AtMostOncePerRetry",

  batchEnd(completion = {}, { succeeded, failed, total }) {
    const { minSuccessful, toleratedFailureCount, toleratedFailurePercentage } = completion;
    const criteria = [minSuccessful, toleratedFailureCount, toleratedFailurePercentage];
    // Without any criterion a batch fails fast.
    const tolerated = criteria.every((each) => each === undefined) ? 0 : toleratedFailureCount;
    const tooMany = failed > (tolerated ?? total);
    const tooLarge = failed * 100 > (toleratedFailurePercentage ?? 100) * total;
    if (tooMany || tooLarge) return "FAILURE_TOLERANCE_EXCEEDED";
    if (succeeded + failed === total) return "ALL_COMPLETED";
    return succeeded >= (minSuccessful ?? total) ? "MIN_SUCCESSFUL_REACHED" : undefined;
  },

  canSuspend: ({ userCode, updates }) => !userCode && !updates,

  mayRecord: (contextIsLive) => contextIsLive,
};
