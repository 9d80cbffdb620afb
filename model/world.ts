/** What stays the same during one execution: the case, and what the engine promises. */
import type { Case, Limits } from "./case.ts";
import type { Change } from "./change.ts";
import { failingSerdes } from "./failing-serdes.ts";
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
  /** The operations whose serdes fails once. */
  readonly failingSerdes: readonly number[];
  /** How the handler is changed on the way, if it is. */
  readonly change?: Change;
}

export function createWorld(workflow: Workflow, limits: Limits, guarantees: Guarantees): World {
  const settleMilliseconds = guarantees.settleMilliseconds + serdesMilliseconds(workflow);
  const program = layFlat(workflow);
  const failing = failingSerdes(program);
  return {
    ...program,
    workflow,
    limits,
    guarantees,
    settleMilliseconds,
    failingSerdes: failing,
  };
}

/** The world of a case: what its schedule changes about the handler is part of it. */
export function worldOf({ workflow, limits, schedule }: Case, guarantees: Guarantees): World {
  const world = createWorld(workflow, limits, guarantees);
  return schedule.change === undefined ? world : { ...world, change: schedule.change };
}
