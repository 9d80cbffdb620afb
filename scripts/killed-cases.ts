/** Cases in which something is killed: which of them kill handlers, and which the service. */
import { readCorpus } from "../cli/corpus.ts";
import type { Case } from "../model/case.ts";
import type { History } from "../model/history.ts";
import { pointKey, pointsOf } from "../model/points.ts";
import type { Fault, Interruption } from "../model/schedule.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import type { KillingTier } from "./killed-agreement.ts";

type DryRun = (case_: Case) => Promise<History>;

/** The failures of a call that kill the service. */
const KILLING = ["server-error", "reply-lost", "request-lost"] as const;
const MOST_FAULTS = 100;

/**
 * The cases of a round, the same for the same seed: first the corpus; then drawn ones, and beside them
 * the cases of the corpus, one to a round, with something killed wherever it can be.
 */
export async function casesOf(
  tier: KillingTier,
  seed: number,
  round: number,
  dryRun: DryRun,
): Promise<readonly Case[]> {
  const corpus = readCorpus().findings.flatMap(({ cases }) => cases.map((known) => known.case));
  const drawn = () => drawBatch(seed, round - 1, BATCH_SIZE, "all");
  if (tier === "killed-backend") return await failing(round === 0 ? corpus : drawn(), dryRun);
  if (round === 0) return corpus;
  const struck = corpus[round - 1];
  const everywhere = struck === undefined ? [] : struckEverywhere(struck, await dryRun(struck));
  return [...everywhere, ...drawn().filter(({ schedule }) => schedule.interruptions.length > 0)];
}

/** The cases with calls that fail; few have such, the others get some. */
async function failing(cases: readonly Case[], dryRun: DryRun): Promise<readonly Case[]> {
  const all: Case[] = [];
  // One run at a time, as each has the clock to itself.
  for (const each of cases) {
    if (killsService(each)) all.push(each);
    else all.push(...failingEverywhere(each, await dryRun(each)));
  }
  return all;
}

function killsService({ schedule: { faults = [] } }: Case): boolean {
  return faults.some((fault) => "action" in fault && KILLING.some((each) => each === fault.fault));
}

/** A case for each edge that a run of this one reaches, struck there and nowhere else. */
function struckEverywhere(case_: Case, history: History): readonly Case[] {
  const reached = new Map<string, number>();
  return history.flatMap(pointsOf).map((point) => {
    const key = pointKey(point);
    const occurrence = (reached.get(key) ?? 0) + 1;
    reached.set(key, occurrence);
    const interruption = { ...point, occurrence } as Interruption;
    return { ...case_, schedule: { ...case_.schedule, interruptions: [interruption] } };
  });
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
