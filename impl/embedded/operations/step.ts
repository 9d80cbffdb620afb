/**
 * Steps, and all that runs in attempts: an attempt is started, user code runs, and what came of it is
 * recorded. Where an attempt goes on is read from the log alone, so a replay does what the first
 * run would have done.
 */
import type { Semantics } from "../../../model/workflow.ts";
import type { WireOperation } from "../../backend/wire.ts";
import type { StepBody, StepOptions } from "../../engine.ts";
import { OperationError, StepInterruptedError, writeError } from "../errors.ts";
import type { Change, Operation } from "../operation.ts";
import { DEFAULT_STRATEGY, UNNAMED_DELAY_SECONDS } from "../retry.ts";
import { guard } from "../serdes.ts";

/** User code that runs in attempts, counted from 1; each ends in the update that records it. */
export interface Attempts {
  readonly semantics: Semantics;
  readonly run: (attempt: number, entry: WireOperation | undefined) => Promise<Change>;
  readonly interrupted: (attempt: number) => Change;
}

/** Gives the log entry once it is closed. */
export async function runAttempts(
  operation: Operation,
  { semantics, run, interrupted }: Attempts,
): Promise<WireOperation> {
  const { rules } = operation;
  for (;;) {
    const { entry } = operation;
    const attempt = rules.attemptOf(entry);
    switch (rules.nextMove(entry?.Status, semantics)) {
      case "give":
        return entry as WireOperation;
      case "wait":
        await operation.changed();
        break;
      case "ask-about-interruption":
        await operation.write(interrupted(attempt));
        break;
      case "start": {
        const started = operation.write({ Action: "START" });
        if (rules.isWriteAhead(semantics)) await started;
        await operation.write(await run(attempt, entry));
        break;
      }
      case "run":
        await operation.write(await run(attempt, entry));
    }
  }
}

export async function step(
  operation: Operation,
  body: StepBody,
  { semantics, strategy = DEFAULT_STRATEGY, serdes }: StepOptions,
): Promise<unknown> {
  const { serialize, deserialize } = guard(operation, serdes);
  const afterFailure = (error: unknown, attempt: number): Change => {
    // Written first: what is recorded is what was thrown, whatever the strategy does to it.
    const failed = { Action: "FAIL", Error: writeError(error) } as const;
    try {
      const decision = strategy(error as Error, attempt);
      if (decision.kind === "stop") return failed;
      const NextAttemptDelaySeconds = decision.delaySeconds ?? UNNAMED_DELAY_SECONDS;
      return { ...failed, Action: "RETRY", StepOptions: { NextAttemptDelaySeconds } };
    } catch (mistake) {
      return { Action: "FAIL", Error: writeError(mistake) };
    }
  };
  const { Status, StepDetails } = await runAttempts(operation, {
    semantics,
    run: (attempt) =>
      operation.work(async () => {
        try {
          return { Action: "SUCCEED", Payload: await serialize(await body(attempt)) };
        } catch (error) {
          return afterFailure(error, attempt);
        }
      }),
    interrupted: (attempt) => afterFailure(new StepInterruptedError(), attempt),
  });
  if (Status === "FAILED") throw new OperationError("StepError", StepDetails?.Error);
  return operation.scope.work(() => deserialize(StepDetails?.Result));
}
