/** The verdict on a recorded history, as a value. */

export interface HistoryCheck {
  readonly file: string;
  /** How many events the record has. */
  readonly events: number;
  readonly verdict: "holds" | "broken" | "unknown";
  /** Of a broken one: the first event that no right engine could have recorded. */
  readonly first: FirstImpossible | null;
  /** Of an unknown one: what the record does not have. */
  readonly missing: readonly string[];
  /** Of an unknown one: with what it holds, each the end of "It holds …"; null if nothing was found. */
  readonly holdsIf: readonly string[] | null;
}

export interface FirstImpossible {
  /** The number by which the record itself calls the event. */
  readonly event: number;
  readonly rule: string;
  /** What the rule says; empty where its name is all that there is. */
  readonly sentence: string;
  readonly expected: string;
  readonly found: string;
  /** The events before it and itself, in words. */
  readonly events: readonly string[];
}
