/** Callbacks and invoked functions: started once, ended by an outside party (semantics, section 4). */
import { type Outcome, returned, type Update } from "../history.ts";
import type { Node } from "../program.ts";
import { accept, refuse, type Transition } from "../refusal.ts";
import { readOutside } from "../serdes.ts";
import {
  type LogRecord,
  type Phase,
  type State,
  WAITING,
  withPhase,
  withRecord,
} from "../state.ts";
import { outsideEnd, outsideErrorOf, outsideValue } from "../values.ts";
import type { Operation } from "../workflow.ts";

export function requestStart(state: State, node: Node, phase: Phase, update: Update): Transition {
  const found = `sent ${update.action} of ${node.name}`;
  if (update.action === "START" && phase.at === "called") {
    if (sameTimeouts(timeoutsOf(node.operation), update)) return accept(state);
    const expected = `it with its own timeouts, ${JSON.stringify(timeoutsOf(node.operation))}`;
    return refuse("recorded-something-else", node.name, expected, found);
  }
  return refuse("recorded-without-cause", node.name, "START, once, of what was called", found);
}

/** What START of a callback has to say. */
export function timeoutsOf(
  operation: Operation,
): Pick<Update, "timeoutSeconds" | "heartbeatSeconds"> {
  if (operation.kind !== "callback" && operation.kind !== "wait-for-callback") return {};
  const { timeoutSeconds, heartbeatSeconds } = operation;
  return {
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
  };
}

function sameTimeouts(right: ReturnType<typeof timeoutsOf>, update: Update): boolean {
  return (
    right.timeoutSeconds === update.timeoutSeconds &&
    right.heartbeatSeconds === update.heartbeatSeconds
  );
}

/** START is recorded: the outside party makes its appointment. */
export function recordStart(state: State, node: Node, record: LogRecord, at: number): Transition {
  if (record.status !== "none") {
    const found = `recorded it while ${record.status}`;
    return refuse("illegal-update", node.name, "START only of what is not there", found);
  }
  const end = outsideEnd(node.operation, node.name);
  const dueAt = end === undefined ? undefined : at + end.seconds * 1_000;
  const started: LogRecord = { ...record, status: "STARTED", dueAt };
  return accept(withPhase(withRecord(state, node.index, started), node.index, WAITING));
}

/** What the outside party answered; of a failure only the message is fixed. */
export function outsideOutcome(node: Node, record: LogRecord): Outcome {
  if (record.status === "SUCCEEDED") {
    // A callback hands on the text as it came; an invoke reads it as JSON.
    const value = outsideValue(node.name);
    const text = node.kind === "callback" ? JSON.stringify(value) : value;
    return returned(readOutside(node.serdes, JSON.stringify(text)));
  }
  return { kind: "threw", error: outsideErrorOf(node.operation, node.name, record.status) };
}
