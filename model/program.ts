/**
 * A workflow laid flat: every operation, and every part of one that has a log entry of its own, is a
 * node with a number. Contexts know the nodes inside them, and nodes their context.
 */

import type { OddValue } from "./odd-value.ts";
import { branchName } from "./operation-names.ts";
import { strategyThrows } from "./retry.ts";
import type { Serdes } from "./serdes.ts";
import { isCombinator, type Operation, type Step, type Workflow } from "./workflow.ts";

export type NodeKind =
  | "step"
  | "submitter"
  | "condition"
  | "wait"
  | "callback"
  | "invoke"
  | "work"
  | "child"
  | "batch"
  | "branch"
  | "wait-for-callback"
  | "combinator";

/** The number of the handler's own context. */
export const ROOT = -1;

export interface Node {
  readonly index: number;
  readonly name: string;
  readonly kind: NodeKind;
  /** What the workflow says; of a part, the operation that it is a part of. */
  readonly operation: Operation;
  /** The context that it runs in: a node, or ROOT. */
  readonly context: number;
  /** The step that a body runs as: for steps, submitters and conditions. */
  readonly step: Step | undefined;
  /** The nodes that user code calls in it, in order; of a batch its branches. */
  readonly inside: readonly number[];
  /** Whether the handler awaits it at once, at the end of its block, or never. */
  readonly awaited: "now" | "later" | "never" | "operand";
  readonly padding: number | undefined;
  readonly gives: OddValue | undefined;
  readonly serdes: Serdes | undefined;
}

export interface Program {
  readonly nodes: readonly Node[];
  /** The nodes that the handler itself calls, in order. */
  readonly root: readonly number[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** By context, the nodes whose outcome is decided in memory and awaited before the block goes on. */
  readonly decisions: ReadonlyMap<number, readonly number[]>;
}

export function layFlat(workflow: Workflow): Program {
  const nodes: Node[] = [];
  const root = addBlock(nodes, workflow.operations, ROOT, false);
  const indexOf = new Map(nodes.map(({ name, index }) => [name, index]));
  return { nodes, root, indexOf, decisions: findDecisions(nodes) };
}

function addBlock(
  nodes: Node[],
  operations: readonly Operation[],
  context: number,
  operands: boolean,
): readonly number[] {
  const called: number[] = [];
  for (const operation of operations) {
    // Operands are called before the combinator that they are for, in the same context.
    if (isCombinator(operation))
      called.push(...addBlock(nodes, operation.operations, context, true));
    called.push(addOperation(nodes, operation, context, operands));
  }
  return called;
}

function addOperation(
  nodes: Node[],
  operation: Operation,
  context: number,
  operand: boolean,
): number {
  const { name } = operation;
  const awaited = operand
    ? "operand"
    : "awaited" in operation
      ? (operation.awaited ?? "now")
      : "now";
  const padding = "padding" in operation ? operation.padding : undefined;
  const gives = "gives" in operation ? operation.gives : undefined;
  const serdes = "serdes" in operation ? operation.serdes : undefined;
  const kind = kindOf(operation);
  const index = add(nodes, { name, kind, operation, context, awaited, padding, gives, serdes });
  if (operation.kind === "child")
    setInside(nodes, index, addBlock(nodes, operation.operations, index, false));
  if (operation.kind === "wait-for-callback") addParts(nodes, operation, index);
  if ("branches" in operation) setInside(nodes, index, addBranches(nodes, operation, index));
  if (isCombinator(operation)) {
    setInside(
      nodes,
      index,
      operation.operations.map(({ name: own }) => indexByName(nodes, own)),
    );
  }
  return index;
}

const PLAIN = { padding: undefined, gives: undefined, serdes: undefined };

function addParts(nodes: Node[], operation: Operation, context: number): void {
  const common = { operation, context, awaited: "now", ...PLAIN } as const;
  add(nodes, { ...common, name: `${operation.name}-callback`, kind: "callback" });
  add(nodes, { ...common, name: `${operation.name}-submitter`, kind: "submitter" });
}

function addBranches(
  nodes: Node[],
  batch: Extract<Operation, { readonly kind: "parallel" | "map" }>,
  context: number,
): readonly number[] {
  return batch.branches.map(({ operations, padding, gives }, number) => {
    const name = branchName(batch.name, number);
    const common = {
      operation: batch,
      context,
      awaited: "now",
      padding,
      gives,
      serdes: batch.itemSerdes,
    } as const;
    const index = add(nodes, { ...common, name, kind: "branch" });
    setInside(nodes, index, addBlock(nodes, operations, index, false));
    return index;
  });
}

function add(nodes: Node[], node: Omit<Node, "index" | "step" | "inside">): number {
  const index = nodes.length;
  nodes.push({ ...node, index, step: stepOf(node), inside: [] });
  return index;
}

function setInside(nodes: Node[], index: number, inside: readonly number[]): void {
  nodes[index] = { ...(nodes[index] as Node), inside };
}

function indexByName(nodes: readonly Node[], name: string): number {
  return nodes.findIndex((node) => node.name === name);
}

function kindOf(operation: Operation): NodeKind {
  switch (operation.kind) {
    case "wait-for-condition":
      return "condition";
    case "parallel":
    case "map":
      return "batch";
    case "all":
    case "allSettled":
    case "any":
    case "race":
      return "combinator";
    default:
      return operation.kind;
  }
}

/** The parts that run a body follow the step protocol: at least once, never retried by default. */
function stepOf({
  kind,
  name,
  operation,
}: Omit<Node, "index" | "step" | "inside">): Step | undefined {
  if (operation.kind === "step") return operation;
  if ((kind !== "submitter" && kind !== "condition") || !("runs" in operation)) return undefined;
  return {
    kind: "step",
    name,
    semantics: "AtLeastOncePerRetry",
    retry: ("retry" in operation ? operation.retry : undefined) ?? { policy: "never" },
    runs: operation.runs,
    onError: "throw",
  };
}

/** The kinds whose outcome the handler is given before it is in the log. */
export const DECIDED_IN_MEMORY: ReadonlySet<NodeKind> = new Set([
  "child",
  "batch",
  "combinator",
  "wait-for-callback",
]);

function findDecisions(nodes: readonly Node[]): ReadonlyMap<number, readonly number[]> {
  const decisions = new Map<number, number[]>();
  for (const { kind, awaited, context, index, step } of nodes) {
    // The error of a strategy that throws may be given as it is.
    const inMemory = DECIDED_IN_MEMORY.has(kind) || strategyThrows(step?.retry);
    if (awaited !== "now" || !inMemory) continue;
    decisions.set(context, [...(decisions.get(context) ?? []), index]);
  }
  return decisions;
}
