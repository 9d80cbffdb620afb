/** What a `verify` run found, as a value: everything that its renderers need. */
import type { Counterexample } from "./counterexample.ts";

export type Line =
  | { readonly kind: "ok"; readonly id: string; readonly sentence: string; readonly runs: number }
  | {
      readonly kind: "FAIL";
      readonly id: string;
      readonly sentence: string;
      readonly failed: number;
      readonly runs: number;
    }
  | {
      readonly kind: "gap";
      readonly id: string;
      readonly sentence: string;
      readonly reason: string;
    };

export interface CoverageTable {
  readonly columns: readonly string[];
  /** A cell is a count, or null where a strike is impossible. */
  readonly rows: readonly { readonly row: string; readonly cells: readonly (number | null)[] }[];
}

/** Why a run stopped before all its cases had been run. */
export type Stopped = "time-limit" | "interrupted-by-user";

/**
 * Cases without a verdict for the same reason, which the engine has to answer for: it blocked its
 * thread, ended its process, or did something else when the same case was run again.
 */
export interface Lost {
  /** A sentence without its full stop. */
  readonly reason: string;
  readonly cases: number;
  /** The first of them, and where it was saved, to be replayed. */
  readonly caseNumber: number;
  readonly file: string;
}

/** A counterexample, where it was saved, and how many cases failed in the same way. */
export interface Finding {
  readonly counterexample: Counterexample;
  readonly file: string;
  readonly cases: number;
}

export interface RunReport {
  readonly version: string;
  readonly node: string;
  readonly engine: string;
  readonly seed: number;
  readonly casesAsked: number;
  readonly casesRun: number;
  readonly events: number;
  readonly seconds: number;
  readonly stopped: Stopped | null;
  readonly lines: readonly Line[];
  readonly sometimes: readonly {
    readonly id: string;
    readonly sentence: string;
    readonly count: number;
  }[];
  readonly coverage: CoverageTable;
  readonly findings: readonly Finding[];
  readonly lost: readonly Lost[];
  /** Histories on which model and guarantees disagree: a mistake of this suite, not of the engine. */
  readonly disagreements: number;
}

/** 0 all hold, 1 something is broken, 2 something is unknown, 130 stopped by the user. */
export function exitCodeOf(report: RunReport): 0 | 1 | 2 | 130 {
  if (report.stopped === "interrupted-by-user") return 130;
  if (report.lines.some(({ kind }) => kind === "FAIL") || report.lost.length > 0) return 1;
  return gapsOf(report).length > 0 ? 2 : 0;
}

/** Everything that keeps the run from being a pass, in words, a sentence for each kind. */
export function gapsOf(report: RunReport): readonly string[] {
  const gaps: string[] = [];
  if (report.stopped === "time-limit") {
    gaps.push(`time ran out after ${report.casesRun} of ${report.casesAsked} cases`);
  }
  const unjudged = report.lines.filter(({ kind }) => kind === "gap").map(({ id }) => id);
  if (unjudged.length > 0) gaps.push(`without a verdict: ${unjudged.join(", ")}`);
  const unseen = report.sometimes.filter(({ count }) => count === 0).map(({ id }) => id);
  if (unseen.length > 0) gaps.push(`never seen: ${unseen.join(", ")}`);
  const { columns, rows } = report.coverage;
  const unstruck = rows.flatMap(({ row, cells }) => {
    const zeros = columns.filter((_, index) => cells[index] === 0);
    return zeros.length === 0 ? [] : [`${row} (${zeros.join(", ")})`];
  });
  if (unstruck.length > 0) gaps.push(`never struck: ${unstruck.join(", ")}`);
  if (report.disagreements > 0) {
    gaps.push(`model and guarantees disagree on ${report.disagreements} histories`);
  }
  return gaps;
}
