/** Where the next events of a live invocation are gathered, one operation after the other. */
import type { Event, Update } from "../history.ts";
import { standingOf } from "../operations/context.ts";
import { type Node, ROOT } from "../program.ts";
import {
  type Invocation,
  isClosed,
  type LogRecord,
  type Phase,
  phaseOf,
  recordOf,
  runsOf,
  type State,
} from "../state.ts";
import type { Batch } from "../workflow.ts";
import type { World } from "../world.ts";

/** One moment of a live invocation, and what is offered to happen next in it. */
export interface Outlook {
  readonly world: World;
  readonly state: State;
  readonly invocation: Invocation;
  readonly events: Event[];
}

export function recordIn({ state }: Outlook, { index }: Node): LogRecord {
  return recordOf(state, index);
}

export function phaseIn({ invocation }: Outlook, { index }: Node): Phase {
  return phaseOf(invocation, index);
}

/**
 * Offers a checkpoint call of these updates of one operation. What an engine tells it tells in order:
 * the START of every body that has been entered comes before, and that of the contexts around. One
 * call is in flight at a time.
 */
export function send(outlook: Outlook, node: Node, updates: readonly Update[]): void {
  const { world, invocation, events, state } = outlook;
  if (invocation.call !== undefined || updates.length === 0) return;
  if (standingOf(world, state, invocation, node) !== "open") return;
  const all: Update[] = [];
  for (const other of world.nodes) {
    if (other === node || other.step === undefined || runsOf(state, other.index) === 0) continue;
    if (phaseIn(outlook, other).at === "absent" || !owesItsStart(outlook, other)) continue;
    if (standingOf(world, state, invocation, other) !== "open") continue;
    const start: Update = { operation: other.name, type: "STEP", action: "START" };
    all.push(...startsAround(outlook, other), start);
  }
  all.push(...startsAround(outlook, node), ...updates);
  events.push({ kind: "checkpoint-requested", at: state.now, updates: withoutRepeats(all) });
}

/** A context that is around two operations is started once. */
function withoutRepeats(updates: readonly Update[]): readonly Update[] {
  const started = new Set<string>();
  return updates.filter(({ operation, action }) => {
    if (action !== "START") return true;
    const first = !started.has(operation);
    started.add(operation);
    return first;
  });
}

function startsAround(outlook: Outlook, node: Node): readonly Update[] {
  const starts: Update[] = [];
  for (let index = node.context; index !== ROOT; ) {
    const context = outlook.world.nodes[index] as Node;
    starts.unshift(...startOf(outlook, context));
    index = context.context;
  }
  return starts;
}

/** START of a context, unless the log has it, or never will. */
export function startOf(outlook: Outlook, node: Node): readonly Update[] {
  if (!isRecorded(outlook.world, node) || recordIn(outlook, node).status !== "none") return [];
  return [{ operation: node.name, type: "CONTEXT", action: "START" }];
}

/** Whether a context has an entry in the log: the branches of a flat batch have none. */
export function isRecorded(world: World, node: Node): boolean {
  if (node.kind !== "branch") return true;
  const batch = world.nodes[node.context] as Node;
  return (batch.operation as Batch).nesting !== "FLAT";
}

/** Whether an update of the operation is on its way, or its reply is. */
export function isInFlight({ invocation: { call } }: Outlook, { name }: Node): boolean {
  return call?.updates.some(({ operation }) => operation === name) === true;
}

/**
 * Whether the log should know of the operation, and does not: it was called, or the body of this
 * attempt was entered. What an engine has begun it tells before it answers.
 */
export function owesItsStart(outlook: Outlook, node: Node): boolean {
  if (node.kind === "work" || !isRecorded(outlook.world, node)) return false;
  const { status } = recordIn(outlook, node);
  switch (phaseIn(outlook, node).at) {
    case "called":
      return status === "none";
    case "running":
    case "returned":
    case "threw":
    case "decided":
    case "strategy-threw":
      return status !== "STARTED" && !isClosed(recordIn(outlook, node));
    default:
      return false;
  }
}
