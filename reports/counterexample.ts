/**
 * A counterexample as a value and as a file: the smallest case that fails, the history that it
 * gave, and what is wrong with it. The value is what is kept; a seed is only a convenience.
 */
import * as Schema from "effect/Schema";
import { Case } from "../model/case.ts";
import { Event } from "../model/history.ts";

export const COUNTEREXAMPLE_VERSION = 1;

const Size = Schema.Struct({ operations: Schema.Int, interruptions: Schema.Int });

export const Counterexample = Schema.Struct({
  format: Schema.Literal("durable-conformance/counterexample"),
  version: Schema.Literal(COUNTEREXAMPLE_VERSION),
  /** The engine that failed, for instance `aws-sdk@1.1.7`. */
  engine: Schema.String,
  property: Schema.String,
  sentence: Schema.String,
  signature: Schema.String,
  /** The index in the history of the first event that breaks the property. */
  at: Schema.Int,
  operation: Schema.optionalKey(Schema.String),
  expected: Schema.String,
  found: Schema.String,
  alsoBroken: Schema.Array(Schema.String),
  case: Case,
  history: Schema.Array(Event),
  /** How it was shrunk; `certificate` is what was then taken away in turn and no longer failed so. */
  shrink: Schema.Struct({
    from: Size,
    to: Size,
    tried: Schema.Int,
    minimal: Schema.Boolean,
    certificate: Schema.Array(Schema.String),
  }),
  /** How it was found: draws the same case again as long as the generators stay as they are. */
  drawn: Schema.Struct({ seed: Schema.Int, caseNumber: Schema.Int }),
});
export type Counterexample = typeof Counterexample.Type;
