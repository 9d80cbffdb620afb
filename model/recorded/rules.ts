/** The rules that a record can break, and what is said of it. */

/** A rule's name is stable: it can be excepted by it. */
export type RecordRule =
  | "events-in-order"
  | "one-start-and-one-end"
  | "operation-keeps-its-identity"
  | "parent-is-open"
  | "started-once"
  | "ends-what-is-open"
  | "attempts-rise-with-retries"
  | "retries-not-before-their-delay"
  | "waits-not-early"
  | "records-while-an-invocation-runs"
  | "suspends-with-something-pending"
  | "ends-with-an-answer"
  | "batch-agrees-with-its-branches";

export const RECORD_RULES: Readonly<Record<RecordRule, string>> = {
  "events-in-order": "Events have rising numbers, and time does not run backwards.",
  "one-start-and-one-end": "An execution starts once, first, and nothing follows its end.",
  "operation-keeps-its-identity":
    "An operation has one type, one subtype, one name and one parent in all of its events.",
  "parent-is-open":
    "What an engine records has a parent that was started and has not ended (timers and outside parties may end what is below it).",
  "started-once":
    "An operation is started once; a step again only for an attempt that its retry has announced.",
  "ends-what-is-open": "Only what has started and not ended ends, and a step not before its retry.",
  "attempts-rise-with-retries":
    "The attempt of a step is one more than the retries recorded before.",
  "retries-not-before-their-delay": "An attempt starts no earlier than its delay is over.",
  "waits-not-early": "A wait ends no earlier than its duration after its start.",
  "records-while-an-invocation-runs":
    "An engine records only while an invocation runs, and the service starts one only for a reason.",
  "suspends-with-something-pending":
    "An invocation that ends without an error either ends the execution or leaves something pending.",
  "ends-with-an-answer": "An execution succeeds or fails only by the answer of an invocation.",
  "batch-agrees-with-its-branches":
    "What the result of a batch says of its branches is what was recorded of them.",
};

export interface RecordRefusal {
  readonly rule: RecordRule;
  /** What a right engine's record would have, as the end of "Expected …". */
  readonly expected: string;
  readonly found: string;
}
