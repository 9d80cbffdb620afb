/** What stays the same during one execution: the case, and what the engine promises. */
import type { Limits } from "./case.ts";
import type { Guarantees } from "./guarantees.ts";
import { layFlat, type Program } from "./program.ts";
import { serdesMilliseconds } from "./values.ts";
import type { Workflow } from "./workflow.ts";

export interface World extends Program {
  readonly workflow: Workflow;
  readonly limits: Limits;
  readonly guarantees: Guarantees;
  /** How long an invocation may stay with nothing to do that is reported. */
  readonly settleMilliseconds: number;
}

export function createWorld(workflow: Workflow, limits: Limits, guarantees: Guarantees): World {
  const settleMilliseconds = guarantees.settleMilliseconds + serdesMilliseconds(workflow);
  return { ...layFlat(workflow), workflow, limits, guarantees, settleMilliseconds };
}
