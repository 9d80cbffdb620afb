/** One row of the comparison: a workflow under up to k interruptions, explored by both sides. */
import { makeCase } from "../case.ts";
import { describeWorkflow } from "../describe-workflow.ts";
import { awsGuarantees } from "../guarantees.ts";
import type { Workflow } from "../workflow.ts";
import { createWorld, type World } from "../world.ts";
import { type Found, modelOutcomes } from "./outcomes.ts";
import type { Verifier } from "./spin.ts";

export interface Comparison {
  readonly workflow: Workflow;
  readonly interruptions: number;
  readonly spin: Found;
  readonly model: Found;
  /** The outcomes are the same, and neither side had a problem. */
  readonly agrees: boolean;
}

/** `number` is that of the workflow in the verifier. */
export function compare(
  verifier: Verifier,
  number: number,
  workflow: Workflow,
  interruptions: number,
): Comparison {
  const model = modelOutcomes(worldOf(workflow), { interruptions });
  const spin = verifier.outcomes(number, interruptions);
  const agrees =
    only(spin, model).length === 0 &&
    only(model, spin).length === 0 &&
    spin.problems.length + model.problems.length === 0;
  return { workflow, interruptions, spin, model, agrees };
}

/** The world of a workflow under limits that leave room for everything. */
export function worldOf(workflow: Workflow): World {
  return createWorld(workflow, makeCase(workflow).limits, awsGuarantees);
}

export const HEADINGS = "k  outcomes  SPIN states  TypeScript states  agree  workflow";

export function columnsOf({ workflow, interruptions, spin, model, agrees }: Comparison): string {
  const column = (value: number | string, width: number) => String(value).padStart(width);
  return [
    interruptions,
    column(spin.outcomes.size, 9),
    column(spin.states, 12),
    column(model.states, 18),
    column(agrees ? "yes" : "no", 6),
    ` ${describeWorkflow(workflow)}`,
  ].join(" ");
}

/** What one side reached and the other did not, and what broke, on a line each. */
export function describeDifference({ spin, model }: Comparison): string {
  return [
    ...only(spin, model).map((outcome) => `    only SPIN: ${outcome}`),
    ...only(model, spin).map((outcome) => `    only TypeScript: ${outcome}`),
    ...[...spin.problems, ...model.problems].map((problem) => `    ${problem}`),
  ].join("\n");
}

function only(here: Found, there: Found): readonly string[] {
  return [...here.outcomes].filter((outcome) => !there.outcomes.has(outcome)).sort();
}
