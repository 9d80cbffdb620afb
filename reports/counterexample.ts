/**
 * A counterexample as a value and as a file: the smallest case that fails, the history that it
 * gave, and what is wrong with it. The value is what is kept; a seed is only a convenience.
 */
import * as Schema from "effect/Schema";
import { Case } from "../model/case.ts";
import { Event } from "../model/history.ts";
import { Inevitability } from "./inevitability.ts";
import { ModelState } from "./model-state.ts";

/** 2: what became of each removal, the model's state, what it was made with. */
export const COUNTEREXAMPLE_VERSION = 2;

const Size = Schema.Struct({
  operations: Schema.Int,
  interruptions: Schema.Int,
  /** Calls that go wrong; none where absent. */
  faults: Schema.optionalKey(Schema.Int),
});

/** The versions of this package and of Node with which a file was made. */
export const MadeWith = Schema.Struct({ version: Schema.String, node: Schema.String });
export type MadeWith = typeof MadeWith.Type;

/**
 * How a case was shrunk. Where it is `minimal`, `certificate` has everything that can be taken away
 * from the case, one thing at a time, with the signature of what then broke: another one, or
 * null for nothing.
 */
export const Shrink = Schema.Struct({
  from: Size,
  to: Size,
  tried: Schema.Int,
  minimal: Schema.Boolean,
  certificate: Schema.Array(
    Schema.Struct({ removed: Schema.String, breaks: Schema.NullOr(Schema.String) }),
  ),
});

export const Counterexample = Schema.Struct({
  format: Schema.Literal("durable-conformance/counterexample"),
  version: Schema.Literal(COUNTEREXAMPLE_VERSION),
  /** The engine that failed, for instance `aws-sdk@1.1.7`. */
  engine: Schema.String,
  madeWith: MadeWith,
  property: Schema.String,
  sentence: Schema.String,
  signature: Schema.String,
  /** The index in the history of the first event that breaks the property. */
  at: Schema.Int,
  operation: Schema.optionalKey(Schema.String),
  expected: Schema.String,
  found: Schema.String,
  /** What the model knew just before that event; absent where it had refused an earlier one. */
  modelState: Schema.optionalKey(ModelState),
  /** From where on the failure was unavoidable; absent in files of earlier versions of this package. */
  inevitability: Schema.optionalKey(Inevitability),
  alsoBroken: Schema.Array(Schema.String),
  case: Case,
  history: Schema.Array(Event),
  shrink: Shrink,
  /** How it was found: draws the same case again as long as the generators stay as they are. */
  drawn: Schema.Struct({ seed: Schema.Int, caseNumber: Schema.Int }),
});
export type Counterexample = typeof Counterexample.Type;
