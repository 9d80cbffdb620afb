/** A `verify` run as text: a line per property, coverage, what was exercised, counterexamples. */
import { gapsOf, type Line, type RunReport } from "../run-report.ts";
import { renderCounterexample } from "./counterexample.ts";
import { labelled, paragraph, printable, thousands } from "./layout.ts";

/** What is known before anything runs. */
export function renderHeader(
  report: Pick<RunReport, "version" | "node" | "engine" | "seed" | "casesAsked"> & {
    readonly properties: number;
    readonly timeLimitSeconds: number;
    readonly workers: number;
  },
): string {
  const { version, node, engine, seed, casesAsked, properties, timeLimitSeconds, workers } = report;
  return [
    `durable-conformance ${version}   node ${node}   seed ${seed}`,
    `engine ${engine}   ${properties} properties   ${thousands(casesAsked)} cases   time limit ${timeLimitSeconds} s   workers ${workers}`,
    "",
  ].join("\n");
}

export function renderRunReport(report: RunReport): string {
  const width = Math.max(...report.lines.map(({ id }) => id.length), 10);
  const parts = [
    ...report.lines.map((line) => renderLine(line, width)),
    "",
    renderCoverage(report),
    "",
    renderSometimes(report),
    "",
    ...report.findings.flatMap(({ counterexample, file, cases }) => [
      renderCounterexample(counterexample, { file }),
      `  ${thousands(cases)} of ${thousands(report.casesRun)} cases failed in this way.`,
      "",
    ]),
    ...report.lost.map(({ caseNumber, reason, file }) =>
      labelled(
        ` LOST  case ${caseNumber}`,
        `${reason}${file === undefined ? "" : `; saved as ${file}`}`,
        0,
        20,
      ),
    ),
    renderEnd(report),
  ];
  return `${parts.join("\n")}\n`;
}

function renderLine(line: Line, width: number): string {
  const id = line.id.padEnd(width);
  switch (line.kind) {
    case "ok":
      return `  ok    ${id}  ${thousands(line.runs).padStart(9)} runs`;
    case "FAIL":
      return `  FAIL  ${id}  ${thousands(line.failed).padStart(9)} of ${thousands(line.runs)} runs`;
    case "gap":
      return `  gap   ${id}  ${printable(line.reason)}`;
  }
}

function renderCoverage({ coverage: { columns, rows } }: RunReport): string {
  const width = Math.max(...rows.map(({ row }) => row.length));
  const cellWidth = 11;
  const head = columns.map((column) => column.replace(" once", "").padStart(cellWidth)).join("");
  const lines = rows.map(({ row, cells }) => {
    const shown = cells.map((cell) => {
      const text = cell === null ? "." : cell === 0 ? "0 !" : thousands(cell);
      return text.padStart(cellWidth);
    });
    return `  ${row.padEnd(width)}${shown.join("")}`;
  });
  return [
    "Coverage (edge x what was struck there; runs may be struck more than once)",
    `  ${" ".repeat(width)}${head}`,
    ...lines,
  ].join("\n");
}

function renderSometimes({ sometimes }: RunReport): string {
  const width = Math.max(...sometimes.map(({ id }) => id.length));
  const lines = sometimes.map(
    ({ id, count }) =>
      `  ${id.padEnd(width)}  ${(count === 0 ? "0 !" : thousands(count)).padStart(9)}`,
  );
  return ["Sometimes (runs in which it was seen)", ...lines].join("\n");
}

function renderEnd(report: RunReport): string {
  const count = (kind: Line["kind"]) => report.lines.filter((line) => line.kind === kind).length;
  const gaps = gapsOf(report);
  const rate = report.seconds === 0 ? 0 : Math.round(report.casesRun / report.seconds);
  const lines = [
    `${thousands(report.casesRun)} cases, ${thousands(report.events)} events in ${report.seconds.toFixed(1)} s (${thousands(rate)} cases a second)`,
    ...(report.stopped === "interrupted-by-user"
      ? ["Stopped by the user: this report is partial."]
      : []),
    ...(gaps.length > 0
      ? ["Unknown, and so no pass:", ...gaps.map((gap) => paragraph(gap, 2))]
      : []),
    `${count("ok")} passed, ${count("FAIL")} failed, ${count("gap")} unknown`,
  ];
  return lines.join("\n");
}
