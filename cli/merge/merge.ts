/**
 * Puts the reports of all shards of a run together into the report that one run would have given:
 * counts add up, and findings are united. Each shard shrinks the first failure that it sees, so
 * more of them are shrunk than in one run; what failed, and how often, is the same.
 */
import type { Bound } from "../../reports/bound.ts";
import { isWrong, type KeptCase } from "../../reports/kept-case.ts";
import {
  byFirstCase,
  type CoverageTable,
  type Line,
  type Lost,
  NOT_EXERCISED,
  type RunReport,
  withoutUnexercised,
} from "../../reports/run-report.ts";
import { mergeUnreached } from "../search-totals.ts";
import { mergeFindings } from "./findings.ts";
import type { ShardReport } from "./one-run.ts";

/** `shards` are all of one run, in their order. */
export function mergeShards(shards: readonly [ShardReport, ...ShardReport[]]): RunReport {
  const reports = shards.map(({ report }) => report);
  const { shard: _, ...first } = shards[0].report;
  return withoutUnexercised({
    ...first,
    bound: mergeBounds(reports.flatMap(({ bound }) => bound ?? [])),
    casesAsked: sum(reports, ({ casesAsked }) => casesAsked),
    casesRun: sum(reports, ({ casesRun }) => casesRun),
    ...(first.killed === undefined
      ? {}
      : { killed: { ...first.killed, processes: sum(reports, killedIn) } }),
    events: sum(reports, ({ events }) => events),
    // Side by side or one after the other: what it took is all of it.
    seconds: sum(reports, ({ seconds }) => seconds),
    stopped: mergeStopped(reports),
    kept: mergeKept(reports.flatMap(({ kept }) => kept)),
    lines: first.lines.map((_, index) => mergeLines(eachAt(reports, "lines", index))),
    sometimes: first.sometimes.map((each, index) => ({
      ...each,
      count: sum(eachAt(reports, "sometimes", index), ({ count }) => count),
    })),
    coverage: mergeCoverage(reports.map(({ coverage }) => coverage)),
    ...mergeCombinations(reports),
    findings: mergeFindings(reports.map(({ findings }) => findings)),
    lost: mergeLost(reports.flatMap(({ lost }) => lost)),
    disagreements: sum(reports, ({ disagreements }) => disagreements),
  });
}

function killedIn({ killed }: RunReport): number {
  return killed?.processes ?? 0;
}

function sum<Each>(all: readonly Each[], count: (each: Each) => number): number {
  return all.reduce((total, each) => total + count(each), 0);
}

/** What every report has at this place of a list. */
function eachAt<Key extends "lines" | "sometimes">(
  reports: readonly RunReport[],
  key: Key,
  index: number,
): readonly RunReport[Key][number][] {
  return reports.map((report) => report[key][index] as RunReport[Key][number]);
}

/** Stopped by the user once is stopped by the user. */
function mergeStopped(reports: readonly RunReport[]): RunReport["stopped"] {
  const reasons = reports.map(({ stopped }) => stopped);
  if (reasons.includes("interrupted-by-user")) return "interrupted-by-user";
  return reasons.find((stopped) => stopped !== null) ?? null;
}

/** Broken somewhere is broken; a check that threw somewhere says nothing; what nobody exercised is a gap. */
function mergeLines(lines: readonly Line[]): Line {
  const [first] = lines as readonly [Line, ...Line[]];
  const { id, sentence } = first;
  const failing = lines.filter((line) => line.kind === "FAIL");
  const runs = sum(lines, (line) => (line.kind === "gap" ? 0 : line.runs));
  if (failing.length > 0) {
    const failed = sum(failing, (line) => line.failed);
    return { kind: "FAIL", id, sentence, failed, known: sum(failing, ({ known }) => known), runs };
  }
  const gaps = lines.filter((line) => line.kind === "gap");
  const thrown = gaps.find(({ reason }) => reason !== NOT_EXERCISED);
  if (thrown !== undefined) return thrown;
  return runs > 0 ? { kind: "ok", id, sentence, runs } : (gaps[0] ?? first);
}

function mergeCoverage(tables: readonly CoverageTable[]): CoverageTable {
  const [{ columns, rows }] = tables as readonly [CoverageTable, ...CoverageTable[]];
  return {
    columns,
    rows: rows.map(({ row, cells }, at) => ({
      row,
      cells: cells.map((cell, column) =>
        cell === null ? null : sum(tables, (table) => table.rows[at]?.cells[column] ?? 0),
      ),
    })),
  };
}

function mergeCombinations(reports: readonly RunReport[]): Pick<RunReport, "combinations"> {
  const tables = reports.flatMap(({ combinations }) =>
    combinations === undefined ? [] : [combinations],
  );
  const [first] = tables;
  if (first === undefined || tables.length < reports.length) return {};
  const combinations = first.map(({ title }, index) => ({
    title,
    ...mergeCoverage(tables.map((each) => each[index] as CoverageTable)),
  }));
  return { combinations };
}

/** Every shard runs all of them. Where one saw something worse than the others, that is what became of it. */
function mergeKept(all: readonly KeptCase[]): readonly KeptCase[] {
  const merged = new Map<string, KeptCase>();
  for (const each of all) {
    const { file, finding } = each;
    const key = JSON.stringify(finding === null ? [file] : [finding.id, finding.number]);
    const before = merged.get(key);
    if (before === undefined || isWorse(each, before)) merged.set(key, each);
  }
  return [...merged.values()];
}

function isWorse(each: KeptCase, before: KeptCase): boolean {
  const badness = ({ outcome }: KeptCase) =>
    isWrong(outcome) ? 3 : outcome === "known" ? 2 : outcome === "unexercised" ? 1 : 0;
  return badness(each) > badness(before);
}

/** By reason, as in one run; the first of all cases is the one that is told. */
function mergeLost(all: readonly Lost[]): readonly Lost[] {
  const merged = new Map<string, Lost>();
  for (const each of all.toSorted(byFirstCase)) {
    const before = merged.get(each.reason);
    const cases = (before?.cases ?? 0) + each.cases;
    merged.set(each.reason, { ...(before ?? each), cases });
  }
  return [...merged.values()];
}

function mergeBounds(bounds: readonly Bound[]): Bound | null {
  const [first] = bounds;
  if (first === undefined) return null;
  const share = (key: "states" | "transitions" | "edges") => ({
    shown: sum(bounds, (bound) => bound[key].shown),
    all: sum(bounds, (bound) => bound[key].all),
  });
  return {
    ...first,
    workflows: sum(bounds, ({ workflows }) => workflows),
    workflowsDone: sum(bounds, ({ workflowsDone }) => workflowsDone),
    cut: sum(bounds, ({ cut }) => cut),
    states: share("states"),
    transitions: share("transitions"),
    edges: share("edges"),
    beyond: sum(bounds, ({ beyond }) => beyond),
    unreached: mergeUnreached(bounds.flatMap(({ unreached }) => unreached)),
  };
}
