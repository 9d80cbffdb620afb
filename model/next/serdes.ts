/**
 * A serdes that is to fail does so before anything comes of what it is given. Which use that is an
 * engine counts: how often it writes and reads is its own affair. Here a use counts of which
 * something is left: the log has it, or it is due. A later one may never come.
 */
import { serdesFailure } from "../failing-serdes.ts";
import { standingOf } from "../operations/context.ts";
import type { Node } from "../program.ts";
import { givenByParts } from "./given.ts";
import { isInFlight, type Outlook, phaseIn, recordIn } from "./outlook.ts";

export function serdesEvents(outlook: Outlook): void {
  const { world, state, invocation, events } = outlook;
  for (const index of world.failingSerdes) {
    if (state.failedSerdes.includes(index)) continue;
    const owner = world.nodes[index] as Node;
    const failure = serdesFailure(owner);
    if (failure === undefined) continue;
    const { doing, use } = failure;
    const isDue = doing === "write" ? isToBeWritten : isToBeRead;
    const nodes = owner.kind === "batch" ? owner.inside.map((each) => world.nodes[each]) : [owner];
    const due = (nodes as readonly Node[]).filter(
      (node) => standingOf(world, state, invocation, node) === "open" && isDue(outlook, node),
    );
    if (due.reduce((uses, node) => uses + usesOf(outlook, node), 0) < use) continue;
    events.push({ kind: "serdes-failed", at: state.now, operation: owner.name, doing });
    return;
  }
}

/** Of those that are due: a condition has written and read the state of each poll before. */
function usesOf(outlook: Outlook, node: Node): number {
  return node.kind === "condition" ? recordIn(outlook, node).attempt : 1;
}

/** What a body or a function has returned, or a poll, is written at once. */
function isToBeWritten(outlook: Outlook, node: Node): boolean {
  const phase = phaseIn(outlook, node);
  if (phase.at === "ended") return phase.outcome.kind === "returned";
  return phase.at === "returned";
}

/** It is read when it is known for good; the state that a poll gives, for the wait strategy. */
function isToBeRead(outlook: Outlook, node: Node): boolean {
  const { at } = phaseIn(outlook, node);
  if (at === "absent" || at === "waiting" || at === "resolved") return false;
  if (at === "ended" || (at === "returned" && node.kind === "condition")) {
    return isToBeWritten(outlook, node);
  }
  const { status, ending } = recordIn(outlook, node);
  if (status === "SUCCEEDED") return ending?.kind !== "replayed" && !isInFlight(outlook, node);
  if (node.kind !== "wait-for-callback") return false;
  return givenByParts(outlook, node)?.kind === "returned";
}
