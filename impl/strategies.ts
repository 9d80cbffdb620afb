/** Retry strategies as user code has them, which report what they are asked and what they answer. */
import type { Guarantees } from "../model/guarantees.ts";
import type { Decision } from "../model/history.ts";
import { viewError } from "../model/outcome.ts";
import type { RetryPolicy } from "../model/retry.ts";
import { decide } from "../model/retry-decision.ts";
import { mutatedMessage, strategyError } from "../model/values.ts";
import type { EngineContext, Strategy, StrategyAnswer } from "./engine.ts";
import type { Reporter } from "./interpreter.ts";

/** What a strategy needs of what is around it. */
export interface Surroundings {
  readonly reporter: Reporter;
  readonly guarantees: Guarantees;
  readonly context: EngineContext;
}

/** The strategy of a policy; none where the engine's own default is to apply. */
export function createStrategy(
  operation: string,
  retry: RetryPolicy,
  { reporter, guarantees, context }: Surroundings,
): Strategy | undefined {
  if (retry.policy === "default") return undefined;
  const answer = createAnswer(operation, retry, guarantees, context);
  return (error, attempt) => {
    const report = (decision: Decision) => {
      reporter.report({ kind: "strategy-asked", operation, attempt, error: view, decision });
    };
    const view = viewError(error);
    try {
      const answered = answer(error, attempt);
      report(decisionOf(answered, guarantees));
      return answered;
    } catch (thrown) {
      report({ kind: "throw", error: viewError(thrown) });
      throw thrown;
    }
  };
}

function createAnswer(
  operation: string,
  retry: RetryPolicy,
  guarantees: Guarantees,
  context: EngineContext,
): Strategy {
  if (retry.policy === "exponential" || retry.policy === "linear") {
    const helper = context.retryHelper?.(retry);
    if (helper !== undefined) return helper;
  }
  return (error, attempt) => {
    if (retry.policy === "limited" && retry.manner === "mutates") {
      error.message = mutatedMessage(error.message);
    }
    const allowed = decide(retry, attempt, guarantees);
    switch (allowed.kind) {
      case "stop":
        return { kind: "stop" };
      case "throw":
        throw new Error(strategyError(operation).message);
      case "retry": {
        const named = retry.policy !== "limited" || retry.delaySeconds !== undefined;
        return named ? { kind: "retry", delaySeconds: allowed.maximumSeconds } : { kind: "retry" };
      }
    }
  };
}

function decisionOf(answer: StrategyAnswer, { unnamedDelaySeconds }: Guarantees): Decision {
  if (answer.kind === "stop") return answer;
  return { kind: "retry", delaySeconds: answer.delaySeconds ?? unnamedDelaySeconds };
}
