/**
 * What user code does at once, before anything else happens: it calls, gets what it awaits, and ends;
 * and the engine enters the functions of contexts. That takes no time.
 */
import { foreignCall } from "../changed-handler.ts";
import { nextOf } from "../handler.ts";
import { batchIsDone, branchesToStart } from "../operations/batch.ts";
import { standingOf } from "../operations/context.ts";
import { type Node, ROOT } from "../program.ts";
import { isClosed, phaseOf, runsOf } from "../state.ts";
import type { Batch } from "../workflow.ts";
import { mustBeMadeAgain } from "./decision.ts";
import { givenBy, mayBeGiven } from "./given.ts";
import { isInFlight, type Outlook, phaseIn, recordIn } from "./outlook.ts";

/**
 * `freely`: in contexts that are over as well, where nothing can come of it any more, and with all that
 * an engine may give, not only with what any would give again on replay.
 */
export function userCodeEvents(outlook: Outlook, freely: boolean): void {
  const { world, state, invocation } = outlook;
  if (invocation.handler === undefined) contextGoesOn(outlook, ROOT, freely);
  for (const node of world.nodes) {
    if (node.kind !== "child" && node.kind !== "branch" && node.kind !== "batch") continue;
    const { at } = phaseIn(outlook, node);
    if (at !== "called" && at !== "running") continue;
    if (!freely && standingOf(world, state, invocation, node) === "over") continue;
    const closed = isClosed(recordIn(outlook, node));
    if (closed && recordIn(outlook, node).ending?.kind !== "replayed") continue;
    if (at === "running") contextGoesOn(outlook, node.index, freely);
    else if (node.kind === "batch") startBranch(outlook, node);
    else enterFunction(outlook, node);
  }
}

/** The handler, or the function of a context, does what comes next in it. */
function contextGoesOn(outlook: Outlook, context: number, freely: boolean): void {
  const { world, state, invocation, events } = outlook;
  const { now: at } = state;
  const next = nextOf(world, invocation, context);
  switch (next.kind) {
    case "call":
      if (!awaitsACallback(outlook, next.node)) {
        const operation =
          (context === ROOT ? foreignCall(world, invocation) : undefined) ?? next.node.name;
        events.push({ kind: "operation-called", at, operation });
      }
      return;
    case "await": {
      const given = freely ? mayBeGiven(outlook, next.node) : [givenBy(outlook, next.node)];
      for (const outcome of given) {
        if (outcome === undefined) continue;
        events.push({ kind: "operation-resolved", at, operation: next.node.name, outcome });
      }
      return;
    }
    case "end": {
      const { outcome } = next;
      if (context === ROOT) {
        events.push({ kind: "handler-finished", at, outcome });
        return;
      }
      const phase = phaseOf(invocation, context);
      if (phase.at !== "running") return;
      const { name: operation } = world.nodes[context] as Node;
      events.push({ kind: "body-finished", at, operation, run: phase.run, outcome });
    }
  }
}

/** A callback has to be there, to be handed out, before the user code goes on from its call. */
function awaitsACallback(outlook: Outlook, { context, index }: Node): boolean {
  const { world } = outlook;
  const inside = context === ROOT ? world.root : (world.nodes[context] as Node).inside;
  return inside.slice(0, inside.indexOf(index)).some((earlier) => {
    const node = world.nodes[earlier] as Node;
    const missing = recordIn(outlook, node).status === "none" || isInFlight(outlook, node);
    return node.kind === "callback" && missing;
  });
}

function enterFunction({ state, events }: Outlook, { name: operation, index }: Node): void {
  const run = runsOf(state, index) + 1;
  events.push({ kind: "body-entered", at: state.now, operation, run });
}

/** Branches are started in order, as many at once as there may be, until enough have ended. */
function startBranch(outlook: Outlook, node: Node): void {
  const { world, state, invocation } = outlook;
  const branches = node.inside.map((index) => world.nodes[index] as Node);
  const absent = branches.filter((branch) => phaseIn(outlook, branch).at === "absent");
  const again = absent.find((branch) => mustBeMadeAgain(outlook, branch));
  const next = again ?? absent.find((branch) => !isClosed(recordIn(outlook, branch)));
  if (next === undefined) return;
  if (again === undefined) {
    if (batchIsDone(world, state, invocation, node)) return;
    if (branchesToStart(world, state, invocation, node, true) <= 0) return;
  }
  const { maxConcurrency = Number.POSITIVE_INFINITY } = node.operation as Batch;
  const running = branches.filter((branch) => phaseIn(outlook, branch).at === "running").length;
  if (running < maxConcurrency) enterFunction(outlook, next);
}
