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
}

/** What was found in a stretch, added up. */
export interface Findings extends Omit<Explored, "complete"> {
  readonly workflows: number;
}

export type Told =
  /** How many states there are so far of the workflow at work. */
  | { readonly kind: "states"; readonly states: number }
  | { readonly kind: "done"; readonly findings: Findings }
  /** A mistake of this program. */
  | { readonly kind: "mistaken"; readonly message: string };
