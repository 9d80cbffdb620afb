import { type Node, ROOT } from "../model/program.ts";
import { broken, holdsIf, type Property } from "./property.ts";
import type { InvocationStory, OperationStory, Seen, Story } from "./story.ts";
import { closing, lastBefore } from "./story.ts";

export const suspendsOnlyWhenIdle: Property = {
  id: "suspends-only-when-idle",
  sentence:
    "An invocation answers PENDING only when user code can't move: no body is running, and all that the handler awaits waits for a timer.",
  source: "semantics 7, liveness",
  requirements: ["2-1"],
  check(story) {
    let exercised = false;
    for (const invocation of story.invocations) {
      const suspended = invocation.events.find(
        ({ event }) => event.kind === "invocation-answered" && event.answer.kind === "PENDING",
      );
      if (suspended === undefined) continue;
      exercised = true;
      const busy = busyAt(story, invocation, suspended);
      if (busy === undefined) continue;
      const { name, doing } = busy;
      const expected = `the invocation to go on: ${doing}`;
      return broken(suspended.index, name, "suspended-with-work", expected, "answered PENDING");
    }
    return holdsIf(exercised);
  },
};

function busyAt(story: Story, invocation: InvocationStory, suspended: Seen) {
  const here = ({ invocation: number, index }: { invocation: number; index: number }) =>
    number === invocation.number && index < suspended.index;
  for (const operation of story.operations.values()) {
    const { name, node } = operation;
    if (hasEndedAround(story, node, suspended.index, invocation)) continue;
    if (node.step !== undefined) {
      const entered = operation.entered.filter(here).length;
      const finished = operation.finished.filter(here).length;
      if (entered > finished) return { name, doing: `the body of ${name} is running` };
    }
    const open = operation.called.some(here) && !operation.resolved.some(here);
    if (node.kind === "work" && open) return { name, doing: `${name} is going on` };
    if (!open || node.awaited !== "now") continue;
    if (isCombinator(node) && operandsSettle(story, node, invocation, suspended)) {
      return { name, doing: `the handler awaits ${name}, whose operands have ended` };
    }
    if (hasHeardTheEnd(operation, invocation, suspended)) {
      return { name, doing: `the handler awaits ${name}, which has ended` };
    }
  }
  return isSequential(story) ? busySequence(story, invocation, suspended, here) : undefined;
}

function isCombinator(node: Node): boolean {
  return node.kind === "combinator";
}

/** Whether the operands that the engine knew to have ended settle the combinator. */
function operandsSettle(
  story: Story,
  node: Node,
  invocation: InvocationStory,
  suspended: Seen,
): boolean {
  const operands = [...story.operations.values()].filter(({ node: { index } }) =>
    node.inside.includes(index),
  );
  const ended = operands.filter((each) => hasHeardTheEnd(each, invocation, suspended));
  const failed = ended.filter((each) => {
    const outside = each.outside[0]?.event.status;
    return closing(each)?.update.action === "FAIL" || (outside ?? "SUCCEEDED") !== "SUCCEEDED";
  });
  switch (node.operation.kind) {
    case "all":
      return failed.length > 0 || ended.length === operands.length;
    case "any":
      return ended.length > failed.length || ended.length === operands.length;
    case "allSettled":
      return ended.length === operands.length;
    default:
      return ended.length > 0;
  }
}

/** Contexts end without being recorded first. */
const RECORDED = new Set(["step", "wait", "callback", "invoke", "condition"]);

/** Whether the engine had been told that the operation is over when it suspended. */
function hasHeardTheEnd(
  operation: OperationStory,
  invocation: InvocationStory,
  suspended: Seen,
): boolean {
  if (!RECORDED.has(operation.node.kind)) return false;
  const { kind } = operation.node;
  const end =
    kind === "wait"
      ? operation.fired[0]?.index
      : kind === "callback" || kind === "invoke"
        ? operation.outside[0]?.index
        : closing(operation)?.index;
  return end !== undefined && end <= lastTold(invocation, suspended);
}

/** Up to which event the engine had been told of the log: by its start, or by a call with a reply. */
function lastTold({ start, events }: InvocationStory, suspended: Seen): number {
  const replied = events.findLast(
    ({ event, index }) => event.kind === "checkpoint-replied" && index < suspended.index,
  );
  const told = events.findLast(
    ({ event, index }) =>
      event.kind === "checkpoint-recorded" && replied !== undefined && index < replied.index,
  );
  return told?.index ?? start.index;
}

/** Where nothing is concurrent, what the handler awaits is the last thing that it called. */
function busySequence(
  story: Story,
  invocation: InvocationStory,
  suspended: Seen,
  here: (each: { invocation: number; index: number }) => boolean,
) {
  let awaited: OperationStory | undefined;
  for (const operation of story.operations.values()) {
    if (operation.called.some(here) && !operation.resolved.some(here)) awaited = operation;
  }
  if (awaited === undefined) return { name: undefined, doing: "the handler awaits nothing" };
  if (isIdle(awaited, invocation, suspended)) return undefined;
  const { name } = awaited;
  return { name, doing: `${name} waits for no timer` };
}

function isSequential({ case: { workflow } }: Story): boolean {
  return workflow.operations.every(
    (operation) =>
      (operation.kind === "step" || operation.kind === "wait") && operation.awaited === undefined,
  );
}

/** Whether a context around the operation had ended: what goes on in it is nobody's any more. */
function hasEndedAround(
  story: Story,
  node: Node,
  before: number,
  invocation: InvocationStory,
): boolean {
  while (node.context !== ROOT) {
    const around = [...story.operations.values()].find((each) => each.node.index === node.context);
    if (around === undefined) return false;
    const over =
      around.finished.some(
        (each) => each.invocation === invocation.number && each.index < before,
      ) ||
      around.resolved.some(
        (each) => each.invocation === invocation.number && each.index < before,
      ) ||
      around.requested.some(({ update, index }) => update.action !== "START" && index < before);
    if (over) return true;
    node = around.node;
  }
  return false;
}

/** Whether a timer was set for the operation that had not fired when the engine last heard. */
function isIdle(operation: OperationStory, invocation: InvocationStory, suspended: Seen): boolean {
  const last = lastBefore(operation.recorded, suspended.index);
  const timed =
    operation.operation.kind === "wait"
      ? last?.update.action === "START"
      : last?.update.action === "RETRY";
  if (last === undefined || !timed) return false;
  const since = ({ index }: { index: number }) => index > last.index && index < suspended.index;
  if (operation.entered.some(since)) return false;
  const fired = operation.fired.find(since);
  return fired === undefined || fired.index > lastTold(invocation, suspended);
}
