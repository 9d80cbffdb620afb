/** What differs between two engines, as text: the smallest case of each difference, and both sides. */
import { describeEvent } from "../../model/describe.ts";
import { describeSchedule } from "../../model/describe-schedule.ts";
import { describeWorkflow } from "../../model/describe-workflow.ts";
import type { Comparison, DifferenceFound, LostOn, Side } from "../comparison.ts";
import { expectedSentence, foundSentence } from "../expectation.ts";
import { type Program, renderReplay } from "./command.ts";
import { describeLimits, describeShrink } from "./counterexample.ts";
import { counted, flow, labelled, paragraph, thousands } from "./layout.ts";

/** What is known before anything runs. */
export function renderComparisonHeader(
  comparison: Pick<Comparison, "madeWith" | "left" | "right" | "seed" | "casesAsked">,
): string {
  const { madeWith, left, right, seed, casesAsked } = comparison;
  return [
    flow([`durable-conformance ${madeWith.version}`, `node ${madeWith.node}`, `seed ${seed}`]),
    flow([`engines ${left}, ${right}`, counted(casesAsked, "case", "cases")]),
    "",
  ].join("\n");
}

export function renderComparison(comparison: Comparison, program: Program): string {
  const { differences, lost, casesRun, casesAsked, stopped } = comparison;
  const differing = differences.reduce((sum, { cases }) => sum + cases, 0);
  const gone = lost.reduce((sum, { cases }) => sum + cases, 0);
  const early = stopped === "time-limit" ? "Time ran out" : "Stopped by the user";
  const parts = [
    ...differences.flatMap((each) => [...renderDifference(comparison, each, program), ""]),
    ...lost.flatMap((each) => [...renderLostOn(each, program), ""]),
    ...(stopped === null ? [] : [`${early} after ${casesRun} of ${casesAsked} cases.`]),
    `${counted(casesRun, "case", "cases")}: ${thousands(casesRun - differing - gone)} the same, ${thousands(differing)} different${gone === 0 ? "" : `, ${thousands(gone)} lost`}`,
  ];
  return `${parts.join("\n")}\n`;
}

const KINDS = {
  outcome: "what user code gets",
  effects: "which bodies run",
  order: "the order of what happens",
  record: "what is recorded",
};

function renderDifference(
  { left, right, casesRun }: Comparison,
  found: DifferenceFound,
  program: Program,
): string[] {
  return [
    flow([` DIFFERS  ${KINDS[found.kind]}`, `engines: ${left}, ${right}`]),
    "",
    ...describeSide(left, found.left),
    ...describeSide(right, found.right),
    "",
    labelled("Workflow", describeWorkflow(found.case.workflow), 2, 12),
    labelled("Schedule", describeSchedule(found.case.schedule), 2, 12),
    labelled("Limits", describeLimits(found), 2, 12),
    labelled("Shrunk", describeShrink(found.shrink, DIFFERS), 2, 12),
    "",
    "  The first that user code can tell apart:",
    "",
    paragraph(left, 4),
    paragraph(describePlace(found.left), 6),
    paragraph(right, 4),
    paragraph(describePlace(found.right), 6),
    "",
    renderReplay(program, found.file, left),
    renderReplay(program, found.file, right),
    "",
    `  ${thousands(found.cases)} of ${counted(casesRun, "case", "cases")} differed in this way.`,
  ];
}

/** What is told of a removal is whether the engines still differ. */
const DIFFERS = { nothing: "left no difference", another: "another one" };

function describeSide(engine: string, { breaks }: Side): string[] {
  if (breaks === null) return [paragraph(`${engine} breaks nothing.`, 2)];
  return [
    paragraph(`${engine} breaks ${breaks.signature}.`, 2),
    paragraph(expectedSentence(breaks), 4),
    paragraph(foundSentence(breaks), 4),
  ];
}

/** `op 13: give charge, StepError caused by ...`. */
function describePlace({ history, at }: Side): string {
  const event = history[at];
  if (event === undefined) return "nothing more";
  const { verb, subject, detail } = describeEvent(event);
  return `op ${at}: ${[verb, subject].filter(Boolean).join(" ")}${detail === "ok" ? "" : `, ${detail}`}`;
}

function renderLostOn({ engine, reason, cases, file }: LostOn, program: Program): string[] {
  return [
    flow([` LOST  ${counted(cases, "case", "cases")}`, `engine: ${engine}`]),
    "",
    paragraph(`${reason}.`, 2),
    "",
    renderReplay(program, file, engine),
  ];
}
