/**
 * Whether the killed tier says what the simulated one says: the same case, run in both, has to give
 * the same history, byte for byte. Verdicts and ledgers are told where that is not so.
 */
import { createRunner, type Runner, type Tier } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import type { History } from "../model/history.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { casesFor, SOURCES, type Source, type SourcedCase } from "./killed-cases.ts";

export interface Disagreement {
  readonly engine: string;
  readonly case: Case;
  /** The number of the first event that differs, from 1. */
  readonly at: number;
  readonly simulated: Side;
  readonly killed: Side;
}

interface Side {
  readonly event: unknown;
  /** The property that breaks first; undefined if nothing breaks. */
  readonly broken: string | undefined;
  /** How often each body has been started. */
  readonly bodies: Readonly<Record<string, number>>;
}

/** An engine in both tiers. */
export class BothTiers {
  readonly engine: string;
  /** How many cases were compared, by where they come from. */
  readonly cases: Record<Source, number> = { kept: 0, struck: 0, drawn: 0 };
  private readonly simulated: Runner;
  private readonly killed: Runner;

  private constructor(simulated: Runner, killed: Runner) {
    this.engine = simulated.name;
    this.simulated = simulated;
    this.killed = killed;
  }

  static async start(engine: string, tier: KillingTier): Promise<BothTiers> {
    return new BothTiers(await createRunner(engine), await createRunner(engine, tier));
  }

  /** How many processes have been killed so far, by what they were killed for. */
  get kills(): Readonly<Record<string, number>> {
    return this.killed.kills();
  }

  /** The history of the simulated tier alone. */
  dryRun(case_: Case): Promise<History> {
    return this.simulated.run(case_);
  }

  /** Runs a case in both; undefined if they agree. */
  async compare(case_: Case, source: Source = "drawn"): Promise<Disagreement | undefined> {
    this.cases[source] += 1;
    const simulated = await this.simulated.run(case_);
    const killed = await this.killed.run(case_);
    if (JSON.stringify(simulated) === JSON.stringify(killed)) return undefined;
    const differs = (event: unknown, index: number) =>
      JSON.stringify(event) !== JSON.stringify(killed[index]);
    const first = simulated.findIndex(differs);
    const at = first === -1 ? simulated.length : first;
    return {
      engine: this.engine,
      case: case_,
      at: at + 1,
      simulated: await this.side(case_, simulated, at),
      killed: await this.side(case_, killed, at),
    };
  }

  async close(): Promise<void> {
    await this.killed.close();
  }

  private async side(case_: Case, history: History, at: number): Promise<Side> {
    const { guarantees } = this.simulated;
    // Beside the run that nothing interrupts, in which nothing is killed either.
    const run = async (each: Case) => (each === case_ ? history : await this.simulated.run(each));
    const judged = await judgeCase(case_, { guarantees, run }, PROPERTIES);
    const bodies: Record<string, number> = {};
    for (const event of history) {
      if (event.kind === "body-entered") bodies[event.operation] = event.run;
    }
    return { event: history[at], broken: judged.failure?.property, bodies };
  }
}

/** Every engine that comes with this package, the SDK in its newest and an old version, and some wrong ones. */
const ENGINES: readonly string[] = [
  "embedded",
  "aws-sdk@2.4.0",
  "aws-sdk@1.1.7",
  "faulty/start-not-awaited",
  "faulty/completed-step-runs-again",
  "faulty/suspends-with-work-to-do",
  "faulty/error-of-a-body-escapes",
];
export const CAMPAIGN_ENGINES: Readonly<Record<KillingTier, readonly string[]>> = {
  // Its service is wrong, and lies in the process that conducts.
  killed: [...ENGINES, "faulty/checkpoint-lost-on-crash"],
  "killed-backend": ENGINES,
};

export type KillingTier = Exclude<Tier, "simulated">;

