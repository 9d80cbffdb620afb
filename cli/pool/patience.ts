/** How long an engine is waited for. */
import type { Tier } from "../../impl/runner.ts";

export interface Patience {
  /**
   * Real time between two signs of life: that an invocation begins, or a case. Most invocations take
   * far less than a millisecond; some make again what they have forgotten, of megabytes.
   */
  readonly silentSeconds: number;
  /** Real time from the beginning of a case to its end: some have more than a hundred such invocations. */
  readonly caseSeconds: number;
  /**
   * How many invocations a case may have. Where most of them come to no end a right engine has some 130, and in
   * a year there are 31 million seconds in which one that goes on for ever could be invoked.
   */
  readonly invocations: number;
}

/** Where processes are killed, as long as their starts. */
export const PATIENCE: Readonly<Record<Tier, Patience>> = {
  simulated: { silentSeconds: 10, caseSeconds: 180, invocations: 10_000 },
  killed: { silentSeconds: 300, caseSeconds: 900, invocations: 10_000 },
  "killed-backend": { silentSeconds: 300, caseSeconds: 900, invocations: 10_000 },
};

/** Where an engine has a thread of its own among many. */
export const MORE_PATIENCE: Patience = { ...PATIENCE.simulated, silentSeconds: 60 };
