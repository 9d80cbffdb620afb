/** A history of the model as a case that can be run: its interruptions, on the edges where they struck. */
import type { Case } from "../../model/case.ts";
import type { History } from "../../model/history.ts";
import type { Workflow } from "../../model/workflow.ts";
import { boundedCase } from "./bounded-case.ts";
import { edgesOf } from "./edges.ts";

/** An interruption after an event that is no edge, a decision say, strikes at the edge before. */
export function caseOfHistory(workflow: Workflow, history: History): Case {
  const edges = edgesOf(history);
  const struck = history.flatMap((event, at) => {
    if (event.kind !== "interrupted" || event.why !== "scheduled") return [];
    const edge = edges.findLast((each) => each.at < at);
    return edge === undefined ? [] : [edge.interruption];
  });
  return boundedCase(workflow, { interruptions: struck });
}
