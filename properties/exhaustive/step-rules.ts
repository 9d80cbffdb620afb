/**
 * What each single step of the model must keep: guarantees that show in two states and the event
 * between them, stated without asking the rules of `model/transition.ts`. So an exploration checks
 * them on every step that there is, where whole histories can be judged only one for each state.
 */
import type { Event } from "../../model/history.ts";
import { type Node, ROOT } from "../../model/program.ts";
import { isClosed, recordOf, runsOf, type State } from "../../model/state.ts";
import type { World } from "../../model/world.ts";

export interface StepRule {
  /** The guarantee that it is the part of that shows in one step. */
  readonly id: string;
  /** What is wrong, as a sentence without its full stop; undefined if nothing is. */
  readonly check: (step: ModelStep) => string | undefined;
}

export interface ModelStep {
  readonly world: World;
  readonly before: State;
  readonly event: Event;
  readonly after: State;
}

export const STEP_RULES: readonly StepRule[] = [
  {
    id: "at-most-once-per-attempt",
    check: ({ world, after }) =>
      eachStep(world, ({ name, index, step }) => {
        const starts = runsOf(after, index);
        const { attempt } = recordOf(after, index);
        if (step?.semantics !== "AtMostOncePerRetry" || starts <= attempt) return undefined;
        return `${name} has been started ${starts} times in ${attempt} attempts`;
      }),
  },
  {
    id: "completed-steps-never-rerun",
    check: ({ world, before, after }) =>
      eachStep(world, ({ name, index }) => {
        if (!isClosed(recordOf(before, index))) return undefined;
        const same = recordOf(before, index) === recordOf(after, index);
        if (same && runsOf(before, index) === runsOf(after, index)) return undefined;
        return `${name} was closed, and changed after that`;
      }),
  },
  {
    id: "attempts-rise-with-retries",
    check: ({ world, before, event, after }) =>
      eachStep(world, ({ name, index }) => {
        const rise = recordOf(after, index).attempt - recordOf(before, index).attempt;
        if (rise === (recordsRetry(event, name) ? 1 : 0)) return undefined;
        return `the attempt of ${name} rose by ${rise} with ${event.kind}`;
      }),
  },
  {
    id: "start-recorded-before-body",
    check: ({ world, before, event }) => {
      if (event.kind !== "body-entered") return undefined;
      const node = nodeOf(world, event.operation);
      if (node?.step?.semantics !== "AtMostOncePerRetry") return undefined;
      const { status } = recordOf(before, node.index);
      return status === "STARTED" ? undefined : `${node.name} was entered while ${status}`;
    },
  },
  {
    id: "retries-not-before-their-delay",
    check: ({ world, before, event }) => {
      if (event.kind !== "body-entered") return undefined;
      const node = nodeOf(world, event.operation);
      const pending = node !== undefined && recordOf(before, node.index).status === "PENDING";
      return pending ? `${node.name} was entered while its retry was pending` : undefined;
    },
  },
  {
    id: "only-legal-updates",
    check: ({ before, event, after }) => {
      if (event.kind !== "interrupted") return undefined;
      const kept = before.records === after.records && before.runs === after.runs;
      return kept ? undefined : "an interruption changed the log";
    },
  },
  {
    id: "success-means-recorded",
    check: ({ world, event, after }) => {
      if (event.kind !== "execution-ended" || event.status !== "SUCCEEDED") return undefined;
      const open = world.nodes.find(({ index, context, awaited, kind }) => {
        const owed = context === ROOT && (awaited === "now" || awaited === "later");
        return owed && kind !== "work" && !isClosed(recordOf(after, index));
      });
      return open === undefined ? undefined : `the execution succeeded without ${open.name}`;
    },
  },
];

function eachStep({ nodes }: World, check: (node: Node) => string | undefined): string | undefined {
  for (const node of nodes) {
    const wrong = node.step === undefined ? undefined : check(node);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function recordsRetry(event: Event, name: string): boolean {
  if (event.kind !== "checkpoint-recorded") return false;
  return event.updates.some(({ operation, action }) => operation === name && action === "RETRY");
}

function nodeOf({ nodes, indexOf }: World, name: string): Node | undefined {
  const index = indexOf.get(name);
  return index === undefined ? undefined : nodes[index];
}
