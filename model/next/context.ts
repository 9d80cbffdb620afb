/**
 * What a right engine tells the log of contexts: children, branches, batches, waits for a callback and
 * combinators. START and the end are sent and not awaited, but for a choice, which is given once it
 * is in the log.
 */
import type { Outcome, Update } from "../history.ts";
import { standingOf } from "../operations/context.ts";
import { type Node, ROOT } from "../program.ts";
import { payloadOf } from "../serdes.ts";
import { isClosed } from "../state.ts";
import { fullLength } from "../values.ts";
import type { World } from "../world.ts";
import { givenByParts, settlementsOf } from "./given.ts";
import { isRecorded, type Outlook, phaseIn, recordIn, send, startOf } from "./outlook.ts";

/** A larger result is not recorded: its function runs again on replay (semantics, section 4). */
const LARGEST_RESULT_BYTES = 262_144;

/** START and the end of a context, as far as the log does not have them. */
export function contextEvents(outlook: Outlook, node: Node): void {
  if (isClosed(recordIn(outlook, node))) return;
  send(outlook, node, startOf(outlook, node));
  closeEvents(outlook, node);
}

function closeEvents(outlook: Outlook, node: Node): void {
  if (!owesItsEnd(outlook, node)) return;
  for (const outcome of outcomesToRecord(outlook, node)) {
    send(outlook, node, [
      ...startOf(outlook, node),
      ...endsInside(outlook, node),
      closeOf(outlook, node, outcome),
    ]);
  }
}

/** What the context may be closed with now. */
function outcomesToRecord(outlook: Outlook, node: Node): readonly Outcome[] {
  const phase = phaseIn(outlook, node);
  if (node.kind === "wait-for-callback") {
    const given = givenByParts(outlook, node);
    return given === undefined ? [] : [given];
  }
  if (phase.at === "ended") return [phase.outcome];
  if (phase.at === "resolved") return [phase.ended ?? phase.outcome];
  if (node.kind === "batch" || node.kind === "combinator") {
    return settlementsOf(outlook, node).outcomes;
  }
  return [];
}

/** The contexts inside that have ended have so before it, and are told of first. */
function endsInside(outlook: Outlook, node: Node): readonly Update[] {
  const { world, state, invocation } = outlook;
  const updates: Update[] = [];
  for (const inner of world.nodes.toReversed()) {
    const { at } = phaseIn(outlook, inner);
    if (at !== "ended" && at !== "resolved") continue;
    if (!isInside(world, inner, node) || !owesItsEnd(outlook, inner)) continue;
    // Below one that has ended before, whatever is made again of it, nothing is told any more.
    if (standingOf(world, state, invocation, inner) !== "open") continue;
    const [outcome] = outcomesToRecord(outlook, inner);
    if (outcome === undefined) continue;
    updates.push(...startOf(outlook, inner), closeOf(outlook, inner, outcome));
  }
  return updates;
}

function isInside(world: World, { context }: Node, around: Node): boolean {
  for (let index = context; index !== ROOT; index = (world.nodes[index] as Node).context) {
    if (index === around.index) return true;
  }
  return false;
}

function closeOf(outlook: Outlook, node: Node, outcome: Outcome): Update {
  const { name: operation } = node;
  const type = "CONTEXT";
  if (outcome.kind === "threw") return { operation, type, action: "FAIL", error: outcome.error };
  const payload = payloadOf(serdesOf(node), outcome.value);
  if (payload === undefined) return { operation, type, action: "SUCCEED" };
  return fullLength(payload) > LARGEST_RESULT_BYTES && canBeMadeAgain(outlook, node)
    ? { operation, type, action: "SUCCEED", payload: "", replayChildren: true }
    : { operation, type, action: "SUCCEED", payload };
}

/** Only what a function gives goes through the serdes; what an outside party says is only read by it. */
function serdesOf({ kind, serdes }: Node) {
  return kind === "child" || kind === "branch" ? serdes : undefined;
}

/** A function gives the same when it runs again; a choice might not fall the same way. */
function canBeMadeAgain(outlook: Outlook, node: Node): boolean {
  if (node.kind === "batch") return settlementsOf(outlook, node).forced;
  return node.kind === "child" || node.kind === "branch";
}

/** Whether a context has ended, or could, and the log has not been told so. */
export function owesItsEnd(outlook: Outlook, node: Node): boolean {
  if (node.step !== undefined || node.kind === "work" || phaseIn(outlook, node).at === "absent") {
    return false;
  }
  if (!isRecorded(outlook.world, node) || isClosed(recordIn(outlook, node))) return false;
  if (outlook.invocation.closing.includes(node.index)) return false;
  return outcomesToRecord(outlook, node).length > 0;
}
