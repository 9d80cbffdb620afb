/**
 * What is simpler than a case: each candidate takes one thing away or makes one thing plainer, in
 * the workflow, the schedule or the limits. Big cuts come first.
 */
import type { Case } from "../../model/case.ts";
import { allOperations, childrenOf, namesOf } from "../../model/operation-names.ts";
import type { Interruption } from "../../model/schedule.ts";
import { EDGES } from "../../model/schedule.ts";
import type { BodyRun, Operation, RetryPolicy } from "../../model/workflow.ts";

/** A simpler case, and in words what was done to get it. */
export interface Candidate {
  readonly removed: string;
  readonly case: Case;
}

const PLAIN_RUN: BodyRun = { does: "return", milliseconds: 0 };
const PLAIN_LIMITS = { invocationSeconds: 900, executionSeconds: 86_400 };

export function* candidatesOf(case_: Case): Generator<Candidate> {
  yield* withoutOperations(case_);
  yield* withoutInterruptions(case_);
  yield* withPlainerOperations(case_);
  yield* withCrashForTimeout(case_);
  yield* withPlainerInterruptions(case_);
  yield* withPlainerLimits(case_);
}

/** Takes out one operation at any depth; or puts what is inside a context in its place. */
function* withoutOperations(case_: Case): Generator<Candidate> {
  for (const { removed, block } of smallerBlocks(case_.workflow.operations)) {
    if (block.length === 0) continue;
    const names = new Set(allOperations(block).flatMap(namesOf));
    const interruptions = case_.schedule.interruptions.filter(
      (interruption) => !("operation" in interruption) || names.has(interruption.operation),
    );
    const workflow = { ...case_.workflow, operations: block };
    yield { removed, case: { ...case_, workflow, schedule: { interruptions } } };
  }
}

interface SmallerBlock {
  readonly removed: string;
  readonly block: readonly Operation[];
}

function* smallerBlocks(block: readonly Operation[]): Generator<SmallerBlock> {
  for (const [index, operation] of block.entries()) {
    yield { removed: `operation ${operation.name}`, block: without(block, index) };
    const inside = childrenOf(operation);
    if (inside.length > 0) {
      const lifted = block.toSpliced(index, 1, ...inside);
      yield { removed: `context ${operation.name}`, block: lifted };
    }
  }
  for (const [index, operation] of block.entries()) {
    for (const { removed, operation: smaller } of smallerInside(operation)) {
      yield { removed, block: replaced(block, index, smaller) };
    }
  }
}

function* smallerInside(operation: Operation): Generator<Plainer> {
  if ("branches" in operation) {
    const { branches, name } = operation;
    for (const index of branches.keys()) {
      const fewer = { ...operation, branches: without(branches, index) };
      yield { removed: `branch ${index} of ${name}`, operation: fewer };
    }
    for (const [index, branch] of branches.entries()) {
      for (const { removed, block } of smallerBlocks(branch.operations)) {
        const smaller = replaced(branches, index, { ...branch, operations: block });
        yield { removed, operation: { ...operation, branches: smaller } };
      }
    }
  } else if ("operations" in operation) {
    for (const { removed, block } of smallerBlocks(operation.operations)) {
      yield { removed, operation: { ...operation, operations: block } };
    }
  }
}

function* withoutInterruptions(case_: Case): Generator<Candidate> {
  const { interruptions } = case_.schedule;
  for (const [index, { edge }] of interruptions.entries()) {
    const schedule = { interruptions: without(interruptions, index) };
    yield { removed: `interruption at ${edge}`, case: { ...case_, schedule } };
  }
}

function* withPlainerOperations(case_: Case): Generator<Candidate> {
  const { workflow } = case_;
  if (workflow.padding !== undefined) {
    const { padding: _, ...plain } = workflow;
    yield { removed: "padding of the result", case: { ...case_, workflow: plain } };
  }
  for (const { removed, block } of plainerBlocks(workflow.operations)) {
    yield { removed, case: { ...case_, workflow: { ...workflow, operations: block } } };
  }
}

