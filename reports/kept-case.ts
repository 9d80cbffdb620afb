/**
 * What became of a kept case on an engine: a case of a known finding, or one that an earlier run
 * saved. Kept cases run first, as they are, so no change of a generator can lose one.
 */
import * as Schema from "effect/Schema";

/**
 * `known`: it fails as declared. `holds`: nothing breaks, and nothing else was declared.
 * `stale`: declared to fail, and nothing breaks. `changed`: declared to fail, and fails otherwise.
 * `regressed`: declared to hold, and fails. `undeclared`: nothing is declared, and it fails.
 * `mended`: an earlier run saved it as failing on this engine, and nothing breaks any more.
 * `unexercised`: nothing breaks, but the run did not exercise what the case is about.
 * `lost`: the engine took its thread with it. `not-applicable`: declared so, and not run; or it needs an
 * operation that an engine of the user's own does not have, or more than the scope of the run.
 */
export const KeptOutcome = Schema.Literals([
  "known",
  "holds",
  "stale",
  "changed",
  "regressed",
  "undeclared",
  "mended",
  "unexercised",
  "lost",
  "not-applicable",
]);
export type KeptOutcome = typeof KeptOutcome.Type;

export const KeptCase = Schema.Struct({
  file: Schema.String,
  /** The known finding that it is a case of; null for what an earlier run saved. */
  finding: Schema.NullOr(
    Schema.Struct({
      id: Schema.String,
      title: Schema.String,
      /** Which of its cases it is, from 1. */
      number: Schema.Int,
    }),
  ),
  outcome: KeptOutcome,
  /** The signature of what breaks; of `lost` the reason; null for nothing. */
  breaks: Schema.NullOr(Schema.String),
});
export type KeptCase = typeof KeptCase.Type;

/** Whether the outcome is one that a run must not pass with, whatever is known. */
export function isWrong(outcome: KeptOutcome): boolean {
  switch (outcome) {
    case "stale":
    case "changed":
    case "regressed":
    case "undeclared":
    case "lost":
      return true;
    case "known":
    case "holds":
    case "mended":
    case "unexercised":
    case "not-applicable":
      return false;
  }
}
