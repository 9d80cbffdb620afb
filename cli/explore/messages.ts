/** What the main thread and the explorers tell each other. */
import type { Freedom } from "../../model/enabled.ts";
import type { Workflow } from "../../model/workflow.ts";
import type { Explored } from "../../properties/exhaustive/explore-workflow.ts";
import type { Stretch } from "../../properties/exhaustive/stretches.ts";

export interface Job {
  /** A stretch of all workflows, or one workflow by itself. */
  readonly of: Stretch | { readonly workflow: Workflow };
  readonly interruptions: number;
  readonly faults: boolean;
  readonly freedom: Freedom;
  readonly endsOnly: boolean;
  /** At most so many states of a workflow. */
  readonly mostStates: number;
  /** No workflow is begun after this, in milliseconds since 1970. */
  readonly until?: number;
}

/** What was found in a stretch, added up. */
export interface Findings extends Omit<Explored, "complete"> {
  /** Those explored to the end, and those with more states than are held. */
  readonly workflows: number;
  readonly tooLarge: number;
}

export type Told =
  /** How many states there are so far of the workflow at work. */
  | { readonly kind: "states"; readonly states: number }
  | { readonly kind: "done"; readonly findings: Findings }
  /** A mistake of this program. */
  | { readonly kind: "mistaken"; readonly message: string };
