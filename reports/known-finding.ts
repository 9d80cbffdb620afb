/**
 * A known finding as a value and as a file of the corpus: a mistake of an engine that somebody has
 * looked at and confirmed, the smallest cases that show it, and on which engines they fail.
 *
 * A declaration is checked and not believed: a case that is declared to fail and holds is as much
 * an error as one that is declared to hold and fails.
 */
import * as Schema from "effect/Schema";
import { Case } from "../model/case.ts";

export const KNOWN_FINDING_VERSION = 1;

/** The id of a finding, also the name of its file: words in small letters, joined by `-`. */
export const FindingId = Schema.String.check(Schema.isPattern(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/));

/**
 * What a case does on an engine: `fails` with one of its signatures, `holds`, or `not-applicable`
 * where it says nothing about the engine (an option that the version does not have, or another
 * finding that breaks the case first) and is not run.
 */
export const CaseStatus = Schema.Literals(["fails", "holds", "not-applicable"]);
export type CaseStatus = typeof CaseStatus.Type;

export const KnownCase = Schema.Struct({
  /** The signatures that it shows where it fails, the usual one first (properties/signature.ts). */
  signatures: Schema.Array(Schema.String).check(Schema.isMinLength(1)),
  case: Case,
  /** By the engine's full name, for instance `aws-sdk@1.1.7`. */
  engines: Schema.Record(Schema.String, CaseStatus),
});
export type KnownCase = typeof KnownCase.Type;

export const KnownFinding = Schema.Struct({
  format: Schema.Literal("durable-conformance/known-finding"),
  version: Schema.Literal(KNOWN_FINDING_VERSION),
  id: FindingId,
  /** What goes wrong, in one sentence without its full stop. */
  title: Schema.String,
  cases: Schema.Array(KnownCase).check(Schema.isMinLength(1)),
});
export type KnownFinding = typeof KnownFinding.Type;

/** Whether an engine is declared to have the finding: one of its cases fails there. */
export function isKnownOn({ cases }: KnownFinding, engine: string): boolean {
  return cases.some(({ engines }) => engines[engine] === "fails");
}
