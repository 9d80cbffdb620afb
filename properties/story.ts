/**
 * A history read once, with what the checks ask for again and again: which invocation an event
 * belongs to, and what happened to each operation, in order. No rules are in here.
 */
import type { Case } from "../model/case.ts";
import { meaningOf } from "../model/fault.ts";
import type { Guarantees } from "../model/guarantees.ts";
import type { Event, EventOf, History, Outcome, Update } from "../model/history.ts";
import { layFlat, type Node, ROOT } from "../model/program.ts";
import type { Operation, Step, Wait } from "../model/workflow.ts";

/** An event with its index in the history and the number of its invocation. */
export interface Seen<Observed extends Event = Event> {
  readonly event: Observed;
  readonly index: number;
  readonly invocation: number;
}

export interface SeenUpdate {
  readonly update: Update;
  readonly index: number;
  readonly invocation: number;
  readonly at: number;
  /** Whether its call failed before it was recorded, so that it may be sent again. */
  failed?: true;
}

/** What happened to one operation. */
export interface OperationStory<Kind extends Operation = Operation> {
  readonly node: Node;
  readonly name: string;
  /** What the workflow says; of a part of an operation, the whole. */
  readonly operation: Kind;
  readonly called: Seen<EventOf<"operation-called">>[];
  readonly entered: Seen<EventOf<"body-entered">>[];
  readonly finished: Seen<EventOf<"body-finished">>[];
  readonly asked: Seen<EventOf<"strategy-asked">>[];
  readonly requested: SeenUpdate[];
  readonly recorded: SeenUpdate[];
  readonly resolved: Seen<EventOf<"operation-resolved">>[];
  readonly fired: Seen<EventOf<"timer-fired">>[];
  readonly outside: Seen<EventOf<"outside-ended">>[];
}

/** How one invocation went. `end` is its last event, undefined if the history stops before. */
export interface InvocationStory {
  readonly number: number;
  readonly start: Seen<EventOf<"invocation-started">>;
  readonly events: Seen[];
  end: Seen | undefined;
}

export interface Story {
  readonly case: Case;
  readonly guarantees: Guarantees;
  readonly history: History;
  /** What the same engine does when nothing interrupts it, where that was run to compare. */
  readonly crashFree: History | undefined;
  readonly operations: ReadonlyMap<string, OperationStory>;
  /** The same, by the index of their nodes. */
  readonly byNode: readonly OperationStory[];
  readonly invocations: readonly InvocationStory[];
}

export function readStory(
  case_: Case,
  guarantees: Guarantees,
  history: History,
  crashFree?: History,
): Story {
  const { nodes } = layFlat(case_.workflow);
  const byNode = nodes.map(emptyStory);
  const operations = new Map(byNode.map((each) => [each.name, each]));
  const invocations: InvocationStory[] = [];
  let live: InvocationStory | undefined;
  for (const [index, event] of history.entries()) {
    if (event.kind === "invocation-started") {
      const start = { event, index, invocation: event.invocation };
      live = { number: event.invocation, start, events: [], end: undefined };
      invocations.push(live);
    }
    const seen = { event, index, invocation: live?.number ?? 0 };
    live?.events.push(seen);
    addToOperations(operations, seen);
    if (live !== undefined && ENDS.has(event.kind)) {
      live.end = seen;
      live = undefined;
    }
  }
  return { case: case_, guarantees, history, crashFree, operations, byNode, invocations };
}

const ENDS = new Set<Event["kind"]>(["answer-accepted", "interrupted", "execution-ended"]);

/** The stories of all steps. */
export function stepStories(story: Story): readonly OperationStory<Step>[] {
  return story.byNode.filter(isStepStory);
}

/** A story of what runs in attempts: of a step, or of the submitter of a wait-for-callback. */
export type AttemptStory = OperationStory & { readonly node: Node & { readonly step: Step } };

/** The stories of all steps and submitters. */
export function attemptStories(story: Story): readonly AttemptStory[] {
  return story.byNode.filter(isAttemptStory);
}

/** Whether the strategy threw when it was last asked before this event, in the same invocation. */
export function strategyThrew(
  { asked }: OperationStory,
  { index, invocation }: Pick<Seen, "index" | "invocation">,
): boolean {
  const last = lastBefore(asked, index);
  return last?.invocation === invocation && last.event.decision.kind === "throw";
}

/** How the body last ended, in the same invocation, where nothing has been sent of that yet. */
export function unrecordedOutcome(
  { finished, requested }: OperationStory,
  { index, invocation }: SeenUpdate,
): Outcome | undefined {
  const last = lastBefore(finished, index);
  if (last?.invocation !== invocation) return undefined;
  const used = lastEnding(requested, index);
  return used !== undefined && used.index > last.index ? undefined : last.event.outcome;
}

/** The stories of all waits. */
export function waitStories(story: Story): readonly OperationStory<Wait>[] {
  return story.byNode.filter(isWaitStory);
}

