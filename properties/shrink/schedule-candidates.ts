/** Simpler schedules: an interruption less, earlier, or at an edge that everyone understands. */
import type { Case } from "../../model/case.ts";
import type { Interruption } from "../../model/schedule.ts";
import { EDGES } from "../../model/schedule.ts";
import type { BodyRun } from "../../model/workflow.ts";
import { type Candidate, replaced, without } from "./candidate.ts";
import { withoutOne } from "./fault-candidates.ts";

export function* withoutInterruptions(case_: Case): Generator<Candidate> {
  const { interruptions } = case_.schedule;
  for (const [index, { edge }] of interruptions.entries()) {
    const schedule = { ...case_.schedule, interruptions: without(interruptions, index) };
    yield* withoutOne(`interruption at ${edge}`, case_, schedule);
  }
}

/** A crash inside a body says the same as a body that outlives the invocation, without any limits. */
export function* withCrashForTimeout(case_: Case): Generator<Candidate> {
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
      case: {
        ...case_,
        workflow: { ...case_.workflow, operations },
        schedule: { ...case_.schedule, interruptions },
      },
    };
  }
}

export function* withPlainerInterruptions(case_: Case): Generator<Candidate> {
  const { interruptions } = case_.schedule;
  for (const [index, interruption] of interruptions.entries()) {
    for (const earlier of earlierInterruptions(interruption)) {
      const schedule = {
        ...case_.schedule,
        interruptions: replaced(interruptions, index, earlier),
      };
      yield { removed: `lateness of ${interruption.edge}`, case: { ...case_, schedule } };
    }
  }
}

/** Fewer occurrences; then a plainer edge: inside the body, which everyone understands at once. */
function* earlierInterruptions(interruption: Interruption): Generator<Interruption> {
  const { restartSeconds: _, ...atOnce } = interruption;
  if (interruption.restartSeconds !== undefined) yield atOnce;
  if ((interruption.restartSeconds ?? 1) > 1) yield { ...interruption, restartSeconds: 1 };
  if (interruption.occurrence > 1) yield { ...interruption, occurrence: 1 };
  if (interruption.occurrence > 2)
    yield { ...interruption, occurrence: interruption.occurrence - 1 };
  if (!("operation" in interruption) || interruption.edge === "body-entered") return;
  const { operation, occurrence } = interruption;
  const { restartSeconds } = interruption;
  const restart = restartSeconds === undefined ? {} : { restartSeconds };
  yield { edge: "body-entered", operation, occurrence, ...restart };
  if ("action" in interruption) {
    const earlier = EDGES.slice(0, EDGES.indexOf(interruption.edge));
    for (const edge of ["checkpoint-requested", "checkpoint-recorded"] as const) {
      if (earlier.includes(edge)) yield { ...interruption, edge };
    }
  }
}
