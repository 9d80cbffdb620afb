/**
 * The two clocks of a callback: one runs from its start, the other from the last sign of life of the
 * party that it is for (AWS: `TimeoutSeconds`, `HeartbeatTimeoutSeconds`). Times are in milliseconds.
 */
import type { WireError, WireUpdate } from "./wire.ts";

export interface CallbackClock {
  readonly timeoutAt: number;
  readonly heartbeatAt: number;
  readonly heartbeatMilliseconds: number;
}

/** The clocks of a callback that is started now; infinite where it has none. */
export function startClock({ CallbackOptions }: WireUpdate, now: number): CallbackClock {
  const { TimeoutSeconds, HeartbeatTimeoutSeconds } = CallbackOptions ?? {};
  const heartbeatMilliseconds = (HeartbeatTimeoutSeconds ?? Number.POSITIVE_INFINITY) * 1_000;
  return {
    timeoutAt: now + (TimeoutSeconds ?? Number.POSITIVE_INFINITY) * 1_000,
    heartbeatAt: now + heartbeatMilliseconds,
    heartbeatMilliseconds,
  };
}

/** The clocks after a heartbeat. */
export function beat(clock: CallbackClock, now: number): CallbackClock {
  return { ...clock, heartbeatAt: now + clock.heartbeatMilliseconds };
}

/** When the first of them runs out; undefined if neither does. */
export function dueAt({ timeoutAt, heartbeatAt }: CallbackClock): number | undefined {
  const due = Math.min(timeoutAt, heartbeatAt);
  return due === Number.POSITIVE_INFINITY ? undefined : due;
}

/** What a callback fails with whose clock has run out. */
export function timeoutError({ timeoutAt, heartbeatAt }: CallbackClock): WireError {
  return timeoutAt <= heartbeatAt
    ? { ErrorMessage: "Callback timed out" }
    : { ErrorMessage: "Callback timed out on heartbeat" };
}
