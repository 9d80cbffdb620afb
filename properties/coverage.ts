/** Where interruptions struck: how many, by edge and by what they struck. */
import type { Case } from "../model/case.ts";
import type { Event, History } from "../model/history.ts";
import { type Point, pointsOf } from "../model/points.ts";
import type { Action } from "../model/schedule.ts";

export const COVERAGE_COLUMNS = ["at least once", "at most once", "wait", "invocation"] as const;
export type CoverageColumn = (typeof COVERAGE_COLUMNS)[number];

const STEPS: readonly CoverageColumn[] = ["at least once", "at most once"];
const CALLS: readonly CoverageColumn[] = [...STEPS, "wait"];

/** A row of the coverage table, with the columns in which a strike is possible at all. */
export interface CoverageRow {
  readonly row: string;
  readonly columns: readonly CoverageColumn[];
}

export const COVERAGE_ROWS: readonly CoverageRow[] = [
  { row: "invocation-started", columns: ["invocation"] },
  { row: "operation-called", columns: CALLS },
  ...checkpointRows("checkpoint-requested"),
  ...checkpointRows("checkpoint-recorded"),
  ...checkpointRows("checkpoint-replied"),
  { row: "body-entered", columns: STEPS },
  { row: "body-finished", columns: STEPS },
  { row: "operation-resolved", columns: CALLS },
  { row: "invocation-answered", columns: ["invocation"] },
  { row: "invocation timeout", columns: ["invocation"] },
];

function checkpointRows(edge: string): CoverageRow[] {
  const actions: readonly Action[] = ["START", "SUCCEED", "FAIL", "RETRY"];
  return actions.map((action) => ({
    row: `${edge} ${action}`,
    columns: action === "START" ? CALLS : STEPS,
  }));
}

/** Counts by `row/column`. */
export type Coverage = Readonly<Record<string, number>>;

export function coverageKey(row: string, column: CoverageColumn): string {
  return `${row}/${column}`;
}

/** Adds what struck in one run to `counts`. */
export function addCoverage(counts: Record<string, number>, case_: Case, history: History): void {
  for (const [index, event] of history.entries()) {
    if (event.kind !== "interrupted") continue;
    if (event.why === "invocation-timeout") {
      add(counts, coverageKey("invocation timeout", "invocation"));
    }
    const before = history[index - 1];
    if (event.why === "scheduled" && before !== undefined) addStrike(counts, case_, before);
  }
}

/** Adds a strike right after an event: a call is struck in each of its updates. */
export function addStrike(counts: Record<string, number>, case_: Case, event: Event): void {
  for (const point of pointsOf(event)) add(counts, keyOf(case_, point));
}

function keyOf({ workflow }: Case, { edge, operation, action }: Point): string {
  const row = action === undefined ? edge : `${edge} ${action}`;
  if (operation === undefined) return coverageKey(row, "invocation");
  const struck = workflow.operations.find(({ name }) => name === operation);
  if (struck?.kind !== "step") return coverageKey(row, "wait");
  const once = struck.semantics === "AtMostOncePerRetry" ? "at most once" : "at least once";
  return coverageKey(row, once);
}

function add(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
