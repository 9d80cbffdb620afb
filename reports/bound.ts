/** A run over all cases up to a bound: how far it came, and what of the model it has shown. */
import * as Schema from "effect/Schema";
import { Case } from "../model/case.ts";
import { Event } from "../model/history.ts";

const Count = Schema.Int;
/** So many of all. */
const Share = Schema.Struct({ shown: Count, all: Count });

export const Bound = Schema.Struct({
  /** At most so many operations in a workflow, and interruptions of an execution. */
  operations: Count,
  interruptions: Count,
  kinds: Schema.Literals(["steps-and-waits", "all"]),
  /** Where so many schedules were drawn for each workflow; all were run where it is absent. */
  drawn: Schema.optionalKey(Count),
  /** How many workflows there are, and how many have been run under every schedule, or every drawn one. */
  workflows: Count,
  workflowsDone: Count,
  /** Edges that were not struck, because another one was at which the same survives. */
  cut: Count,
  /**
   * How much of the model the runs have shown, of the workflows that are done: its states, the
   * transitions between them, and the edges at which an interruption strikes.
   */
  states: Share,
  transitions: Share,
  edges: Share,
  /** What was shown that the model accepts, and does not do by itself. */
  beyond: Count,
  /** Properties that no case of a search could exercise, and so were not checked; and why. */
  leftOut: Schema.Array(Schema.Struct({ id: Schema.String, reason: Schema.String })),
  /**
   * Shortest histories of the model to states that were not shown, each as a case too; `reached` if
   * the engine comes to the state when the case is run. If not, it goes another way that is right too.
   */
  unreached: Schema.Array(
    Schema.Struct({ case: Case, history: Schema.Array(Event), reached: Schema.Boolean }),
  ),
});
export type Bound = typeof Bound.Type;

export function isComplete({ workflows, workflowsDone, drawn }: Bound): boolean {
  return workflows === workflowsDone && drawn === undefined;
}
