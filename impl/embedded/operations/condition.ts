/** Wait-for-condition: each poll is an attempt, and the state travels in the payload of RETRY. */
import type { EngineContext } from "../../engine.ts";
import { OperationError, StepInterruptedError, writeError } from "../errors.ts";
import { never } from "../never.ts";
import type { Change, Operation } from "../operation.ts";
import { UNNAMED_DELAY_SECONDS } from "../retry.ts";
import { guard } from "../serdes.ts";
import { runAttempts } from "./step.ts";

type Parameters = globalThis.Parameters<EngineContext["waitForCondition"]>;

export async function waitForCondition(
  operation: Operation,
  check: Parameters[1],
  { initialState, strategy, serdes: own }: Parameters[2],
): Promise<unknown> {
  const serdes = guard(operation, own);
  const poll = async (attempt: number, before: string | undefined): Promise<Change> => {
    try {
      const state = before === undefined ? initialState : await serdes.deserialize(before);
      // That may have taken until the end of the invocation, or of what is around it.
      if (!operation.isLive) return await never();
      const Payload = await serdes.serialize(await check(state, attempt));
      // It decides by what the next poll will be given.
      const decision = strategy(await serdes.deserialize(Payload), attempt);
      if (decision.kind === "stop") return { Action: "SUCCEED", Payload };
      const NextAttemptDelaySeconds = decision.delaySeconds ?? UNNAMED_DELAY_SECONDS;
      return { Action: "RETRY", Payload, StepOptions: { NextAttemptDelaySeconds } };
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
  return operation.scope.work(() => serdes.deserialize(StepDetails?.Result));
}
