/** What stays the same during one execution: the case, and what the engine promises. */
import type { Limits } from "./case.ts";
import type { Guarantees } from "./guarantees.ts";
import type { Operation, Workflow } from "./workflow.ts";

export interface World {
  readonly operations: readonly Operation[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly limits: Limits;
  readonly guarantees: Guarantees;
}

export function createWorld(workflow: Workflow, limits: Limits, guarantees: Guarantees): World {
  const indexOf = new Map(workflow.operations.map(({ name }, index) => [name, index]));
  return { operations: workflow.operations, indexOf, limits, guarantees };
}
