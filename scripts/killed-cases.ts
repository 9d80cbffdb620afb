/** Cases in which something is killed: which of them kill handlers, and which the service. */
import { readCorpus } from "../cli/corpus.ts";
import type { Case } from "../model/case.ts";
import type { History } from "../model/history.ts";
import { pointKey, pointsOf } from "../model/points.ts";
import type { Fault, Interruption } from "../model/schedule.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import type { KillingTier } from "./killed-agreement.ts";

/**
 * `kept`: as it is in the corpus. `struck`: one of the corpus with one of its edges struck, and nothing
 * else. `drawn`: as `verify` draws them.
 */
export const SOURCES = ["kept", "struck", "drawn"] as const;
export type Source = (typeof SOURCES)[number];

export interface SourcedCase {
  readonly source: Source;
  readonly case: Case;
}

type DryRun = (case_: Case) => Promise<History>;
type Cases = Iterator<Case> | AsyncIterator<Case>;

/** The failures of a call that kill the service. */
const KILLING = ["server-error", "reply-lost", "request-lost"] as const;
const MOST_FAULTS = 100;

/**
 * One of each source in turn, without end; the same for the same seed. Where the service is killed none
 * is struck, as its kills come from calls that fail: cases without any get some.
 */
export async function* casesFor(
  tier: KillingTier,
  seed: number,
  dryRun: DryRun,
): AsyncGenerator<SourcedCase> {
  const left: Map<Source, Cases> =
    tier === "killed"
      ? new Map<Source, Cases>([
          ["kept", kept()],
          ["struck", struck(dryRun)],
          ["drawn", interrupted(drawn(seed))],
        ])
      : new Map<Source, Cases>([
          ["kept", failing(kept(), dryRun)],
          ["drawn", failing(drawn(seed), dryRun)],
        ]);
  while (left.size > 0) {
    for (const [source, cases] of left) {
      const next = await cases.next();
      if (next.done === true) left.delete(source);
      else yield { source, case: next.value };
    }
  }
}

function* kept(): Generator<Case> {
  for (const { cases } of readCorpus().findings) yield* cases.map((known) => known.case);
}

function* drawn(seed: number): Generator<Case> {
  for (let batch = 0; ; batch += 1) yield* drawBatch(seed, batch, BATCH_SIZE, "all");
}

function* interrupted(cases: Iterable<Case>): Generator<Case> {
  for (const each of cases) if (each.schedule.interruptions.length > 0) yield each;
}

/** For each edge that a run of a kept case reaches: the case, struck there and nowhere else. */
async function* struck(dryRun: DryRun): AsyncGenerator<Case> {
  for (const case_ of kept()) {
    const reached = new Map<string, number>();
    for (const point of (await dryRun(case_)).flatMap(pointsOf)) {
      const key = pointKey(point);
      const occurrence = (reached.get(key) ?? 0) + 1;
      reached.set(key, occurrence);
      const interruption = { ...point, occurrence } as Interruption;
      yield { ...case_, schedule: { ...case_.schedule, interruptions: [interruption] } };
    }
  }
}

/** The cases with calls that fail; few have such, the others get some. */
async function* failing(cases: Iterable<Case>, dryRun: DryRun): AsyncGenerator<Case> {
  for (const each of cases) {
    if (killsService(each)) yield each;
    else yield* failingEverywhere(each, await dryRun(each));
  }
}

function killsService({ schedule: { faults = [] } }: Case): boolean {
  return faults.some((fault) => "action" in fault && KILLING.some((each) => each === fault.fault));
}

/** The case with every call that a run of it makes failing the first time, in one way or another. */
function failingEverywhere(case_: Case, history: History): readonly Case[] {
  const calls = new Map<string, Fault>();
  for (const event of history) {
    if (event.kind !== "checkpoint-requested") continue;
    const [update] = event.updates;
    if (update === undefined || update.type === "EXECUTION") continue;
    const { operation, action } = update;
    const key = `${operation} ${action}`;
    if (calls.has(key) || calls.size === MOST_FAULTS) continue;
    const fault = KILLING[calls.size % KILLING.length] as (typeof KILLING)[number];
    calls.set(key, { fault, operation, action, occurrence: 1 });
  }
  if (calls.size === 0) return [];
  return [{ ...case_, schedule: { ...case_.schedule, faults: [...calls.values()] } }];
}
