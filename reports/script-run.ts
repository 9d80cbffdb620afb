/**
 * What a finding's plain script did on the versions of the SDK, as a value: what it said, and of a run
 * that fails and of one that holds also what passed between the SDK and the service. Nothing judges
 * these events: the script says what is wrong.
 */

export interface ScriptRuns {
  /** The id of the finding. */
  readonly finding: string;
  /** What should happen, without a full stop. */
  readonly expected: string;
  readonly runs: readonly ScriptRun[];
}

export interface ScriptRun {
  /** A published version; `mended@2.4.0` is that one with the one place mended that the finding is about. */
  readonly version: string;
  readonly verdict: ScriptVerdict;
  /** What happened, or why nothing can be said of this version; without a full stop. */
  readonly said: string;
  /** Empty where they were not kept. */
  readonly events: readonly ScriptEvent[];
}

export type ScriptVerdict = "fails" | "holds" | "not applicable";

/** One of what `examples/findings/recorder.mjs` records, on the real clock. */
export type ScriptEvent = {
  readonly invocation: number;
  /** Milliseconds since the first event. */
  readonly at: number;
} & (
  | { readonly kind: "started"; readonly operations: number }
  | { readonly kind: "called"; readonly updates: readonly Told[] }
  | { readonly kind: "refused"; readonly updates: readonly Told[]; readonly error: string }
  | { readonly kind: "replied"; readonly news: readonly Told[] }
  | { readonly kind: "polled"; readonly polls: number }
  | { readonly kind: "read" }
  | { readonly kind: "ran"; readonly operation: string }
  | { readonly kind: "answered"; readonly status: string; readonly said: string }
  | { readonly kind: "threw"; readonly error: string }
);

/** An action or a status, and the operation that it is of. */
export interface Told {
  readonly what: string;
  readonly operation: string;
}

/** The runs of which the events are kept: the newest that fails, and one that holds, if there is one. */
export function keptRuns({ runs }: Pick<ScriptRuns, "runs">): {
  readonly wrong: ScriptRun | undefined;
  readonly right: ScriptRun | undefined;
} {
  const at = runs.findLastIndex(({ verdict }) => verdict === "fails");
  const right = runs.slice(at + 1).find(({ verdict }) => verdict === "holds");
  return { wrong: runs[at], right };
}
