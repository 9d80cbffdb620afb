/**
 * What user code does in a wait-for-condition: its polls count themselves in the state, and its
 * wait strategy goes by that.
 */

import { pollAllowed } from "../model/retry-decision.ts";
import { stateCount, strategyError } from "../model/values.ts";
import type { WaitForCondition } from "../model/workflow.ts";
import { runBody } from "./bodies.ts";
import type { ConditionOptions, WaitStrategy } from "./engine.ts";
import type { Reporter } from "./interpreter.ts";
import { withOdd } from "./odd-values.ts";
import { serdesOption } from "./serdes.ts";
import type { Surroundings } from "./strategies.ts";

/** One poll: the state that it gives is one further than the one that it was given. */
export function createCheck(operation: WaitForCondition, reporter: Reporter) {
  const { name, runs, gives } = operation;
  return async (state: unknown, attempt: number | undefined): Promise<unknown> => {
    await runBody(name, { runs }, attempt, reporter);
    return withOdd(stateCount(state) + 1, gives);
  };
}

export function conditionOptions(
  operation: WaitForCondition,
  surroundings: Surroundings,
): ConditionOptions {
  return {
    initialState: 0,
    strategy: createWaitStrategy(operation, surroundings),
    ...serdesOption(operation.serdes, operation.name, surroundings.reporter),
  };
}

function createWaitStrategy(
  operation: WaitForCondition,
  { guarantees, context }: Surroundings,
): WaitStrategy {
  const { name, polls, helper, gives } = operation;
  // A state that carries nothing can't say how far it is.
  const counted = gives !== "undefined" && gives !== "null";
  if (helper !== undefined && counted) {
    const strategy = context.waitHelper?.(helper, (state) => stateCount(state) < polls);
    if (strategy !== undefined) return strategy;
  }
  return (state, attempt) => {
    if (counted && stateCount(state) >= polls) return { kind: "stop" };
    const allowed = pollAllowed(operation, attempt, guarantees);
    switch (allowed.kind) {
      case "throw":
        throw new Error(strategyError(name).message);
      case "stop":
        // Only where the state says nothing: else it decides.
        return counted ? { kind: "retry", delaySeconds: operation.delaySeconds } : allowed;
      case "retry":
        return { kind: "retry", delaySeconds: allowed.maximumSeconds };
    }
  };
}