/** The attempt that the log was at just before this event: one more than the RETRYs recorded. */
export function attemptAt(step: OperationStory, index: number): number {
  return (
    1 + step.recorded.filter((each) => each.update.action === "RETRY" && each.index < index).length
  );
}

/** The contexts around an operation, the nearest first. */
export function contextsAbove(story: Story, operation: OperationStory): readonly OperationStory[] {
  const above: OperationStory[] = [];
  for (let context = operation.node.context; context !== ROOT; ) {
    const next = story.byNode[context] as OperationStory;
    above.push(next);
    context = next.node.context;
  }
  return above;
}

/** The branches of a batch, in their order. */
export function branchesOf({ byNode }: Story, { node }: OperationStory): readonly OperationStory[] {
  return node.inside.map((index) => byNode[index] as OperationStory);
}

/** The operation by which the handler called this one: of a part, the whole. */
export function callerOf({ operations }: Story, story: OperationStory): OperationStory | undefined {
  return operations.get(story.operation.name);
}

/** The update that closed the operation, if the log has one. */
export function closing(story: OperationStory): SeenUpdate | undefined {
  return story.recorded.find(
    ({ update }) => update.action === "SUCCEED" || update.action === "FAIL",
  );
}

/** Something with its place in the history; lists of such are in the order of the history. */
interface Placed {
  readonly index: number;
}

/** The last of `list` before this event. */
export function lastBefore<Each extends Placed>(
  list: readonly Each[],
  index: number,
): Each | undefined {
  return list[countBefore(list, index) - 1];
}

/** Those of `list` that belong to the invocation of this number, before an event of it. */
export function ofInvocation<Each extends Placed & { readonly invocation: number }>(
  list: readonly Each[],
  number: number,
  before: number,
): readonly Each[] {
  const end = countBefore(list, before);
  let from = end;
  while (from > 0 && list[from - 1]?.invocation === number) from -= 1;
  return list.slice(from, end);
}

/** The first of `list` after this event that is such a one. */
export function firstAfter<Each extends Placed>(
  list: readonly Each[],
  index: number,
  is: (each: Each) => boolean,
): Each | undefined {
  for (let at = countBefore(list, index + 1); at < list.length; at += 1) {
    const each = list[at] as Each;
    if (is(each)) return each;
  }
  return undefined;
}

function countBefore(list: readonly Placed[], index: number): number {
  let count = 0;
  let end = list.length;
  while (count < end) {
    const middle = (count + end) >>> 1;
    if ((list[middle] as Placed).index < index) count = middle + 1;
    else end = middle;
  }
  return count;
}

/** The last update before this event that ended an attempt: any but START. */
export function lastEnding(list: readonly SeenUpdate[], index: number): SeenUpdate | undefined {
  return list.findLast((each) => each.index < index && isEnding(each));
}

/** Whether an update ends an attempt or a context, as far as it was not lost on its way. */
export function isEnding({ update, failed }: SeenUpdate): boolean {
  return update.action !== "START" && failed !== true;
}

function isStepStory(story: OperationStory): story is OperationStory<Step> {
  return story.operation.kind === "step";
}

function isAttemptStory(story: OperationStory): story is AttemptStory {
  return story.node.step !== undefined && story.node.kind !== "condition";
}

function isWaitStory(story: OperationStory): story is OperationStory<Wait> {
  return story.operation.kind === "wait";
}

function emptyStory(node: Node): OperationStory {
  return {
    node,
    name: node.name,
    operation: node.operation,
    called: [],
    entered: [],
    finished: [],
    asked: [],
    requested: [],
    recorded: [],
    resolved: [],
    fired: [],
    outside: [],
  };
}

function addToOperations(operations: ReadonlyMap<string, OperationStory>, seen: Seen): void {
  const { event, index, invocation } = seen;
  switch (event.kind) {
    case "operation-called":
      operations.get(event.operation)?.called.push({ event, index, invocation });
      return;
    case "body-entered":
      operations.get(event.operation)?.entered.push({ event, index, invocation });
      return;
    case "body-finished":
      operations.get(event.operation)?.finished.push({ event, index, invocation });
      return;
    case "strategy-asked":
      operations.get(event.operation)?.asked.push({ event, index, invocation });
      return;
    case "operation-resolved":
      operations.get(event.operation)?.resolved.push({ event, index, invocation });
      return;
    case "timer-fired":
      operations.get(event.operation)?.fired.push({ event, index, invocation });
      return;
    case "outside-ended":
      operations.get(event.operation)?.outside.push({ event, index, invocation });
      return;
    case "checkpoint-requested":
    case "checkpoint-recorded":
      for (const update of event.updates) {
        const story = operations.get(update.operation);
        const list = event.kind === "checkpoint-recorded" ? story?.recorded : story?.requested;
        list?.push({ update, index, invocation, at: event.at });
      }
      return;
    case "checkpoint-failed":
      for (const update of event.updates) {
        const sent = operations
          .get(update.operation)
          ?.requested.findLast((each) => each.update.action === update.action);
        if (sent !== undefined && !meaningOf(event.failure).recorded) sent.failed = true;
      }
  }
}
