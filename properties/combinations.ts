/**
 * What met what in a run, in tables: operations and the edges at which they were interrupted,
 * operations and the faults of calls about them, ingredients of workflows and of schedules. A zero is
 * something that was never tried.
 */
import { FAILURE_NAMES } from "../model/fault.ts";
import type { Event } from "../model/history.ts";
import { pointsOf } from "../model/points.ts";
import type { NodeKind } from "../model/program.ts";
import { isLateReply, SCHEDULE_INGREDIENTS, WORKFLOW_INGREDIENTS } from "./ingredients.ts";
import type { Story } from "./story.ts";

export interface CombinationTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly row: string; readonly columns: readonly string[] }[];
}

const ALL_ACTIONS = ["START", "SUCCEED", "FAIL", "RETRY"];
const ENDING = ["START", "SUCCEED", "FAIL"];
const BODIES = ["body-entered", "body-finished"];
const CALLS = ["operation-called", "operation-resolved"];

/** Where each kind can be interrupted, and what is recorded of it. */
const KINDS: Readonly<
  Record<NodeKind, { readonly edges: readonly string[]; readonly actions: readonly string[] }>
> = {
  step: { edges: [...CALLS, ...BODIES], actions: ALL_ACTIONS },
  condition: { edges: [...CALLS, ...BODIES], actions: ALL_ACTIONS },
  child: { edges: [...CALLS, ...BODIES], actions: ENDING },
  wait: { edges: CALLS, actions: ["START"] },
  work: { edges: CALLS, actions: [] },
  callback: { edges: CALLS, actions: ["START"] },
  invoke: { edges: CALLS, actions: ["START"] },
  batch: { edges: CALLS, actions: ENDING.slice(0, 2) },
  branch: { edges: BODIES, actions: ENDING },
  combinator: { edges: CALLS, actions: ENDING },
  "wait-for-callback": { edges: CALLS, actions: ENDING },
  submitter: { edges: BODIES, actions: ALL_ACTIONS },
};

const CHECKPOINT_EDGES = ["checkpoint-requested", "checkpoint-recorded", "checkpoint-replied"];
const EDGE_COLUMNS = [
  ...CALLS,
  ...BODIES,
  ...CHECKPOINT_EDGES.flatMap((edge) => ALL_ACTIONS.map((action) => `${edge} ${action}`)),
];
const FAULT_COLUMNS = [...FAILURE_NAMES, "token-missing", "reply-late"];

export const COMBINATION_TABLES: readonly CombinationTable[] = [
  {
    title: "Interruptions: operation x edge",
    columns: EDGE_COLUMNS,
    rows: Object.entries(KINDS).map(([row, { edges, actions }]) => ({
      row,
      columns: EDGE_COLUMNS.filter((column) => {
        const [edge = "", action] = column.split(" ");
        return action === undefined ? edges.includes(edge) : actions.includes(action);
      }),
    })),
  },
  {
    title: "Calls that went wrong: operation and update x fault",
    columns: FAULT_COLUMNS,
    rows: Object.entries(KINDS).flatMap(([kind, { actions }]) =>
      actions.map((action) => ({ row: `${kind} ${action}`, columns: FAULT_COLUMNS })),
    ),
  },
  {
    title: "Ingredients: workflow x schedule",
    columns: SCHEDULE_INGREDIENTS.map(({ id }) => id),
    rows: WORKFLOW_INGREDIENTS.map(({ id }) => ({
      row: id,
      columns: SCHEDULE_INGREDIENTS.map((each) => each.id),
    })),
  },
];

export function combinationKey(table: number, row: string, column: string): string {
  return JSON.stringify([table, row, column]);
}

/** Adds what met in one run to `counts`. */
export function addCombinations(counts: Record<string, number>, story: Story): void {
  const add = (table: number, row: string, column: string) => {
    const key = combinationKey(table, row, column);
    counts[key] = (counts[key] ?? 0) + 1;
  };
  const { history } = story;
  const kindOf = (operation: string | undefined) =>
    story.operations.get(operation ?? "")?.node.kind;
  for (const [index, event] of history.entries()) {
    const before = history[index - 1];
    if (event.kind === "interrupted" && event.why === "scheduled" && before !== undefined) {
      for (const { edge, operation, action } of pointsOf(before)) {
        const kind = kindOf(operation);
        if (kind !== undefined) add(0, kind, action === undefined ? edge : `${edge} ${action}`);
      }
    }
    const fault = faultOf(history, event, index);
    if (fault === undefined || !("updates" in event)) continue;
    for (const { operation, action } of event.updates) {
      const kind = kindOf(operation);
      if (kind !== undefined) add(1, `${kind} ${action}`, fault);
    }
  }
  const came = SCHEDULE_INGREDIENTS.filter(({ cameIn }) => cameIn(story));
  for (const { id, isIn } of WORKFLOW_INGREDIENTS) {
    if (isIn(story.case)) for (const each of came) add(2, id, each.id);
  }
}

/** What was wrong with the call that the event tells the outcome of. */
function faultOf(history: readonly Event[], event: Event, index: number): string | undefined {
  if (event.kind === "checkpoint-failed") return event.failure;
  if (event.kind !== "checkpoint-replied") return undefined;
  if (event.withoutToken === true) return "token-missing";
  return isLateReply(history, index) ? "reply-late" : undefined;
}
