/** What a `verify` run found, as a value and as JSON: everything that its renderers need. */
import * as Schema from "effect/Schema";
import { Bound, isComplete } from "./bound.ts";
import { Counterexample, MadeWith } from "./counterexample.ts";
import { isWrong, KeptCase } from "./kept-case.ts";
import { Shard } from "./shard.ts";

export const RUN_REPORT_VERSION = 1;

const Count = Schema.Int;
const property = { id: Schema.String, sentence: Schema.String };

/** What became of one property over all drawn cases. */
export const Line = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("ok"), ...property, runs: Count }),
  Schema.Struct({
    kind: Schema.Literal("FAIL"),
    ...property,
    failed: Count,
    /** How many of the failed cases have the signature of a finding that is known on the engine. */
    known: Count,
    runs: Count,
  }),
  Schema.Struct({ kind: Schema.Literal("gap"), ...property, reason: Schema.String }),
]);
export type Line = typeof Line.Type;

/** The reason of a gap that is nothing but that. */
export const NOT_EXERCISED = "no run exercised it";

export const CoverageTable = Schema.Struct({
  columns: Schema.Array(Schema.String),
  /** A cell is a count, or null where a strike is impossible. */
  rows: Schema.Array(
    Schema.Struct({ row: Schema.String, cells: Schema.Array(Schema.NullOr(Count)) }),
  ),
});
export type CoverageTable = typeof CoverageTable.Type;

/** What met what: a count, or null where two things can't meet. */
export const CombinationTable = Schema.Struct({ title: Schema.String, ...CoverageTable.fields });
export type CombinationTable = typeof CombinationTable.Type;

/** Why a run stopped before all its cases had been run. */
export const Stopped = Schema.Literals(["time-limit", "interrupted-by-user"]);
export type Stopped = typeof Stopped.Type;

/**
 * Cases without a verdict for the same reason, which the engine has to answer for: it blocked its
 * thread, ended its process, or did something else when the same case was run again.
 */
export const Lost = Schema.Struct({
  /** A sentence without its full stop. */
  reason: Schema.String,
  cases: Count,
  /** The first of them. */
  caseNumber: Count,
  /** Where it was saved, to be replayed; absent where it was not lost by itself, but an unknown one before was. */
  file: Schema.optionalKey(Schema.String),
});
export type Lost = typeof Lost.Type;

/** The order in which they are told, whatever order they were lost in. */
export function byFirstCase(left: Lost, right: Lost): number {
  return left.caseNumber - right.caseNumber || (left.reason < right.reason ? -1 : 1);
}

/**
 * A counterexample, and where it was saved. Of the drawn cases with its signature, `cases`, the
 * first was shrunk; where a finding is known to have the signature, more of them, to see whether
 * they are all that finding.
 */
export const Finding = Schema.Struct({
  counterexample: Counterexample,
  file: Schema.String,
  /** The id of the known finding that it is; null if it is none. */
  known: Schema.NullOr(Schema.String),
  /**
   * Whether each of the cases was told to show the finding, by an engine on which it is mended;
   * otherwise the shape of those that were shrunk tells.
   */
  byMending: Schema.optionalKey(Schema.Boolean),
  /**
   * The id of a finding without which it breaks something else or nothing, although that is not known
   * to break this; several where only together they change it.
   */
  resembles: Schema.optionalKey(Schema.Array(Schema.String)),
  /** How many drawn cases showed it, or else failed with its signature; 0 if only a kept case did. */
  cases: Count,
  /** How many of them were shrunk, and how many of those came to this. */
  shrunk: Count,
  alike: Count,
});
export type Finding = typeof Finding.Type;

export const RunReport = Schema.Struct({
  format: Schema.Literal("durable-conformance/run-report"),
  version: Schema.Literal(RUN_REPORT_VERSION),
  madeWith: MadeWith,
  engine: Schema.String,
  /** All cases up to a bound were run, and none was drawn; null if they were drawn. */
  bound: Schema.NullOr(Bound),
  /** Which part of the run this is; absent where it is all of it. Counts are of this part. */
  shard: Schema.optionalKey(Shard),
  /** Of the cases that were drawn; 0 if none was. */
  seed: Count,
  casesAsked: Count,
  casesRun: Count,
  /** How many processes were killed for the drawn cases; absent in the simulated tier. */
  killed: Schema.optionalKey(
    Schema.Struct({ tier: Schema.Literals(["killed", "killed-backend"]), processes: Count }),
  ),
  events: Count,
  seconds: Schema.Finite,
  stopped: Schema.NullOr(Stopped),
  /** Whether findings that are known on the engine are no reason to fail. */
  knownAllowed: Schema.Boolean,
  /** The kept cases, which ran before those that were drawn. */
  kept: Schema.Array(KeptCase),
  lines: Schema.Array(Line),
  sometimes: Schema.Array(Schema.Struct({ ...property, count: Count })),
  coverage: CoverageTable,
  /** Absent where all cases up to a bound were run: what does not meet there, does not exist. */
  combinations: Schema.optionalKey(Schema.Array(CombinationTable)),
  findings: Schema.Array(Finding),
  lost: Schema.Array(Lost),
  /** Histories on which model and guarantees disagree: a mistake of this suite, not of the engine. */
  disagreements: Count,
});
export type RunReport = typeof RunReport.Type;

