/** What a right engine could do next with one operation: run its body, and tell the log of it. */
import type { Update } from "../history.ts";
import { standingOf } from "../operations/context.ts";
import { timeoutsOf } from "../operations/outside.ts";
import { viewStep } from "../operations/view.ts";
import type { Node } from "../program.ts";
import { isClosed } from "../state.ts";
import { contextEvents } from "./context.ts";
import { bodyEnd } from "./later.ts";
import { isInFlight, type Outlook, phaseIn, recordIn, send } from "./outlook.ts";
import { stepEvents } from "./step.ts";

export function operationEvents(outlook: Outlook, node: Node): void {
  const { world, state, invocation } = outlook;
  const { at } = phaseIn(outlook, node);
  if (at === "absent") return;
  if (at === "running") bodyEvents(outlook, node);
  if (standingOf(world, state, invocation, node) !== "open") return;
  switch (node.kind) {
    case "work":
      return;
    case "step":
    case "condition":
      protocol(outlook, node);
      return;
    case "submitter": {
      const callback = world.nodes[node.index - 1] as Node;
      const created = recordIn(outlook, callback).status !== "none";
      if (created && !isInFlight(outlook, callback)) protocol(outlook, node);
      return;
    }
    case "wait":
    case "callback":
    case "invoke":
      startEvents(outlook, node);
      return;
    default:
      contextEvents(outlook, node);
  }
}

function protocol(outlook: Outlook, node: Node): void {
  const { world, state, invocation } = outlook;
  if (isClosed(recordIn(outlook, node))) return;
  const view = viewStep(world, state, invocation, node.index);
  if (view !== undefined) stepEvents(outlook, node, view);
}

/** A body, or work, whose time has come ends, whatever the engine does meanwhile. */
function bodyEvents(outlook: Outlook, node: Node): void {
  const end = bodyEnd(outlook.state, node, phaseIn(outlook, node));
  if (end !== undefined && end.at <= outlook.state.now) {
    outlook.events.push({ ...end, at: outlook.state.now });
  }
}

/** What somebody else ends, a clock or an outside party, is only started. */
function startEvents(outlook: Outlook, node: Node): void {
  if (phaseIn(outlook, node).at !== "called" || recordIn(outlook, node).status !== "none") return;
  send(outlook, node, [startUpdate(node)]);
}

function startUpdate({ name: operation, operation: told }: Node): Update {
  const action = "START";
  if (told.kind === "wait") {
    return { operation, type: "WAIT", action, delaySeconds: told.seconds };
  }
  if (told.kind === "invoke") return { operation, type: "CHAINED_INVOKE", action };
  return { operation, type: "CALLBACK", action, ...timeoutsOf(told) };
}
