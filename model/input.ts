/** What an execution is started with. */
import type { Case } from "./case.ts";

/** The input of the case's execution, as JSON: another one than that of most others, so that mixed up ones show. */
export function inputOf({ randomness }: Pick<Case, "randomness">): string {
  return JSON.stringify({ order: randomness });
}