function* plainerBlocks(block: readonly Operation[]): Generator<SmallerBlock> {
  for (const [index, operation] of block.entries()) {
    for (const plainer of plainerOperations(operation)) {
      const removed = `${plainer.removed} of ${operation.name}`;
      yield { removed, block: replaced(block, index, plainer.operation) };
    }
    for (const { removed, operation: plainer } of plainerInside(operation)) {
      yield { removed, block: replaced(block, index, plainer) };
    }
  }
}

function* plainerInside(operation: Operation): Generator<Plainer> {
  if ("branches" in operation) {
    for (const [index, branch] of operation.branches.entries()) {
      if (branch.padding !== undefined) {
        const { padding: _, ...plain } = branch;
        const branches = replaced(operation.branches, index, plain);
        yield { removed: `padding of branch ${index}`, operation: { ...operation, branches } };
      }
      for (const { removed, block } of plainerBlocks(branch.operations)) {
        const branches = replaced(operation.branches, index, { ...branch, operations: block });
        yield { removed, operation: { ...operation, branches } };
      }
    }
  } else if ("operations" in operation) {
    for (const { removed, block } of plainerBlocks(operation.operations)) {
      yield { removed, operation: { ...operation, operations: block } };
    }
  }
}

interface Plainer {
  readonly removed: string;
  readonly operation: Operation;
}

const OPTIONS = [
  "padding",
  "serdes",
  "awaited",
  "nesting",
  "completion",
  "maxConcurrency",
  "timeoutSeconds",
] as const;

function* plainerOperations(operation: Operation): Generator<Plainer> {
  for (const option of OPTIONS) {
    if (!(option in operation)) continue;
    const { [option]: _, ...plain } = operation as Operation & Record<string, unknown>;
    yield { removed: option, operation: plain as Operation };
  }
  if (operation.kind === "map") {
    yield { removed: "map", operation: { ...operation, kind: "parallel" } };
  }
  if ("onError" in operation && operation.onError === "catch") {
    yield { removed: "catch", operation: { ...operation, onError: "throw" } };
  }
  if ("end" in operation && (operation.end.does !== "succeed" || operation.end.seconds !== 1)) {
    if (operation.end.does !== "succeed") {
      const end = { ...operation.end, does: "succeed" as const };
      yield { removed: "failure", operation: { ...operation, end } };
    }
    if (operation.end.seconds !== 1) {
      yield {
        removed: "delay",
        operation: { ...operation, end: { ...operation.end, seconds: 1 } },
      };
    }
  }
  switch (operation.kind) {
    case "wait":
      if (operation.seconds > 1)
        yield { removed: "length", operation: { ...operation, seconds: 1 } };
      return;
    case "work":
      for (const milliseconds of shorterTimes(operation.milliseconds)) {
        yield { removed: "length", operation: { ...operation, milliseconds } };
      }
      return;
    case "wait-for-condition":
      if (operation.polls > 1) {
        yield { removed: "polls", operation: { ...operation, polls: operation.polls - 1 } };
      }
      break;
    case "step":
      if (operation.semantics === "AtMostOncePerRetry") {
        const semantics = "AtLeastOncePerRetry" as const;
        yield { removed: "semantics", operation: { ...operation, semantics } };
      }
      for (const retry of plainerPolicies(operation.retry)) {
        yield { removed: "retries", operation: { ...operation, retry } };
      }
  }
  if (!("runs" in operation)) return;
  for (const runs of plainerRuns(operation)) {
    yield { removed: "runs", operation: { ...operation, runs } };
  }
}

function* shorterTimes(milliseconds: number): Generator<number> {
  for (const shorter of [0, 1, 50, 1_000, 1_500]) if (shorter < milliseconds) yield shorter;
}

