/** Fewer faults, earlier ones, plainer ones; and a log in one page. */
import type { Case } from "../../model/case.ts";
import type { Fault, Schedule } from "../../model/schedule.ts";
import { withArrivals } from "./arrival-candidates.ts";
import { type Candidate, replaced, without } from "./candidate.ts";

/** What of a schedule is about these operations, or about none. */
export function within(schedule: Schedule, names: ReadonlySet<string>): Schedule {
  const isWithin = (entry: object) =>
    !("operation" in entry) || names.has(entry.operation as string);
  const { faults = [], arrivals = [], change, ...others } = schedule;
  const interruptions = schedule.interruptions.filter(isWithin);
  const changed = change === undefined || !isWithin(change) ? {} : { change };
  const arriving = arrivals.filter((each) => isWithin(each) && names.has(each.ends));
  const left = withArrivals({ ...others, ...changed, interruptions }, arriving);
  return withFaults(left, faults.filter(isWithin));
}

export function* withoutFaults(case_: Case): Generator<Candidate> {
  const { schedule } = case_;
  const { faults = [], pages } = schedule;
  for (const [index, { fault }] of faults.entries()) {
    yield* withoutOne(`fault ${fault}`, case_, withFaults(schedule, without(faults, index)));
  }
  if (pages !== undefined) {
    const { pages: _, ...whole } = schedule;
    yield { removed: "pages", case: { ...case_, schedule: whole } };
  }
}

/** What is left as it is; and each of it one occurrence earlier, as it may have been put off. */
export function* withoutOne(removed: string, case_: Case, left: Schedule): Generator<Candidate> {
  yield { removed, case: { ...case_, schedule: left } };
  const { interruptions, faults = [] } = left;
  if ([...interruptions, ...faults].every(({ occurrence }) => occurrence === 1)) return;
  const earlier = <Each extends { readonly occurrence: number }>(each: Each): Each => ({
    ...each,
    occurrence: Math.max(1, each.occurrence - 1),
  });
  const schedule = withFaults(
    { ...left, interruptions: interruptions.map(earlier) },
    faults.map(earlier),
  );
  yield { removed: `${removed}, and what it put off`, case: { ...case_, schedule } };
}

export function* withPlainerFaults(case_: Case): Generator<Candidate> {
  const { schedule } = case_;
  const { faults = [], pages } = schedule;
  for (const [index, fault] of faults.entries()) {
    for (const { removed, plainer } of plainerFaults(fault)) {
      const changed = withFaults(schedule, replaced(faults, index, plainer));
      yield { removed: `${removed} of ${fault.fault}`, case: { ...case_, schedule: changed } };
    }
  }
  if (pages === undefined) return;
  if (pages.first === 0) {
    const changed = { ...schedule, pages: { ...pages, first: 1 } };
    yield { removed: "empty page", case: { ...case_, schedule: changed } };
  }
  if (pages.first > 1 || pages.size > 1) {
    const changed = { ...schedule, pages: { first: Math.min(pages.first, 1), size: 1 } };
    yield { removed: "length of pages", case: { ...case_, schedule: changed } };
  }
}

/** Earlier; at the START; then throttled, which everyone understands at once. */
function* plainerFaults(
  fault: Fault,
): Generator<{ readonly removed: string; readonly plainer: Fault }> {
  const { occurrence } = fault;
  if (occurrence > 1) yield { removed: "lateness", plainer: { ...fault, occurrence: 1 } };
  if (occurrence > 2) {
    yield { removed: "lateness", plainer: { ...fault, occurrence: occurrence - 1 } };
  }
  if ("action" in fault && fault.action !== "START") {
    yield { removed: "action", plainer: { ...fault, action: "START" } };
  }
  if (fault.fault === "reply-late") {
    const { seconds, ...rest } = fault;
    if (seconds > 1) yield { removed: "delay", plainer: { ...fault, seconds: 1 } };
    yield { removed: "kind", plainer: { ...rest, fault: "throttled" } };
  } else if (fault.fault !== "throttled") {
    yield { removed: "kind", plainer: { ...fault, fault: "throttled" } };
  }
}

function withFaults(schedule: Schedule, faults: readonly Fault[]): Schedule {
  const { faults: _, ...rest } = schedule;
  return faults.length === 0 ? rest : { ...rest, faults };
}
