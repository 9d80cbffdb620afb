/** What differs between two engines that ran the same cases, as a value and as JSON. */
import * as Schema from "effect/Schema";
import { Case } from "../model/case.ts";
import { Event } from "../model/history.ts";
import { MadeWith, Shrink } from "./counterexample.ts";
import { Stopped } from "./run-report.ts";

export const COMPARISON_VERSION = 1;

/** What one of the engines did in the smallest case of a difference. */
export const Side = Schema.Struct({
  /** What it breaks; null if nothing. */
  breaks: Schema.NullOr(
    Schema.Struct({
      property: Schema.String,
      signature: Schema.String,
      expected: Schema.String,
      found: Schema.String,
    }),
  ),
  history: Schema.Array(Event),
  /** The index of the first event that user code could tell from what the other engine did. */
  at: Schema.Int,
});
export type Side = typeof Side.Type;

export const DifferenceFound = Schema.Struct({
  /** What tells them apart (properties/difference.ts). */
  kind: Schema.Literals(["outcome", "effects", "order", "record"]),
  signature: Schema.String,
  /** How many cases differed so. */
  cases: Schema.Int,
  case: Case,
  file: Schema.String,
  shrink: Shrink,
  left: Side,
  right: Side,
});
export type DifferenceFound = typeof DifferenceFound.Type;

/** Cases in which an engine took its thread with it. */
export const LostOn = Schema.Struct({
  engine: Schema.String,
  /** A sentence without its full stop. */
  reason: Schema.String,
  cases: Schema.Int,
  file: Schema.String,
});
export type LostOn = typeof LostOn.Type;

export const Comparison = Schema.Struct({
  format: Schema.Literal("durable-conformance/comparison"),
  version: Schema.Literal(COMPARISON_VERSION),
  madeWith: MadeWith,
  left: Schema.String,
  right: Schema.String,
  seed: Schema.Int,
  casesAsked: Schema.Int,
  casesRun: Schema.Int,
  stopped: Schema.NullOr(Stopped),
  differences: Schema.Array(DifferenceFound),
  lost: Schema.Array(LostOn),
});
export type Comparison = typeof Comparison.Type;
