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
   * How many invocations a case may have. A right engine has some 130 at most; one that retries for ever, each
   * second of a day, 86,400, which is still run to its end. A year would have 31 million.
   */
  readonly invocations: number;
}

/** Where processes are killed, as long as their starts. */
export const PATIENCE: Readonly<Record<Tier, Patience>> = {
  simulated: { silentSeconds: 10, caseSeconds: 180, invocations: 100_000 },
  killed: { silentSeconds: 300, caseSeconds: 900, invocations: 100_000 },
  "killed-backend": { silentSeconds: 300, caseSeconds: 900, invocations: 100_000 },
};

/** Where an engine has a thread of its own among many. */
export const MORE_PATIENCE: Patience = { ...PATIENCE.simulated, silentSeconds: 60 };