function* plainerPolicies(retry: RetryPolicy): Generator<RetryPolicy> {
  if (retry.policy === "never") return;
  yield { policy: "never" };
  if (retry.policy === "default") return;
  yield { policy: "default" };
  if (retry.attempts > 2) yield { ...retry, attempts: 2 };
  if (retry.attempts > 1) yield { ...retry, attempts: retry.attempts - 1 };
  if (retry.delaySeconds > 1) yield { ...retry, delaySeconds: 1 };
}

function* plainerRuns({
  runs,
}: {
  readonly runs: readonly BodyRun[];
}): Generator<readonly BodyRun[]> {
  const isPlain = runs.length === 1 && runs[0]?.does === "return" && runs[0].milliseconds === 0;
  if (isPlain) return;
  yield [PLAIN_RUN];
  if (runs.length > 1) for (const index of runs.keys()) yield without(runs, index);
  for (const [index, run] of runs.entries()) {
    for (const milliseconds of shorterTimes(run.milliseconds)) {
      yield replaced(runs, index, { ...run, milliseconds });
    }
    if (run.does === "throw") yield replaced(runs, index, { ...run, does: "return" });
  }
}

/** A crash inside a body says the same as a body that outlives the invocation, without any limits. */
function* withCrashForTimeout(case_: Case): Generator<Candidate> {
  const limit = case_.limits.invocationSeconds * 1_000;
  for (const [index, operation] of case_.workflow.operations.entries()) {
    if (operation.kind !== "step") continue;
    const late = operation.runs.findIndex(({ milliseconds }) => milliseconds >= limit);
    if (late === -1) continue;
    const run = { ...(operation.runs[late] as BodyRun), milliseconds: 0 };
    const runs = replaced(operation.runs, late, run);
    const operations = replaced(case_.workflow.operations, index, { ...operation, runs });
    const crash = {
      edge: "body-entered",
      operation: operation.name,
      occurrence: late + 1,
    } as const;
    const interruptions = [...case_.schedule.interruptions, crash];
    yield {
      removed: `timeout of ${operation.name}`,
      case: { ...case_, workflow: { operations }, schedule: { interruptions } },
    };
  }
}

function* withPlainerInterruptions(case_: Case): Generator<Candidate> {
  const { interruptions } = case_.schedule;
  for (const [index, interruption] of interruptions.entries()) {
    for (const earlier of earlierInterruptions(interruption)) {
      const schedule = { interruptions: replaced(interruptions, index, earlier) };
      yield { removed: `lateness of ${interruption.edge}`, case: { ...case_, schedule } };
    }
  }
}

/** Fewer occurrences; then a plainer edge: inside the body, which everyone understands at once. */
function* earlierInterruptions(interruption: Interruption): Generator<Interruption> {
  if (interruption.occurrence > 1) yield { ...interruption, occurrence: 1 };
  if (interruption.occurrence > 2)
    yield { ...interruption, occurrence: interruption.occurrence - 1 };
  if (!("operation" in interruption) || interruption.edge === "body-entered") return;
  const { operation, occurrence } = interruption;
  yield { edge: "body-entered", operation, occurrence };
  if ("action" in interruption) {
    const earlier = EDGES.slice(0, EDGES.indexOf(interruption.edge));
    for (const edge of ["checkpoint-requested", "checkpoint-recorded"] as const) {
      if (earlier.includes(edge)) yield { ...interruption, edge };
    }
  }
}

function* withPlainerLimits(case_: Case): Generator<Candidate> {
  const { invocationSeconds, executionSeconds } = case_.limits;
  const roomy =
    invocationSeconds === PLAIN_LIMITS.invocationSeconds &&
    executionSeconds === PLAIN_LIMITS.executionSeconds;
  if (!roomy) yield { removed: "limits", case: { ...case_, limits: PLAIN_LIMITS } };
  if (case_.randomness !== 0) yield { removed: "randomness", case: { ...case_, randomness: 0 } };
}

function without<Each>(list: readonly Each[], index: number): readonly Each[] {
  return list.toSpliced(index, 1);
}

function replaced<Each>(list: readonly Each[], index: number, value: Each): readonly Each[] {
  return list.with(index, value);
}
