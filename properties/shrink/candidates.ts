/**
 * What is simpler than a case: each candidate takes one thing away or makes one thing plainer, in
 * the workflow, the schedule or the limits. Big cuts come first.
 */
import type { Case } from "../../model/case.ts";
import type { Interruption } from "../../model/schedule.ts";
import { EDGES } from "../../model/schedule.ts";
import type { BodyRun, Operation, RetryPolicy, Step } from "../../model/workflow.ts";

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

function* withoutOperations(case_: Case): Generator<Candidate> {
  const { operations } = case_.workflow;
  if (operations.length < 2) return;
  for (const [index, { name }] of operations.entries()) {
    const interruptions = case_.schedule.interruptions.filter(
      (interruption) => !("operation" in interruption && interruption.operation === name),
    );
    yield {
      removed: `operation ${name}`,
      case: {
        ...case_,
        workflow: { operations: without(operations, index) },
        schedule: { interruptions },
      },
    };
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
  const { operations } = case_.workflow;
  for (const [index, operation] of operations.entries()) {
    for (const plainer of plainerOperations(operation)) {
      const changed = replaced(operations, index, plainer.operation);
      const workflow = { operations: changed };
      yield { removed: `${plainer.removed} of ${operation.name}`, case: { ...case_, workflow } };
    }
  }
}

interface Plainer {
  readonly removed: string;
  readonly operation: Operation;
}

function* plainerOperations(operation: Operation): Generator<Plainer> {
  if (operation.kind === "wait") {
    if (operation.seconds > 1) yield { removed: "length", operation: { ...operation, seconds: 1 } };
    return;
  }
  if (operation.semantics === "AtMostOncePerRetry") {
    yield { removed: "semantics", operation: { ...operation, semantics: "AtLeastOncePerRetry" } };
  }
  for (const retry of plainerPolicies(operation.retry)) {
    yield { removed: "retries", operation: { ...operation, retry } };
  }
  if (operation.onError === "catch") {
    yield { removed: "catch", operation: { ...operation, onError: "throw" } };
  }
  for (const runs of plainerRuns(operation))
    yield { removed: "runs", operation: { ...operation, runs } };
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

function* plainerRuns({ runs }: Step): Generator<readonly BodyRun[]> {
  const isPlain = runs.length === 1 && runs[0]?.does === "return" && runs[0].milliseconds === 0;
  if (isPlain) return;
  yield [PLAIN_RUN];
  if (runs.length > 1) for (const index of runs.keys()) yield without(runs, index);
  for (const [index, run] of runs.entries()) {
    if (run.milliseconds > 0) yield replaced(runs, index, { ...run, milliseconds: 0 });
    if (run.milliseconds > 1_000) yield replaced(runs, index, { ...run, milliseconds: 1_000 });
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