export interface CampaignOptions {
  readonly tier: KillingTier;
  readonly seed: number;
  /** How many processes are to be killed, in equal parts on each engine. */
  readonly kills: number;
  /** How many drawn cases have to have been run on each engine, however many were killed; 0 where left out. */
  readonly drawn?: number;
  readonly engines?: readonly string[];
  readonly onProgress?: (line: string) => void;
  /** Other cases than those of `casesFor`. */
  readonly casesFor?: (...parameters: Parameters<typeof casesFor>) => AsyncIterable<SourcedCase>;
}

export interface Campaign {
  readonly tier: KillingTier;
  readonly seed: number;
  readonly engines: readonly OnEngine[];
  readonly disagreements: readonly Disagreement[];
}

/** What a campaign has done on one engine. */
export interface OnEngine {
  readonly engine: string;
  readonly cases: Readonly<Record<Source, number>>;
  /** How many processes were killed, by what for. */
  readonly kills: Readonly<Record<string, number>>;
}

/** How many processes were killed for this; for anything, if nothing is named. */
export function killsOf(engines: readonly OnEngine[], why?: string): number {
  return sum(
    engines.flatMap(({ kills }) => (why === undefined ? Object.values(kills) : [kills[why] ?? 0])),
  );
}

/** How many cases from there were compared; from anywhere, if no source is named. */
export function casesOf(engines: readonly OnEngine[], source?: Source): number {
  const sources = source === undefined ? SOURCES : [source];
  return sum(engines.flatMap(({ cases }) => sources.map((each) => cases[each])));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((left, right) => left + right, 0);
}

/** After so many cases in a row in which nothing was killed nothing more is going to be. */
const IDLE_CASES = 300;
/** It is told how far it is after so many cases. */
const TELL_EVERY = 50;

/**
 * Runs cases in both tiers, the same for the same seed, until so many processes have been killed.
 * @throws Error if none is, case after case, and for a loss.
 */
export async function runKilledCampaign(options: CampaignOptions): Promise<Campaign> {
  const { tier, seed } = options;
  const names = options.engines ?? CAMPAIGN_ENGINES[tier];
  const kills = Math.ceil(options.kills / names.length);
  const disagreements: Disagreement[] = [];
  const engines: OnEngine[] = [];
  for (const name of names) {
    const both = await BothTiers.start(name, tier);
    try {
      disagreements.push(...(await compareUntil(both, kills, options)));
      engines.push({ engine: both.engine, cases: both.cases, kills: both.kills });
    } finally {
      await both.close();
    }
  }
  return { tier, seed, engines, disagreements };
}

/** Compares on one engine until so many processes of it have been killed. */
async function compareUntil(
  both: BothTiers,
  kills: number,
  options: CampaignOptions,
): Promise<readonly Disagreement[]> {
  const { tier, seed, drawn = 0, onProgress = () => {} } = options;
  const disagreements: Disagreement[] = [];
  const cases = (options.casesFor ?? casesFor)(tier, seed, (case_) => both.dryRun(case_));
  const tell = () => {
    const counts = `${killsOf([both])} of ${kills} kills in ${casesOf([both])} cases`;
    onProgress(`${both.engine}: ${counts}, ${disagreements.length} disagreements`);
  };
  let idle = 0;
  for await (const { source, case: case_ } of cases) {
    const before = killsOf([both]);
    const found = await both.compare(case_, source);
    if (found !== undefined) {
      disagreements.push(found);
      onProgress(JSON.stringify(found));
    }
    if (casesOf([both]) % TELL_EVERY === 0) tell();
    if (killsOf([both]) >= kills && both.cases.drawn >= drawn) break;
    idle = killsOf([both]) === before ? idle + 1 : 0;
    if (idle < IDLE_CASES) continue;
    throw new Error(
      `${both.engine}: ${before} of ${kills} killed: ${idle} cases in a row have killed nothing`,
    );
  }
  tell();
  return disagreements;
}
