/** The bound of a run over all cases, from flags. */
import type { Arguments } from "./arguments.ts";
import { kinds, wholeNumber } from "./flags.ts";
import type { Bound } from "./pool/work.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_OPERATIONS = 2;
const DEFAULT_INTERRUPTIONS = 2;

const OF_ALL = ["--operations", "--interruptions", "--kinds"];
const OF_DRAWN = ["--seed", "--runs", "--scope"];

/** Undefined where cases are drawn. @throws UsageError for flags that do not belong together. */
export function readBound(given: Arguments): Bound | undefined {
  const exhaustive = given.has("--exhaustive");
  const wrong = (exhaustive ? OF_DRAWN : OF_ALL).find((flag) => given.has(flag));
  if (wrong !== undefined) {
    throw exhaustive
      ? new UsageError(
          `${wrong}: found beside --exhaustive, which draws no cases; accepted is one of the two.`,
        )
      : new UsageError(`${wrong}: found without --exhaustive; accepted is with it.`);
  }
  if (!exhaustive) return undefined;
  return {
    operations: wholeNumber(given, "--operations", 1, 10) ?? DEFAULT_OPERATIONS,
    interruptions: wholeNumber(given, "--interruptions", 0, 20) ?? DEFAULT_INTERRUPTIONS,
    kinds: kinds(given),
  };
}
