/** Known findings as text: where each fails, where it holds, how small its cases are. */
import { describeSchedule } from "../../model/describe-schedule.ts";
import { describeWorkflow } from "../../model/describe-workflow.ts";
import type { KnownCase, KnownFinding } from "../known-finding.ts";
import { byVersion, describeRange, rangesOf } from "../version-ranges.ts";
import { counted, labelled, paragraph } from "./layout.ts";

export function renderCorpus(folder: string, findings: readonly KnownFinding[]): string {
  const parts = [
    ...findings.flatMap((finding) => [...renderFinding(finding), ""]),
    paragraph(`${counted(findings.length, "finding", "findings")} in ${folder}`, 0),
  ];
  return `${parts.join("\n")}\n`;
}

function renderFinding({ id, title, cases }: KnownFinding): string[] {
  return [paragraph(id, 0), paragraph(`${title}.`, 2), ...cases.flatMap(renderCase)];
}

function renderCase(kept: KnownCase, index: number): string[] {
  const { workflow, schedule } = kept.case;
  return [
    labelled(`case ${index + 1}`, describeWorkflow(workflow), 2, 10),
    labelled("", describeSchedule(schedule), 2, 10),
    labelled("", describeEngines(kept), 2, 10),
  ];
}

/** `fails on aws-sdk@1.0.1 to aws-sdk@1.1.7; holds on aws-sdk@2.0.0`. */
export function describeEngines({ engines }: KnownCase): string {
  const names = Object.keys(engines).toSorted(byVersion);
  if (names.length === 0) return "nothing is declared of it";
  return rangesOf(names.map((name) => ({ name, what: engines[name] })))
    .map((range) => `${WORDS[range.what ?? "holds"]} ${describeRange(range)}`)
    .join("; ");
}

const WORDS = { fails: "fails on", holds: "holds on", "not-applicable": "is not applicable to" };