/** 0 all hold, 1 something is broken, 2 something is unknown, 130 stopped by the user. */
export function exitCodeOf(report: RunReport): 0 | 1 | 2 | 130 {
  if (report.stopped === "interrupted-by-user") return 130;
  if (isBroken(report)) return 1;
  return gapsOf(report).length > 0 ? 2 : 0;
}

/** Known findings count too, unless they are allowed; what is new or not as declared always does. */
function isBroken({ lines, findings, kept, lost, knownAllowed }: RunReport): boolean {
  if (lost.length > 0 || kept.some(({ outcome }) => isWrong(outcome))) return true;
  if (findings.some(({ known }) => known === null) || lines.some(hasNew)) return true;
  const known = findings.length > 0 || kept.some(({ outcome }) => outcome === "known");
  return known && !knownAllowed;
}

function hasNew(line: Line): boolean {
  return line.kind === "FAIL" && line.failed > line.known;
}

/**
 * Where all cases to a bound were run, a property that none exercised is one that none can: it is no
 * part of the bound. As long as something was judged at all.
 */
export function withoutUnexercised(report: RunReport): RunReport {
  const { bound, shard, lines } = report;
  if (bound === null || !isComplete(bound) || shard !== undefined) return report;
  const isUnexercised = (line: Line) => line.kind === "gap" && line.reason === NOT_EXERCISED;
  const judged = lines.filter((line) => !isUnexercised(line));
  if (judged.length === 0) return report;
  const reason = "no case to this bound exercises it";
  const more = lines.filter(isUnexercised).map(({ id }) => ({ id, reason }));
  return { ...report, lines: judged, bound: { ...bound, leftOut: [...bound.leftOut, ...more] } };
}

/** Everything that keeps the run from being a pass, in words, a sentence for each kind. */
export function gapsOf(report: RunReport): readonly string[] {
  const gaps: string[] = [];
  const { bound } = report;
  if (bound?.drawn !== undefined) {
    gaps.push(`only ${bound.drawn} schedules were drawn for each workflow`);
  }
  if (bound !== null && bound.workflowsDone < bound.workflows) {
    gaps.push(`only ${bound.workflowsDone} of ${bound.workflows} workflows were run to the end`);
  } else if (bound === null && report.stopped === "time-limit") {
    gaps.push(`time ran out after ${report.casesRun} of ${report.casesAsked} cases`);
  }
  const unjudged = report.lines.filter(({ kind }) => kind === "gap").map(({ id }) => id);
  if (unjudged.length > 0) gaps.push(`without a verdict: ${unjudged.join(", ")}`);
  const unexercised = report.kept.filter(({ outcome }) => outcome === "unexercised");
  if (unexercised.length > 0) {
    gaps.push(`kept, but not exercised: ${unexercised.map(({ file }) => file).join(", ")}`);
  }
  // Up to a bound all is run that there is: what is not seen then is not there.
  if (bound === null) gaps.push(...unseenIn(report));
  if (report.killed?.processes === 0) {
    gaps.push(`nothing was killed in the tier ${report.killed.tier}`);
  }
  if (report.disagreements > 0) {
    gaps.push(`model and guarantees disagree on ${report.disagreements} histories`);
  }
  return gaps;
}

/** What drawn cases should have come to, and did not. */
function unseenIn({ sometimes, coverage: { columns, rows } }: RunReport): readonly string[] {
  const gaps: string[] = [];
  const unseen = sometimes.filter(({ count }) => count === 0).map(({ id }) => id);
  if (unseen.length > 0) gaps.push(`never seen: ${unseen.join(", ")}`);
  const unstruck = rows.flatMap(({ row, cells }) => {
    const zeros = columns.filter((_, index) => cells[index] === 0);
    return zeros.length === 0 ? [] : [`${row} (${zeros.join(", ")})`];
  });
  if (unstruck.length > 0) gaps.push(`never struck: ${unstruck.join(", ")}`);
  return gaps;
}
