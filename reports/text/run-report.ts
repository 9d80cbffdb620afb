/** A `verify` run as text: a line per property, coverage, what was exercised, counterexamples. */
import { type Finding, gapsOf, type Line, type RunReport } from "../run-report.ts";
import type { Shard } from "../shard.ts";
import { describeBound, renderBoundReached, renderLeftOut, renderModelCoverage } from "./bound.ts";
import { renderCombinations } from "./combinations.ts";
import type { Program } from "./command.ts";
import { renderCounterexample } from "./counterexample.ts";
import { countFinding, inFull, renderKnownFindings } from "./findings.ts";
import { renderKept, renderKnown } from "./kept.ts";
import { clip, counted, flow, labelled, paragraph, thousands } from "./layout.ts";
import { renderLost } from "./lost.ts";
import { describeShard, renderShare } from "./shard.ts";

/** What is known before anything runs. */
export function renderHeader(
  report: Pick<RunReport, "madeWith" | "engine" | "seed" | "casesAsked"> & {
    /** Where all cases up to a bound are run. */
    readonly bound: (Parameters<typeof describeBound>[0] & { readonly drawn?: number }) | null;
    readonly shard?: Shard | undefined;
    readonly properties: number;
    readonly timeLimitSeconds: number;
    readonly workers: number;
  },
): string {
  const { version, node } = report.madeWith;
  return [
    flow([
      `durable-conformance ${version}`,
      `node ${node}`,
      ...(report.bound === null ? [`seed ${report.seed}`] : []),
    ]),
    flow([
      `engine ${report.engine}`,
      counted(report.properties, "property", "properties"),
      report.bound === null
        ? counted(report.casesAsked, "case", "cases")
        : `${report.bound.drawn === undefined ? "all" : "drawn"} cases to (${describeBound(report.bound)})`,
      ...(report.shard === undefined ? [] : [describeShard(report.shard)]),
      `time limit ${report.timeLimitSeconds} s`,
      counted(report.workers, "worker", "workers"),
    ]),
    "",
  ].join("\n");
}

/** A name that is longer is not one of ours. */
const LONGEST_NAME = 44;

/** `verbose` shows each finding in full that is known, where one of them is an example otherwise. */
export function renderRunReport(told: RunReport, program: Program, verbose = false): string {
  const report = withShortNames(told);
  const shown = inFull(report, verbose);
  const width = Math.max(...report.lines.map(({ id }) => id.length), 10);
  const parts = [
    ...report.lines.map((line) => renderLine(line, width)),
    ...(report.bound === null ? [] : renderLeftOut(report.bound, width)),
    "",
    renderCoverage(report),
    "",
    renderSometimes(report),
    "",
    ...renderCombinations(report.combinations ?? [], verbose),
    ...(report.bound === null ? [] : [renderModelCoverage(report.bound), ""]),
    ...renderKept("Kept cases, run first", report.kept),
    ...renderKnown(report.kept),
    ...(report.kept.length === 0 ? [] : [""]),
    ...renderKnownFindings(report, shown, verbose),
    ...report.lost.flatMap((lost) => [renderLost(lost, report.engine, program), ""]),
    ...shown.flatMap((finding) => renderFinding(finding, report, program)),
    renderEnd(report),
  ];
  return `${parts.join("\n")}\n`;
}

/** Names lead the columns of tables, which a report from a file could push out of the page. */
function withShortNames(report: RunReport): RunReport {
  const { columns, rows } = report.coverage;
  const short = (name: string) => clip(name, LONGEST_NAME);
  return {
    ...report,
    lines: report.lines.map((line) => ({ ...line, id: short(line.id) })),
    sometimes: report.sometimes.map((each) => ({ ...each, id: short(each.id) })),
    coverage: {
      columns: columns.map((column) => clip(column, 20)),
      rows: rows.map(({ row, cells }) => ({ row: clip(row, 30), cells })),
    },
  };
}

