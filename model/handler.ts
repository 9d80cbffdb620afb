/**
 * What user code does in one context: it calls the operations of its block in order, awaits each
 * when the workflow says so, lets the first error that it does not catch end it, and else returns
 * what each await gave.
 */

import { readPicture, stablePicture } from "./batch-view.ts";
import { type Outcome, returned } from "./history.ts";
import { viewWith } from "./odd-value.ts";
import { batchIsDone, branchesToStart, isOperandOfOpen } from "./operations/batch.ts";
import { mustSettle } from "./operations/combinator.ts";
import { type Node, ROOT } from "./program.ts";
import {
  type Invocation,
  isClosed,
  type LogRecord,
  phaseOf,
  recordOf,
  type State,
} from "./state.ts";
import { padView } from "./values.ts";
import type { World } from "./world.ts";

/** What the user code of a context does next. */
export type Next =
  | { readonly kind: "call"; readonly node: Node }
  | { readonly kind: "await"; readonly node: Node }
  | { readonly kind: "end"; readonly outcome: Outcome };

export function nextOf(world: World, invocation: Invocation, context: number): Next {
  const inside = insideOf(world, context);
  const called = countCalled(invocation, inside);
  // The block has gone on from whatever it called before the last.
  const last = called === 0 ? undefined : nodeOf(world, inside[called - 1] as number);
  const awaiting = last?.awaited === "now" ? awaitNode(invocation, last) : undefined;
  if (awaiting !== undefined) return awaiting;
  if (called < inside.length)
    return { kind: "call", node: nodeOf(world, inside[called] as number) };
  for (const index of inside) {
    const node = nodeOf(world, index);
    const next = node.awaited === "later" ? awaitNode(invocation, node) : undefined;
    if (next !== undefined) return next;
  }
  return { kind: "end", outcome: resultOf(world, invocation, context) };
}

/** How many of a block have been called: a beginning of it, as they are called in order. */
function countCalled(invocation: Invocation, inside: readonly number[]): number {
  let called = 0;
  let end = inside.length;
  while (called < end) {
    const middle = (called + end) >>> 1;
    if (phaseOf(invocation, inside[middle] as number).at === "absent") end = middle;
    else called = middle + 1;
  }
  return called;
}

function insideOf(world: World, context: number): readonly number[] {
  return context === ROOT ? world.root : nodeOf(world, context).inside;
}

/** Undefined if the await has given something that the block goes on from. */
function awaitNode(invocation: Invocation, node: Node): Next | undefined {
  const phase = phaseOf(invocation, node.index);
  if (phase.at !== "resolved") return { kind: "await", node };
  const { outcome } = phase;
  if (node.kind === "work" || outcome.kind === "returned" || catches(node)) return undefined;
  return { kind: "end", outcome };
}

function catches({ operation }: Node): boolean {
  return "onError" in operation && operation.onError === "catch";
}

/** What a block that has come to its end returns: what each await gave, in the order of the awaits. */
function resultOf(world: World, invocation: Invocation, context: number): Outcome {
  const nodes = insideOf(world, context).map((index) => nodeOf(world, index));
  const given: Record<string, unknown> = {};
  for (const when of ["now", "later"] as const) {
    for (const node of nodes) {
      const phase = phaseOf(invocation, node.index);
      if (node.awaited !== when || node.kind === "work" || phase.at !== "resolved") continue;
      const { outcome } = phase;
      given[node.name] =
        outcome.kind === "threw" ? { error: outcome.error } : usedValue(node, outcome.value);
    }
  }
  const { padding, gives } = context === ROOT ? world.workflow : nodeOf(world, context);
  const value = padding === undefined ? given : { ...given, padding: padView(padding) };
  return returned(viewWith(value, gives));
}

function usedValue({ kind }: Node, view: string | undefined): unknown {
  if (kind === "batch") return stablePicture(readPicture(view));
  return view === undefined ? null : JSON.parse(view);
}

/** Something that could move without a timer or an outside party. */
export interface Movable {
  /** The operation that could go on; undefined if it is the handler itself. */
  readonly operation: string | undefined;
}

/** What could move, as the end of "The model expects …". */
export function describeMove({ operation }: Movable): string {
  return operation === undefined ? "the handler to go on" : `${operation} to go on`;
}

/** Whatever could move in a context that has not ended, its user code or an operation in it. */
export function movable(
  world: World,
  state: State,
  invocation: Invocation,
  context = ROOT,
): Movable | undefined {
  const next = nextOf(world, invocation, context);
  const own = context === ROOT ? undefined : nodeOf(world, context).name;
  if (next.kind !== "await") return { operation: own };
  for (const index of insideOf(world, context)) {
    const node = nodeOf(world, index);
    const moving = movableNode(world, state, invocation, node, node.index === next.node.index);
    if (moving !== undefined) return moving;
  }
  return undefined;
}

function movableNode(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  awaited: boolean,
): Movable | undefined {
  const phase = phaseOf(invocation, node.index);
  const record = recordOf(state, node.index);
  const here: Movable = { operation: node.name };
  if (phase.at === "absent" || phase.at === "resolved" || phase.at === "waiting") return undefined;
  if (phase.at === "strategy-threw") return awaited ? here : undefined;
  if (isClosed(record) && record.ending?.kind !== "replayed") return awaited ? here : undefined;
  // What would only be made again, and nobody waits for, need not be.
  if (isClosed(record) && !awaited && !isOperandOfOpen(world, invocation, node)) return undefined;
  switch (node.kind) {
    case "child":
      if (phase.at === "running") return movable(world, state, invocation, node.index);
      return phase.at === "ended" && !awaited ? unsent(invocation, node, record) : here;
    case "batch":
      return movableBatch(world, state, invocation, node, awaited);
    case "combinator":
      return awaited && mustSettle(world, state, invocation, node) ? here : undefined;
    case "wait-for-callback":
      return movableCallback(world, state, invocation, node);
    default:
      return here;
  }
}

/** A context that has ended and not said so yet still has that to do. */
function unsent(invocation: Invocation, node: Node, record: LogRecord): Movable | undefined {
  return isClosed(record) || invocation.closing.includes(node.index)
    ? undefined
    : { operation: node.name };
}

function movableBatch(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  awaited: boolean,
): Movable | undefined {
  if (batchIsDone(world, state, invocation, node))
    return awaited ? { operation: node.name } : undefined;
  if (branchesToStart(world, state, invocation, node, awaited) > 0) return { operation: node.name };
  for (const index of node.inside) {
    if (phaseOf(invocation, index).at !== "running") continue;
    const moving = movable(world, state, invocation, index);
    if (moving !== undefined) return moving;
  }
  return undefined;
}

/** First the callback is started, then the submitter runs, then the callback is awaited. */
function movableCallback(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
): Movable | undefined {
  const callback = nodeOf(world, node.index + 1);
  const submitter = nodeOf(world, node.index + 2);
  const record = recordOf(state, callback.index);
  if (record.status === "none") return { operation: callback.name };
  if (!isClosed(recordOf(state, submitter.index))) {
    return phaseOf(invocation, submitter.index).at === "waiting"
      ? undefined
      : { operation: submitter.name };
  }
  if (recordOf(state, submitter.index).status === "FAILED") return { operation: node.name };
  return phaseOf(invocation, callback.index).at === "waiting"
    ? undefined
    : { operation: node.name };
}

export function nodeOf(world: World, index: number): Node {
  return world.nodes[index] as Node;
}
