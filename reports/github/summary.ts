/**
 * A run as the summary of a GitHub job: Markdown, with a sequence diagram for each failure. GitHub
 * takes 1 MiB of it, so only the first failures are shown in full.
 */
import type { Counterexample } from "../counterexample.ts";
import { expectedSentence, foundSentence } from "../expectation.ts";
import type { ReplayReport } from "../replay-report.ts";
import { type Finding, gapsOf, type RunReport } from "../run-report.ts";
import { describeCases } from "../text/bound.ts";
import type { Program } from "../text/command.ts";
import { renderCounterexample } from "../text/counterexample.ts";
import { countFinding } from "../text/findings.ts";
import { describeKept } from "../text/kept.ts";
import { counted, thousands } from "../text/layout.ts";
import { timelineOf } from "../timeline.ts";
import { codeBlock, markdown } from "./markdown.ts";
import { renderSequence } from "./sequence.ts";

const SHOWN = 10;

export function renderRunSummary(report: RunReport, program: Program): string {
  const failed = report.lines.filter(({ kind }) => kind === "FAIL");
  const gaps = gapsOf(report);
  const told = report.kept.flatMap((each) => describeKept(each) ?? []);
  const more = report.findings.length - SHOWN;
  const title =
    failed.length === 0
      ? `Nothing is broken on ${report.engine}`
      : `${counted(failed.length, "property is", "properties are")} broken on ${report.engine}`;
  const parts = [
    `## ${markdown(title)}`,
    `${describeCases(report)}.${report.stopped === "interrupted-by-user" ? " Stopped by the user: this report is partial." : ""}`,
    properties(report),
    ...section(
      "Kept cases",
      told.map(({ verdict, sentence }) => `${verdict}: ${sentence}`),
    ),
    ...report.findings.slice(0, SHOWN).map((finding) => renderFinding(finding, report, program)),
    ...(more > 0
      ? [`${counted(more, "more failure is", "more failures are")} not shown here.`]
      : []),
    ...section(
      "Cases without a verdict",
      report.lost.map(({ reason, cases }) => `${counted(cases, "case", "cases")}: ${reason}`),
    ),
    ...section("Unknown, and so no pass", gaps),
  ];
  return `${parts.join("\n\n")}\n`;
}

export function renderReplaySummary(report: ReplayReport, program: Program): string {
  const { counterexample, engine, file, comparison } = report;
  const title = `## ${markdown(`Replay on ${engine}`)}\n\n${markdown(comparison)}`;
  if (counterexample === undefined) return `${title}\n`;
  return `${title}\n\n${renderOne(counterexample, file, program)}\n`;
}

function properties({ lines }: RunReport): string {
  const rows = lines
    .filter(({ kind }) => kind !== "ok")
    .map((line) => {
      if (line.kind === "gap")
        return `| unknown | ${markdown(line.id)} | ${markdown(line.reason)} |`;
      if (line.kind === "ok") return "";
      const result = line.failed === line.known ? "known" : "**FAIL**";
      return `| ${result} | ${markdown(line.id)} | ${thousands(line.failed)} of ${thousands(line.runs)} runs |`;
    });
  const held = lines.length - rows.length;
  const hold = `${counted(held, "property holds", "properties hold")}.`;
  if (rows.length === 0) return hold;
  return ["| result | property | runs |", "| --- | --- | --- |", ...rows, "", hold].join("\n");
}

function renderFinding(finding: Finding, report: RunReport, program: Program): string {
  const { counterexample, file } = finding;
  return `${renderOne(counterexample, file, program)}\n\n${markdown(countFinding(finding, report))}`;
}

function renderOne(counterexample: Counterexample, file: string, program: Program): string {
  const { property, sentence, case: case_, history } = counterexample;
  const timeline = timelineOf({ case: case_, history, divergence: counterexample });
  return [
    `### ${markdown(property)}`,
    markdown(sentence),
    `${markdown(expectedSentence(counterexample))}<br>**${markdown(foundSentence(counterexample))}**`,
    codeBlock(renderSequence(timeline), "mermaid"),
    `<details><summary>As text</summary>\n\n${codeBlock(renderCounterexample(counterexample, { file, program }), "text")}\n\n</details>`,
  ].join("\n\n");
}

function section(title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  return [`### ${title}\n\n${items.map((item) => `- ${markdown(item)}`).join("\n")}`];
}
