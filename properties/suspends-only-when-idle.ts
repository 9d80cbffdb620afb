import { broken, holdsIf, type Property } from "./property.ts";
import type { InvocationStory, OperationStory, Seen, Story } from "./story.ts";
import { lastBefore } from "./story.ts";

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
  let awaited: OperationStory | undefined;
  for (const operation of story.operations.values()) {
    const { name } = operation.operation;
    const entered = operation.entered.filter(here).length;
    const finished = operation.finished.filter(here).length;
    if (entered > finished) return { name, doing: `the body of ${name} is running` };
    if (operation.called.some(here) && !operation.resolved.some(here)) awaited = operation;
  }
  if (awaited === undefined) return { name: undefined, doing: "the handler awaits nothing" };
  if (isIdle(awaited, invocation, suspended)) return undefined;
  const { name } = awaited.operation;
  return { name, doing: `${name} waits for no timer` };
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
  if (fired === undefined) return true;
  const heard = invocation.events.findLast(
    ({ event, index }) =>
      index < suspended.index &&
      (event.kind === "invocation-started" || event.kind === "checkpoint-replied"),
  );
  return heard !== undefined && heard.index < fired.index;
}
