/**
 * What user code reports: operations called, bodies entered and left, outcomes given, the handler's
 * end. The rules for bodies and outcomes are those of each kind of operation.
 */
import { describeOutcome } from "./describe.ts";
import { returnedForGood } from "./failing-serdes.ts";
import { nextOf, nodeOf } from "./handler.ts";
import type { EventOf, Outcome } from "./history.ts";
import { returned, sameOutcome } from "./history.ts";
import { batchIsDone, startBranch } from "./operations/batch.ts";
import { expectDecision, keepDecisions, keepRecorded } from "./operations/decision.ts";
import { expectOutcome } from "./operations/outcome.ts";
import { callStep, enterBody, finishBody } from "./operations/step.ts";
import { onStep } from "./operations/view.ts";
import { type Node, ROOT } from "./program.ts";
import { accept, harness, refuse, type Transition } from "./refusal.ts";
import {
  CALLED,
  type Invocation,
  isClosed,
  phaseOf,
  recordOf,
  runsOf,
  type State,
  WAITING,
  withPhase,
  withRuns,
} from "./state.ts";
import { stateView } from "./values.ts";
import type { World } from "./world.ts";

export function callOperation(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"operation-called">,
): Transition {
  const node = find(world, event.operation);
  if (node === undefined) return harness("an operation of the workflow", event.operation);
  const next = isRunning(invocation, node.context)
    ? nextOf(world, invocation, node.context)
    : undefined;
  if (next?.kind !== "call" || next.node.index !== node.index) {
    const expected = next?.kind === "call" ? `the handler to call ${next.node.name}` : "no call";
    return harness(expected, `called ${event.operation}`);
  }
  if (node.kind === "work" && node.operation.kind === "work") {
    const until = event.at + node.operation.milliseconds;
    return accept(withPhase(state, node.index, { at: "running", run: 0, until }));
  }
  const called = withPhase(state, node.index, phaseWhenCalled(node, state, invocation));
  if (node.kind !== "wait-for-callback") return accept(called);
  // Its parts are the engine's own to call; they stand where the log has left them.
  const callback = nodeOf(world, node.index + 1);
  const submitter = nodeOf(world, node.index + 2);
  const withCallback = withPhase(
    called,
    callback.index,
    phaseWhenCalled(callback, state, invocation),
  );
  return accept(
    withPhase(withCallback, submitter.index, phaseWhenCalled(submitter, state, invocation)),
  );
}

function phaseWhenCalled(node: Node, state: State, { unheard }: Invocation) {
  if (unheard.includes(node.index)) return WAITING;
  const record = recordOf(state, node.index);
  if (node.step !== undefined) return callStep(record);
  const timed = node.kind === "wait" || node.kind === "callback" || node.kind === "invoke";
  return timed && record.status === "STARTED" ? WAITING : CALLED;
}

/** Whether the user code of a context is running in this invocation. */
function isRunning(invocation: Invocation, context: number): boolean {
  if (context === ROOT) return invocation.handler === undefined;
  return phaseOf(invocation, context).at === "running";
}

export function enter(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"body-entered">,
): Transition {
  const node = find(world, event.operation);
  if (node === undefined) return harness("an operation of the workflow", event.operation);
  const keeping = keepDecisions(world, state, invocation, node);
  if (node.step !== undefined) {
    const entered = onStep(world, keeping, invocation, node.name, (view) => enterBody(view, event));
    return entered.kind === "refused" ? entered : accept(owe(world, entered.state, node));
  }
  if (node.kind !== "child" && node.kind !== "branch") return harness("a body", event.operation);
  if (event.attempt !== undefined) return harness("no attempt", `saw attempt ${event.attempt}`);
  const record = recordOf(state, node.index);
  const phase = phaseOf(invocation, node.index);
  const found = `ran the function of ${node.name} (run ${event.run})`;
  if (isClosed(record) && record.ending?.kind !== "replayed") {
    const expected = `what was recorded of ${node.name}, and not its function again`;
    return refuse("completed-context-ran-again", node.name, expected, found);
  }
  if (phase.at !== (node.kind === "child" ? "called" : "absent")) {
    const expected = `${node.name} to be called first, and to run once`;
    return refuse("body-ran-without-call", node.name, expected, found);
  }
  if (node.kind === "branch") {
    const started = startBranch(world, state, invocation, node);
    if (started.kind === "refused") return started;
  }
  const run = runsOf(state, node.index) + 1;
  if (event.run !== run) return harness(`run ${run}`, `saw run ${event.run}`);
  const running = { at: "running", run, until: Number.POSITIVE_INFINITY } as const;
  return accept(withRuns(withPhase(keeping, node.index, running), node.index, run));
}

