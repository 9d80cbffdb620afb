/** What became of one saved case when it was run again, as a value: everything its renderers need. */
import type { Case } from "../model/case.ts";
import type { History } from "../model/history.ts";
import type { Counterexample } from "./counterexample.ts";
import type { Observed } from "./timeline.ts";

export interface ReplayReport {
  readonly version: string;
  readonly node: string;
  readonly engine: string;
  readonly file: string;
  readonly case: Case;
  readonly history: History;
  /** What it broke; undefined if nothing. */
  readonly counterexample: Counterexample | undefined;
  /** How that compares with what the file says, in a sentence. */
  readonly comparison: string;
}

export function observedIn({ case: case_, history, counterexample }: ReplayReport): Observed {
  return { case: case_, history, divergence: counterexample };
}
