/** Outside parties that act in their own time, or at an earlier edge. */
import type { Case } from "../../model/case.ts";
import { outsideNames } from "../../model/operation-names.ts";
import type { Arrival, Schedule } from "../../model/schedule.ts";
import { type Candidate, replaced, without } from "./candidate.ts";

export function* withoutArrivals(case_: Case): Generator<Candidate> {
  const { schedule } = case_;
  const { arrivals = [] } = schedule;
  for (const [index, { ends }] of arrivals.entries()) {
    const left = withArrivals(schedule, without(arrivals, index));
    yield { removed: `arrival of the end of ${ends}`, case: { ...case_, schedule: left } };
  }
}

export function* withEarlierArrivals(case_: Case): Generator<Candidate> {
  const { schedule } = case_;
  const { arrivals = [] } = schedule;
  for (const [index, arrival] of arrivals.entries()) {
    const { occurrence } = arrival;
    for (const earlier of new Set([1, occurrence - 1])) {
      if (earlier < 1 || earlier >= occurrence) continue;
      const changed = replaced(arrivals, index, { ...arrival, occurrence: earlier });
      const removed = `lateness of the end of ${arrival.ends}`;
      yield { removed, case: { ...case_, schedule: withArrivals(schedule, changed) } };
    }
  }
}

export function withArrivals(schedule: Schedule, arrivals: readonly Arrival[]): Schedule {
  const { arrivals: _, ...rest } = schedule;
  return arrivals.length === 0 ? rest : { ...rest, arrivals };
}

/** Whether what is left of the workflow still has what outside parties are to end. */
export function canBeEnded({ workflow, schedule: { arrivals = [] } }: Case): boolean {
  const names = outsideNames(workflow.operations);
  return arrivals.every(({ ends }) => names.includes(ends));
}
