/** What an exploration of the model found, as a value and as JSON. */
import * as Schema from "effect/Schema";
import { Event } from "../model/history.ts";
import { Workflow } from "../model/workflow.ts";
import { MadeWith } from "./counterexample.ts";
import { Stopped } from "./run-report.ts";

export const EXPLORATION_REPORT_VERSION = 1;

const Count = Schema.Int;

/** What was explored: all workflows up to a size, or the one of a file. */
export const Subject = Schema.Union([
  Schema.Struct({
    subject: Schema.Literal("all-workflows"),
    operations: Count,
    kinds: Schema.Literals(["steps-and-waits", "all"]),
  }),
  Schema.Struct({ subject: Schema.Literal("file"), file: Schema.String }),
]);
export type Subject = typeof Subject.Type;

/** Something that must not be, with a history to the event where it is. */
export const Violation = Schema.Struct({
  id: Schema.String,
  /** A sentence without its full stop. */
  found: Schema.String,
  workflow: Workflow,
  history: Schema.Array(Event),
});

export const ExplorationReport = Schema.Struct({
  format: Schema.Literal("durable-conformance/exploration-report"),
  version: Schema.Literal(EXPLORATION_REPORT_VERSION),
  madeWith: MadeWith,
  of: Subject,
  /** The most interruptions of one execution; with `faults`, of interruptions and failing calls. */
  interruptions: Count,
  /** Whether calls to the service fail too. */
  faults: Schema.Boolean,
  /** Whether timers fire, and engines ask for news, while other things could happen. */
  free: Schema.Boolean,
  /** Whether only a shortest history to each end was judged. */
  endsOnly: Schema.Boolean,
  workflows: Count,
  /** Those explored to the end, and those given up as they have more than `mostStates`. */
  workflowsExplored: Count,
  tooLarge: Count,
  mostStates: Count,
  /** Whatever has struck before; and counted once for each number of strikes before. */
  distinct: Count,
  states: Count,
  transitions: Count,
  /** The states in which an execution has ended. */
  ends: Count,
  /** How many histories were judged: a shortest to each end, or such that together take every step. */
  histories: Count,
  /** The most events of a shortest history to a state. */
  depth: Count,
  /** The largest exploration of one workflow: its states held whole at once, its tables in bytes. */
  widest: Count,
  tableBytes: Count,
  /** The most memory that the process has had. */
  residentBytes: Count,
  seconds: Schema.Finite,
  stopped: Schema.NullOr(Stopped),
  /** In how many of the judged histories each guarantee was exercised and held. */
  guarantees: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      sentence: Schema.String,
      exercised: Count,
      /** Why its check threw, if it did: then it is not known whether it holds. */
      threw: Schema.optionalKey(Schema.String),
    }),
  ),
  /** The first of each kind. */
  violations: Schema.Array(Violation),
});
export type ExplorationReport = typeof ExplorationReport.Type;

export function isComplete({ workflows, workflowsExplored }: ExplorationReport): boolean {
  return workflowsExplored === workflows;
}

/** 0 complete and nothing broken, 1 something is, 2 not complete or not known, 130 stopped by the user. */
export function exitCodeOf(report: ExplorationReport): 0 | 1 | 2 | 130 {
  if (report.stopped === "interrupted-by-user") return 130;
  if (report.violations.length > 0) return 1;
  const isKnown = report.guarantees.every(({ threw }) => threw === undefined);
  return isComplete(report) && isKnown ? 0 : 2;
}
