/**
 * What it means for a call to the service to go wrong while the process that made it lives on: what
 * the service has done, what the engine gets, and how far the failure reaches (semantics, section
 * 5). Which call goes wrong is said by a schedule.
 */

interface Meaning {
  /** Whether the service has recorded the call all the same. */
  readonly recorded: boolean;
  /** The error that the engine gets in place of a reply. `status` is absent where nobody answered. */
  readonly error: { readonly name: string; readonly message: string; readonly status?: number };
  /** Whether the engine is left with a token that is good for no other call. */
  readonly usesTokenUp: boolean;
  /** What it ends: the invocation, which the service starts again, or the whole execution. */
  readonly ends: "invocation" | "execution";
}

/** The ways in which a call leaves the engine without what it needs to go on. */
export const FAILURES = {
  throttled: {
    recorded: false,
    error: { name: "TooManyRequestsException", message: "Rate exceeded", status: 429 },
    usesTokenUp: false,
    ends: "invocation",
  },
  "server-error": {
    recorded: false,
    error: { name: "ServiceException", message: "Internal error", status: 500 },
    usesTokenUp: false,
    ends: "invocation",
  },
  "request-lost": {
    recorded: false,
    error: { name: "TimeoutError", message: "connect ETIMEDOUT" },
    usesTokenUp: false,
    ends: "invocation",
  },
  "reply-lost": {
    recorded: true,
    error: { name: "TimeoutError", message: "socket hang up" },
    usesTokenUp: true,
    ends: "invocation",
  },
  /** Somebody else has used the token up: whatever this invocation still sends is refused. */
  "stale-token": {
    recorded: false,
    error: {
      name: "InvalidParameterValueException",
      message: "Invalid checkpoint token",
      status: 400,
    },
    usesTokenUp: true,
    ends: "invocation",
  },
  /** The reply tells of no next token: whatever this invocation still sends is refused. */
  "token-missing": {
    recorded: true,
    error: { name: "Error", message: "No checkpoint token for the next call" },
    usesTokenUp: true,
    ends: "invocation",
  },
  denied: {
    recorded: false,
    error: { name: "AccessDeniedException", message: "Not authorized", status: 403 },
    usesTokenUp: false,
    ends: "execution",
  },
} as const satisfies Readonly<Record<string, Meaning>>;

export type Failure = keyof typeof FAILURES;

/** Those in which the engine gets an error in place of the reply. */
export const FAILURE_NAMES = [
  "throttled",
  "server-error",
  "request-lost",
  "reply-lost",
  "stale-token",
  "denied",
] as const satisfies readonly Failure[];

export type FailureName = (typeof FAILURE_NAMES)[number];

export function meaningOf(failure: Failure): Meaning {
  return FAILURES[failure];
}
