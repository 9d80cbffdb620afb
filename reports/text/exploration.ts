/** An exploration of the model as text. */
import { describeEvent } from "../../model/describe.ts";
import { describeWorkflow } from "../../model/describe-workflow.ts";
import { type ExplorationReport, isComplete } from "../exploration-report.ts";
import { describeBound, describeStrikes } from "./bound.ts";
import { counted, flow, labelled, paragraph, thousands } from "./layout.ts";

type Violation = ExplorationReport["violations"][number];

function describeSubject({ of, interruptions, faults }: ExplorationReport): string {
  if (of.subject === "all-workflows") return describeBound({ ...of, interruptions, faults });
  return `the workflow of ${of.file}, ${describeStrikes(interruptions, faults)}`;
}

export function renderExploration(report: ExplorationReport): string {
  const parts = [
    flow([
      `durable-conformance ${report.madeWith.version}`,
      `node ${report.madeWith.node}`,
      "the model explored",
    ]),
    "",
    ...report.violations.flatMap((violation) => [renderViolation(violation), ""]),
    ...renderCounts(report),
    "",
    ...renderGuarantees(report),
    renderEnd(report),
  ];
  return `${parts.join("\n")}\n`;
}

function renderCounts(report: ExplorationReport): readonly string[] {
  const { workflows, workflowsExplored, seconds } = report;
  const rate = seconds === 0 ? 0 : Math.round(report.states / seconds);
  const which = report.endsOnly ? "a shortest to each end" : "which together take every transition";
  const row = (label: string, text: string) => labelled(label, text, 2, 14);
  return [
    row("Workflows", `${thousands(workflowsExplored)} of ${thousands(workflows)}`),
    row(
      "States",
      `${thousands(report.distinct)} distinct; ${thousands(report.states)} with the number of ` +
        `interruptions before, ${thousands(rate)} a second`,
    ),
    row("Transitions", thousands(report.transitions)),
    row("Depth", `${thousands(report.depth)} events`),
    row("Ends", thousands(report.ends)),
    row("Histories", `${thousands(report.histories)} judged, ${which}`),
    row(
      "Memory",
      `${megabytes(report.residentBytes)} MB in all; of the largest workflow ` +
        `${megabytes(report.tableBytes)} MB of tables, and ${thousands(report.widest)} states whole`,
    ),
    row("Time", `${seconds.toFixed(1)} s`),
  ];
}

function renderGuarantees({ guarantees, violations }: ExplorationReport): readonly string[] {
  const broken = new Set(violations.map(({ id }) => id));
  const thrown = guarantees.filter(({ threw }) => threw !== undefined);
  const others = guarantees.filter(({ id, threw }) => threw === undefined && !broken.has(id));
  const held = others.filter(({ exercised }) => exercised > 0);
  const idle = others.filter(({ exercised }) => exercised === 0);
  return [
    ...thrown.map(({ id, threw }) => labelled(`?     ${id}:`, `${threw}`, 2, id.length + 10)),
    `${counted(held.length, "guarantee holds", "guarantees hold")}, ${broken.size} broken`,
    ...(idle.length === 0
      ? []
      : [paragraph(`Not exercised here: ${idle.map(({ id }) => id).join(", ")}.`, 0)]),
  ];
}

function renderViolation({ id, found, workflow, history }: Violation): string {
  const rows = history.map((event, index) => {
    const { verb, subject, detail } = describeEvent(event);
    const words = [verb.padEnd(7), subject, detail].filter((each) => each !== "").join(" ");
    return labelled(String(index).padStart(4), words, 2, 6);
  });
  return [
    ` FAIL  ${id}`,
    "",
    paragraph(`${found}.`, 2),
    "",
    labelled("Workflow", describeWorkflow(workflow), 2, 12),
    "",
    ...rows,
  ].join("\n");
}

function renderEnd(report: ExplorationReport): string {
  const bound = describeSubject(report);
  if (!isComplete(report)) {
    return `${renderWhy(report)}\n${paragraph(`not complete to (${bound})`, 0)}`;
  }
  if (report.violations.length > 0) {
    return paragraph(`Explored to the end (${bound}), and something is broken.`, 0);
  }
  if (report.guarantees.some(({ threw }) => threw !== undefined)) {
    return paragraph(`Explored to the end (${bound}), and a check threw: no pass.`, 0);
  }
  return paragraph(`complete to (${bound})`, 0);
}

function renderWhy({ stopped, tooLarge, mostStates }: ExplorationReport): string {
  if (stopped === "interrupted-by-user") return "Stopped by the user: this report is partial.";
  if (stopped !== null) return "Time ran out: this report is partial.";
  const which = counted(tooLarge, "workflow has", "workflows have");
  return `${which} more than ${counted(mostStates, "state", "states")}, and were given up there.`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(1);
}
