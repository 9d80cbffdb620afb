/** How long an engine is waited for, in seconds of real time. */
import type { Tier } from "../../impl/runner.ts";

export interface Patience {
  /**
   * Between two signs of life: that an invocation begins, or a case. Most invocations take far less
   * than a millisecond; some make again what they have forgotten, of megabytes.
   */
  readonly silentSeconds: number;
  /** From the beginning of a case to its end: some have more than a hundred such invocations. */
  readonly caseSeconds: number;
}

/** Where processes are killed, as long as their starts. */
export const PATIENCE: Readonly<Record<Tier, Patience>> = {
  simulated: { silentSeconds: 10, caseSeconds: 180 },
  killed: { silentSeconds: 300, caseSeconds: 900 },
  "killed-backend": { silentSeconds: 300, caseSeconds: 900 },
};
