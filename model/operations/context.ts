/**
 * Contexts: children, branches, batches, waits for a callback, combinators. START and the close of
 * a context are sent and not awaited; once the close is sent nothing below it may be recorded
 * (semantics, section 4).
 */
import { type Outcome, returned, type Update } from "../history.ts";
import { type Node, ROOT } from "../program.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import { payloadOf, readFrom, readOutside } from "../serdes.ts";
import {
  type Ending,
  type Invocation,
  isClosed,
  type LogRecord,
  phaseOf,
  recordOf,
  type State,
  withRecord,
} from "../state.ts";
import type { World } from "../world.ts";
import { batchIsDone } from "./batch.ts";
import { canSettle } from "./combinator.ts";
import { keepRecorded } from "./decision.ts";
import { refuseCombination } from "./outcome.ts";

export function requestContextUpdate(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
  update: Update,
): Transition {
  const found = `sent ${update.action} of ${node.name}`;
  const no = (expected: string) => refuse("recorded-without-cause", node.name, expected, found);
  const phase = phaseOf(invocation, node.index);
  if (update.action === "START") {
    // The engine starts branches by itself, just before their functions.
    const caller = node.kind === "branch" ? phaseOf(invocation, node.context) : phase;
    return caller.at === "absent" ? no("START of a called operation") : accept(state);
  }
  if (phase.at === "absent") return no("the end of a called operation");
  if (update.action === "RETRY") return no("contexts not to be retried");
  if (invocation.closing.includes(node.index)) return no(`${node.name} to be closed once`);
  const closing = [...invocation.closing, node.index];
  const closed = accept({ ...state, invocation: { ...invocation, closing } });
  switch (node.kind) {
    case "child":
    case "branch":
      // Not awaited: the handler may have the outcome before the close is sent.
      if (phase.at === "ended") return requestClose(node, phase.outcome, update, closed);
      return phase.at === "resolved"
        ? requestClose(node, phase.ended ?? phase.outcome, update, closed)
        : no("its function to end first");
    case "batch":
      if (update.action === "SUCCEED" && batchIsDone(world, state, invocation, node)) return closed;
      return no("SUCCEED once enough branches have ended");
    case "combinator":
      if (!canSettle(world, state, invocation, node)) {
        return no("an end once its operands allow it");
      }
      return refuseCombination(world, state, invocation, node, update) ?? closed;
    default: {
      const end = callbackEnd(state, invocation, node);
      if (end === undefined) return no("no end before its callback has one");
      return update.action === end ? closed : no(end);
    }
  }
}

/** How a wait for a callback has ended: by its submitter, or else by its callback. */
function callbackEnd(
  state: State,
  invocation: Invocation,
  { index }: Node,
): "SUCCEED" | "FAIL" | undefined {
  const callback = recordOf(state, index + 1);
  const submitter = recordOf(state, index + 2);
  const threw = phaseOf(invocation, index + 2).at === "strategy-threw";
  if (submitter.status === "FAILED" || threw) return "FAIL";
  if (!isClosed(submitter) || !isClosed(callback)) return undefined;
  return callback.status === "SUCCEEDED" ? "SUCCEED" : "FAIL";
}

/** What is recorded is how the function ended; a large result may be left to be made again. */
function requestClose(
  node: Node,
  outcome: Outcome,
  update: Update,
  closed: Transition,
): Transition {
  if (outcome.kind === "returned") {
    if (update.action === "SUCCEED") {
      const payload = payloadOf(node.serdes, outcome.value);
      if (update.replayChildren === true || update.payload === payload) return closed;
      const sent = `sent ${update.payload ?? "nothing"}`;
      return refuse("recorded-something-else", node.name, `the result ${payload}`, sent);
    }
  } else if (update.action === "FAIL") {
    const { error } = outcome;
    if (update.error?.message === error.message) return closed;
    const sent = `sent ${update.error?.message ?? "none"}`;
    return refuse("recorded-something-else", node.name, `the error ${error.message}`, sent);
  }
  const expected = outcome.kind === "returned" ? "SUCCEED" : "FAIL";
  return refuse("recorded-something-else", node.name, expected, `sent ${update.action}`);
}

export function recordContextUpdate(
  state: State,
  node: Node,
  record: LogRecord,
  update: Update,
): Transition {
  const legal = update.action === "START" ? record.status === "none" : record.status === "STARTED";
  // Combinators that are steps may be closed without a START of their own.
  if (!legal && !(update.type === "STEP" && record.status === "none")) {
    const expected = "START of a context that is not there, and a close of one that is";
    return refuse(
      "illegal-update",
      node.name,
      expected,
      `recorded ${update.action} while ${record.status}`,
    );
  }
  if (update.action === "START") {
    return accept(withRecord(state, node.index, { ...record, status: "STARTED" }));
  }
  const status = update.action === "SUCCEED" ? "SUCCEEDED" : "FAILED";
  const closed = { ...record, status, ending: endingOf(node, update) } as const;
  return accept(keepRecorded(withRecord(state, node.index, closed), node));
}

/**
 * What later invocations get. The payload of a batch, or of a combinator of one, is the engine's own
 * affair: what it gives on replay is judged by its branches, and by what it gave before.
 */
function endingOf(node: Node, update: Update): Ending {
  if (update.replayChildren === true) return { kind: "replayed" };
  if (update.error !== undefined) {
    return { kind: "settled", outcome: { kind: "threw", error: update.error } };
  }
  return { kind: "settled", outcome: returned(valueRead(node, update.payload)) };
}

/** What a replay makes of a payload. */
function valueRead({ kind, serdes }: Node, payload: string | undefined): string | undefined {
  switch (kind) {
    case "child":
    case "branch":
      return readFrom(serdes, payload);
    case "wait-for-callback":
      return readOutside(serdes, payload);
    default:
      return payload;
  }
}

/** The nearest context around a node whose end has been sent or recorded, if there is one. */
export function endedContext(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
): Node | undefined {
  for (let index = node.context; index !== ROOT; ) {
    const context = world.nodes[index] as Node;
    if (invocation.closing.includes(index)) return context;
    if (isClosed(recordOf(state, index))) return context;
    index = context.context;
  }
  return undefined;
}

/**
 * What the contexts around an operation leave it: everything; only to be gone through again, where a
 * large result is made again; or nothing any more.
 */
export function standingOf(
  world: World,
  state: State,
  invocation: Invocation,
  node: Node,
): "open" | "made-again" | "over" {
  let standing: "open" | "made-again" = "open";
  for (let index = node.context; index !== ROOT; ) {
    const record = recordOf(state, index);
    if (record.ending?.kind === "replayed") standing = "made-again";
    else if (isClosed(record) || invocation.closing.includes(index)) return "over";
    index = (world.nodes[index] as Node).context;
  }
  return standing;
}
