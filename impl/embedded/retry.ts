/** Retry strategies: helpers that make them, and the one of steps that name none. */
import type { HelperRetry, Jitter } from "../../model/retry.ts";
import type { Strategy } from "../engine.ts";

/** Where a strategy names no delay. */
export const UNNAMED_DELAY_SECONDS = 1;

/** Delays that grow by a factor, or by so many seconds each time, up to a maximum, and spread. */
export function backoff(policy: HelperRetry): Strategy {
  const { maximumSeconds = 300, jitter = "FULL" } = policy;
  const { attempts = policy.policy === "linear" ? 6 : 3 } = policy;
  return (_error, attempt) => {
    if (attempt >= attempts) return { kind: "stop" };
    const full = Math.min(delayAfter(policy, attempt), maximumSeconds);
    return { kind: "retry", delaySeconds: Math.max(1, Math.round(full * share(jitter))) };
  };
}

export const DEFAULT_STRATEGY: Strategy = backoff({
  policy: "exponential",
  attempts: 6,
  maximumSeconds: 60,
});

function delayAfter(policy: HelperRetry, attempt: number): number {
  if (policy.policy === "linear") {
    const { initialSeconds = 1, incrementSeconds = 1 } = policy;
    return initialSeconds + incrementSeconds * (attempt - 1);
  }
  const { initialSeconds = 5, rate = 2 } = policy;
  return initialSeconds * rate ** (attempt - 1);
}

function share(jitter: Jitter): number {
  switch (jitter) {
    case "FULL":
      return Math.random();
    case "HALF":
      return 0.5 + Math.random() / 2;
    case "NONE":
      return 1;
  }
}