/** What runs on after all around it has ended is nobody's any more, and need not be recorded. */
function owe(world: World, state: State, { index, context }: Node): State {
  const invocation = state.invocation as Invocation;
  const { owed } = invocation;
  if (recordOf(state, index).status !== "none") return state;
  const before = owed.findLastIndex((other) => other <= index);
  if (owed[before] === index || !goesOn(world, state, invocation, context)) return state;
  const sorted = owed.toSpliced(before + 1, 0, index);
  return { ...state, invocation: { ...invocation, owed: sorted } };
}

/** Whether a context, and all around it, has not ended yet. */
function goesOn(world: World, state: State, invocation: Invocation, context: number): boolean {
  if (context === ROOT) return invocation.handler === undefined;
  const node = world.nodes[context] as Node;
  const ended =
    node.kind === "batch"
      ? phaseOf(invocation, context).at === "resolved" ||
        batchIsDone(world, state, invocation, node)
      : node.kind !== "wait-for-callback" && !isRunning(invocation, context);
  return !ended && goesOn(world, state, invocation, node.context);
}

export function finish(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"body-finished">,
): Transition {
  const node = find(world, event.operation);
  if (node === undefined) return harness("an operation of the workflow", event.operation);
  if (node.step !== undefined) {
    const finished = onStep(world, state, invocation, node.name, (view) => finishBody(view, event));
    if (finished.kind === "refused" || event.outcome.kind === "threw") return finished;
    return accept(returnedForGood(finished.state, stateOrResult(node, event.outcome)));
  }
  const next = isRunning(invocation, node.index)
    ? nextOf(world, invocation, node.index)
    : undefined;
  if (next?.kind !== "end" || !sameOutcome(next.outcome, event.outcome)) {
    const expected = next?.kind === "end" ? describeOutcome(next.outcome) : "no end";
    return harness(expected, `ended ${node.name} with ${describeOutcome(event.outcome)}`);
  }
  const ended = withPhase(state, node.index, { at: "ended", outcome: event.outcome });
  return accept(returnedForGood(ended, event.outcome));
}

/** What is written of a body that has returned: of a poll, the state. */
function stateOrResult({ operation }: Node, outcome: Outcome): Outcome {
  return operation.kind === "wait-for-condition" ? returned(stateView(operation, 1)) : outcome;
}

export function resolveOperation(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"operation-resolved">,
): Transition {
  const node = find(world, event.operation);
  if (node === undefined) return harness("an operation of the workflow", event.operation);
  const phase = phaseOf(invocation, node.index);
  const next = isRunning(invocation, node.context)
    ? nextOf(world, invocation, node.context)
    : undefined;
  if (phase.at === "absent" || next?.kind !== "await" || next.node.index !== node.index) {
    return harness("what the handler awaits to resolve", `resolved ${event.operation}`);
  }
  const { outcome } = event;
  const ended = phase.at === "ended" ? { ended: phase.outcome } : {};
  const resolved = { at: "resolved", outcome, ...ended } as const;
  if (node.kind === "work") {
    const due = phase.at === "running" && event.at >= phase.until;
    if (!due || !sameOutcome(outcome, { kind: "returned" })) {
      return harness("work to end with nothing, in its time", describeOutcome(outcome));
    }
    return accept(withPhase(state, node.index, resolved));
  }
  const given = expectOutcome(world, state, invocation, node, outcome);
  if (given.kind === "refused") return given;
  const kept = expectDecision(state, node, outcome, describeOutcome(outcome));
  if (kept.kind === "refused") return kept;
  return accept(keepRecorded(withPhase(given.state, node.index, resolved), node));
}

export function finishHandler(
  world: World,
  state: State,
  invocation: Invocation,
  event: EventOf<"handler-finished">,
): Transition {
  const next = nextOf(world, invocation, ROOT);
  if (next.kind !== "end" || !sameOutcome(next.outcome, event.outcome)) {
    const words = next.kind === "end" ? describeOutcome(next.outcome) : "the handler to go on";
    return harness(words, `finished with ${describeOutcome(event.outcome)}`);
  }
  return accept({ ...state, invocation: { ...invocation, handler: event.outcome } });
}

/** The node of this name. */
export function find(world: World, name: string): Node | undefined {
  const index = world.indexOf.get(name);
  return index === undefined ? undefined : world.nodes[index];
}
