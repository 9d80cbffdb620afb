/** The bound of a run over all cases, from flags. */

import type { Property } from "../properties/property.ts";
import type { Arguments } from "./arguments.ts";
import { kinds, operations, wholeNumber } from "./flags.ts";
import type { Bound } from "./pool/work.ts";
import { UsageError } from "./usage-error.ts";

const DEFAULT_INTERRUPTIONS = 2;

const OF_ALL = ["--operations", "--interruptions", "--kinds", "--drawn"];
const OF_DRAWN = ["--seed", "--runs", "--scope"];

/** Undefined where cases are drawn. @throws UsageError for flags that do not belong together. */
export function readBound(given: Arguments): Bound | undefined {
  const exhaustive = given.has("--exhaustive");
  const wrong = (exhaustive ? OF_DRAWN : OF_ALL).find((flag) => given.typed(flag));
  if (wrong !== undefined) {
    throw exhaustive
      ? new UsageError(
          `${wrong}: found beside --exhaustive, which draws no cases; accepted is one of the two.`,
        )
      : new UsageError(`${wrong}: found without --exhaustive; accepted is with it.`);
  }
  if (!exhaustive) return undefined;
  const drawn = wholeNumber(given, "--drawn", 1, 100_000);
  return {
    operations: operations(given),
    interruptions: wholeNumber(given, "--interruptions", 0, 20) ?? DEFAULT_INTERRUPTIONS,
    kinds: kinds(given),
    ...(drawn === undefined ? {} : { drawn }),
  };
}

/** A property that no case of a search can exercise, and why. */
export interface LeftOut {
  readonly id: string;
  readonly reason: string;
}

const NO_CASE: Readonly<Record<NonNullable<Property["onlyWith"]>, string>> = {
  faults: "no case has a call that goes wrong",
  change: "no case changes the handler",
};

/** What of the properties a search can exercise. @throws UsageError where one that is named is not. */
export function withinBound(
  given: Arguments,
  properties: readonly Property[],
  bound: Bound | undefined,
): { readonly checked: readonly Property[]; readonly leftOut: readonly LeftOut[] } {
  if (bound === undefined) return { checked: properties, leftOut: [] };
  const leftOut = properties.flatMap(({ id, onlyWith }) =>
    onlyWith === undefined ? [] : [{ id, reason: NO_CASE[onlyWith] }],
  );
  const [first] = leftOut;
  if (first !== undefined && given.texts("--property").length > 0) {
    throw new UsageError(
      `${given.where("--property")}: found ${JSON.stringify(first.id)} beside --exhaustive, where ${first.reason}; accepted is one of the two.`,
    );
  }
  return { checked: properties.filter(({ onlyWith }) => onlyWith === undefined), leftOut };
}