function renderLine(line: Line, width: number): string {
  const id = line.id.padEnd(width);
  switch (line.kind) {
    case "ok":
      return `  ok    ${id}  ${thousands(line.runs).padStart(9)} runs`;
    case "FAIL": {
      const verdict = line.failed === line.known ? "known" : "FAIL ";
      return `  ${verdict} ${id}  ${thousands(line.failed).padStart(9)} of ${thousands(line.runs)} runs`;
    }
    case "gap":
      return labelled(`gap   ${id}`, line.reason, 2, width + 8);
  }
}

function renderFinding(finding: Finding, report: RunReport, program: Program): string[] {
  const { counterexample, file } = finding;
  const counts = paragraph(countFinding(finding, report), 2);
  return [renderCounterexample(counterexample, { file, program }), counts, ""];
}

/** What drawn cases should have come to and did not is marked; up to a bound there is no more. */
function zero({ bound }: RunReport): string {
  return bound === null ? "0 !" : "0";
}

function renderCoverage(report: RunReport): string {
  const { columns, rows } = report.coverage;
  const width = Math.max(...rows.map(({ row }) => row.length));
  const cellWidth = 11;
  const head = columns.map((column) => column.replace(" once", "").padStart(cellWidth)).join("");
  const lines = rows.map(({ row, cells }) => {
    const shown = cells.map((cell) => {
      const text = cell === null ? "." : cell === 0 ? zero(report) : thousands(cell);
      return text.padStart(cellWidth);
    });
    return `  ${row.padEnd(width)}${shown.join("")}`;
  });
  return [
    report.bound === null
      ? "Coverage (edge x what was struck there; runs may be struck more than once)"
      : "Coverage (edge x what was struck there, or would have come to the same)",
    `  ${" ".repeat(width)}${head}`,
    ...lines,
  ].join("\n");
}

function renderSometimes(report: RunReport): string {
  const { sometimes } = report;
  const width = Math.max(...sometimes.map(({ id }) => id.length));
  const lines = sometimes.map(
    ({ id, count }) =>
      `  ${id.padEnd(width)}  ${(count === 0 ? zero(report) : thousands(count)).padStart(9)}`,
  );
  return ["Sometimes (runs in which it was seen)", ...lines].join("\n");
}

function renderEnd(report: RunReport): string {
  const count = (kind: Line["kind"]) => report.lines.filter((line) => line.kind === kind).length;
  const gaps = gapsOf(report);
  const rate = report.seconds === 0 ? 0 : Math.round(report.casesRun / report.seconds);
  const lines = [
    `${counted(report.casesRun, "case", "cases")}, ${thousands(report.events)} events in ${report.seconds.toFixed(1)} s (${thousands(rate)} cases a second)`,
    ...(report.killed === undefined
      ? []
      : [`${counted(report.killed.processes, "process", "processes")} killed`]),
    ...renderBoundReached(report),
    ...renderShare(report),
    ...(report.stopped === "interrupted-by-user"
      ? ["Stopped by the user: this report is partial."]
      : []),
    ...(gaps.length > 0
      ? ["Unknown, and so no pass:", ...gaps.map((gap) => labelled("-", gap, 2, 2))]
      : []),
    `${count("ok")} passed, ${count("FAIL")} failed${countKnown(report)}, ${count("gap")} unknown${countOthers(gaps, count("gap"))}${countLeftOut(report)}${countLost(report)}`,
  ];
  return lines.join("\n");
}

/** How many gaps there are beside properties without a verdict, which are one of them. */
function countOthers(gaps: readonly string[], unjudged: number): string {
  const others = gaps.length - (unjudged > 0 ? 1 : 0);
  return others === 0 ? "" : `, ${counted(others, "other gap", "other gaps")}`;
}

/** How many of the failed are failed by known findings alone. */
function countKnown({ lines }: RunReport): string {
  const known = lines.filter((line) => line.kind === "FAIL" && line.failed === line.known).length;
  return known === 0 ? "" : ` (${known} only by what is known)`;
}

function countLeftOut({ bound }: RunReport): string {
  const count = bound?.leftOut.length ?? 0;
  return count === 0 ? "" : `, ${count} not checked`;
}

function countLost(report: RunReport): string {
  const cases = report.lost.reduce((sum, each) => sum + each.cases, 0);
  return cases === 0 ? "" : `, ${counted(cases, "case", "cases")} lost`;
}
