/** Wait-for-condition: each poll is an attempt, and the state travels in the payload of RETRY. */
import type { EngineContext } from "../../engine.ts";
import { OperationError, StepInterruptedError, writeError } from "../errors.ts";
import type { Change, Operation } from "../operation.ts";
import { runAttempts } from "./step.ts";

type Parameters = globalThis.Parameters<EngineContext["waitForCondition"]>;

export async function waitForCondition(
  operation: Operation,
  check: Parameters[1],
  { until, delaySeconds }: Parameters[2],
): Promise<unknown> {
  const poll = async (attempt: number, before: string | undefined): Promise<Change> => {
    try {
      const state = await check(before === undefined ? 0 : JSON.parse(before), attempt);
      const Payload = JSON.stringify(state);
      if (state >= until) return { Action: "SUCCEED", Payload };
      return { Action: "RETRY", Payload, StepOptions: { NextAttemptDelaySeconds: delaySeconds } };
    } catch (error) {
      return { Action: "FAIL", Error: writeError(error) };
    }
  };
  const { Status, StepDetails } = await runAttempts(operation, {
    semantics: "AtLeastOncePerRetry",
    run: (attempt, entry) => operation.work(() => poll(attempt, entry?.StepDetails?.Result)),
    interrupted: () => ({ Action: "FAIL", Error: writeError(new StepInterruptedError()) }),
  });
  if (Status === "FAILED") throw new OperationError("WaitForConditionError", StepDetails?.Error);
  return JSON.parse(StepDetails?.Result ?? "null");
}
