/** The engines that are wrong on purpose as a table: the bug, what caught it, and how soon. */
import {
  type FaultyLine,
  type FaultyReport,
  isCaught,
  medianCases,
  minimalSize,
} from "../faulty-report.ts";
import { clip, counted, paragraph, thousands, WIDTH } from "./layout.ts";

export function renderFaultyReport(report: FaultyReport, program: string): string {
  const { engines, correct, seeds, casesAsked, version, stopped } = report;
  const caught = engines.filter(isCaught).length;
  const missed = engines.length - caught;
  const clean =
    correct.broken.length === 0
      ? `${correct.name}, which is right, broke nothing in ${thousands(correct.cases)} cases.`
      : `${correct.name}, which is right, was found to break ${correct.broken.join(", ")}.`;
  return [
    `durable-conformance ${version}   ${counted(seeds, "seed", "seeds")} of at most ${thousands(casesAsked)} cases each`,
    "",
    row("bug", "caught by", "cases", "size"),
    "-".repeat(WIDTH),
    ...engines.map(renderLine),
    "",
    "cases: how many it takes to find the bug, the median over all seeds (of two the",
    "       higher). size: operations and strikes of the first seed's minimal case.",
    paragraph(`Each is an engine: ${program} verify --scope all --engine faulty/NAME`, 0),
    "",
    paragraph(clean, 0),
    ...(stopped === undefined
      ? []
      : [
          `Stopped by the user: ${counted(stopped, "engine was", "engines were")} not tried to the end.`,
        ]),
    `${caught} caught, ${missed} missed`,
    "",
  ].join("\n");
}

function renderLine(line: FaultyLine): string {
  const { name, property } = line;
  const median = medianCases(line);
  const cases = isCaught(line) && median !== null ? thousands(median) : "MISSED";
  return row(name, property, cases, minimalSize(line));
}

const COLUMNS = [34, 30, 6, 5] as const;

function row(...cells: readonly [string, string, string, string]): string {
  const [name, property, cases, size] = cells;
  return [
    clip(name, COLUMNS[0]).padEnd(COLUMNS[0]),
    clip(property, COLUMNS[1]).padEnd(COLUMNS[1]),
    cases.padStart(COLUMNS[2]),
    size.padStart(COLUMNS[3]),
  ].join(" ");
}
