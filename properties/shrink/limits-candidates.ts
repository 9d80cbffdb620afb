/** Plainer limits: those of Lambda, which nothing short reaches; and no randomness. */
import type { Case } from "../../model/case.ts";
import type { Candidate } from "./candidate.ts";

const PLAIN_LIMITS = { invocationSeconds: 900, executionSeconds: 86_400 };

export function* withPlainerLimits(case_: Case): Generator<Candidate> {
  const { invocationSeconds, executionSeconds } = case_.limits;
  const roomy =
    invocationSeconds === PLAIN_LIMITS.invocationSeconds &&
    executionSeconds === PLAIN_LIMITS.executionSeconds;
  if (!roomy) yield { removed: "limits", case: { ...case_, limits: PLAIN_LIMITS } };
  if (case_.randomness !== 0) yield { removed: "randomness", case: { ...case_, randomness: 0 } };
}
