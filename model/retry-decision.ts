/** What retry policies and the polls of conditions allow. */
import type { Guarantees } from "./guarantees.ts";
import type { Decision } from "./history.ts";
import type {
  ExponentialBackoff,
  Jitter,
  LinearBackoff,
  RetryPolicy,
  WaitHelper,
} from "./retry.ts";

/** What a policy allows after an attempt: to stop, to retry after a delay within bounds, or to throw. */
export type Allowed =
  | { readonly kind: "stop" }
  | { readonly kind: "retry"; readonly minimumSeconds: number; readonly maximumSeconds: number }
  | { readonly kind: "throw" };

/** Whether it is a strategy that throws; what becomes of that is promised nowhere. */
export function strategyThrows(policy: RetryPolicy | undefined): boolean {
  return policy?.policy === "limited" && policy.manner === "throws";
}

/** How many attempts a policy allows in all. */
export function attemptsOf(policy: RetryPolicy, guarantees: Guarantees): number {
  switch (policy.policy) {
    case "never":
      return 1;
    case "limited":
      return policy.attempts;
    case "default":
      return guarantees.defaultRetry.attempts;
    case "exponential":
      return policy.attempts ?? guarantees.exponentialRetry.attempts;
    case "linear":
      return policy.attempts ?? guarantees.linearRetry.attempts;
  }
}

/** What the retry policy of a step decides after its `attempt`-th attempt, counted from 1. */
export function decide(policy: RetryPolicy, attempt: number, guarantees: Guarantees): Allowed {
  if (attempt >= attemptsOf(policy, guarantees)) {
    return strategyThrows(policy) ? { kind: "throw" } : { kind: "stop" };
  }
  switch (policy.policy) {
    case "never":
      return { kind: "stop" };
    case "limited": {
      const seconds = policy.delaySeconds ?? guarantees.unnamedDelaySeconds;
      return { kind: "retry", minimumSeconds: seconds, maximumSeconds: seconds };
    }
    case "default":
      return exponential(guarantees.defaultRetry, attempt);
    case "exponential":
      return exponential({ ...guarantees.exponentialRetry, ...policy }, attempt);
    case "linear":
      return linear({ ...guarantees.linearRetry, ...policy }, attempt);
  }
}

/** What the wait strategy of a condition allows after its `poll`-th poll, counted from 1. */
export function pollAllowed(
  { polls, delaySeconds, attempts, helper }: Polling,
  poll: number,
  { waitHelper }: Guarantees,
): Allowed {
  if (poll >= polls) return { kind: "stop" };
  if (helper !== undefined) {
    const backoff = { ...waitHelper, ...helper };
    return poll >= backoff.attempts ? { kind: "throw" } : exponential(backoff, poll);
  }
  if (attempts !== undefined && poll >= attempts) return { kind: "throw" };
  return { kind: "retry", minimumSeconds: delaySeconds, maximumSeconds: delaySeconds };
}

/** How a condition is polled; it is met at poll number `polls`. */
interface Polling {
  readonly polls: number;
  readonly delaySeconds: number;
  readonly attempts?: number;
  readonly helper?: WaitHelper;
}

function exponential(backoff: ExponentialBackoff, attempt: number): Allowed {
  return spread(backoff.initialSeconds * backoff.rate ** (attempt - 1), backoff);
}

function linear(backoff: LinearBackoff, attempt: number): Allowed {
  return spread(backoff.initialSeconds + backoff.incrementSeconds * (attempt - 1), backoff);
}

function spread(
  grown: number,
  {
    maximumSeconds,
    jitter,
  }: { readonly maximumSeconds: number; readonly jitter: Jitter | undefined },
): Allowed {
  const full = Math.min(grown, maximumSeconds);
  const least = { FULL: 0, HALF: full / 2, NONE: full }[jitter ?? "FULL"];
  return { kind: "retry", minimumSeconds: whole(least), maximumSeconds: whole(full) };
}

function whole(seconds: number): number {
  return Math.max(1, Math.round(seconds));
}

/** Whether a decision is one that the policy allows. */
export function isAllowed(decision: Decision, allowed: Allowed): boolean {
  if (decision.kind !== "retry" || allowed.kind !== "retry") return decision.kind === allowed.kind;
  const { delaySeconds: seconds } = decision;
  return seconds >= allowed.minimumSeconds && seconds <= allowed.maximumSeconds;
}
