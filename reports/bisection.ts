/** In which published versions of a package a case fails, as a value and as JSON. */
import * as Schema from "effect/Schema";
import { Stopped } from "./run-report.ts";
import { describeRange, type Range, rangesOf } from "./version-ranges.ts";

export const BISECTION_VERSION = 1;

/**
 * `breaks`: it breaks what the case is about, or anything if the case does not say what.
 * `otherwise`: it breaks something else. `lost`: the engine took its thread with it.
 * `skipped`: the version could not be installed or loaded, and nothing is known of it.
 */
export const VersionOutcome = Schema.Literals(["breaks", "otherwise", "holds", "lost", "skipped"]);
export type VersionOutcome = typeof VersionOutcome.Type;

export const VersionResult = Schema.Struct({
  version: Schema.String,
  outcome: VersionOutcome,
  /** The signature of what it breaks, or why it was skipped or lost; null where it holds. */
  why: Schema.NullOr(Schema.String),
});
export type VersionResult = typeof VersionResult.Type;

export const Bisection = Schema.Struct({
  format: Schema.Literal("durable-conformance/bisection"),
  version: Schema.Literal(BISECTION_VERSION),
  package: Schema.String,
  file: Schema.String,
  /** The oldest first. */
  results: Schema.Array(VersionResult),
  /** `broken from 1.0.1 to 1.1.7, holds from 2.0.0`. */
  answer: Schema.String,
  stopped: Schema.NullOr(Stopped),
});
export type Bisection = typeof Bisection.Type;

const WORDS: Readonly<Record<Exclude<VersionOutcome, "skipped">, string>> = {
  breaks: "broken",
  otherwise: "broken otherwise",
  holds: "holds",
  lost: "hangs or dies",
};

/** Where it begins to fail and where it is mended; up to the newest version the last range `goesOn`. */
export function answerOf(results: readonly VersionResult[], goesOn: boolean): string {
  const judged = results.flatMap(({ version, outcome }) =>
    outcome === "skipped" ? [] : [{ name: version, what: WORDS[outcome] }],
  );
  const ranges = rangesOf(judged);
  if (ranges.length === 0) return "nothing is known: no version could be run";
  return ranges
    .map((range, index) => phrase(range, goesOn && index === ranges.length - 1))
    .join(", ");
}

function phrase(range: Range<string>, goesOn: boolean): string {
  const { what, first, last } = range;
  if (goesOn) return `${what} from ${first}`;
  return first === last ? `${what} in ${first}` : `${what} from ${describeRange(range)}`;
}

/** Versions between two that differ, of which nothing is known: it may have changed in one of them. */
export function unknownBetween(results: readonly VersionResult[]): readonly string[] {
  const judged = results.filter(({ outcome }) => outcome !== "skipped");
  return results.flatMap((result, index) => {
    if (result.outcome !== "skipped") return [];
    const before = results.slice(0, index).findLast((each) => judged.includes(each));
    const after = results.slice(index).find((each) => judged.includes(each));
    const differ = before !== undefined && after !== undefined && before.outcome !== after.outcome;
    return differ ? [result.version] : [];
  });
}
