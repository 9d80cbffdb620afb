/**
 * Whether the killed tier says what the simulated one says: the same case, run in both, has to give
 * the same history, byte for byte. Verdicts and ledgers are told where that is not so.
 */
import { createRunner, type Runner, type Tier } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import type { History } from "../model/history.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { casesOf } from "./killed-cases.ts";

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
  cases = 0;
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
  async compare(case_: Case): Promise<Disagreement | undefined> {
    this.cases += 1;
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
  readonly seed: number;
  /** How many processes are to be killed. */
  readonly kills: number;
  readonly tier: KillingTier;
  readonly engines?: readonly string[];
  readonly onProgress?: (line: string) => void;
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
  readonly cases: number;
  /** How many processes were killed, by what for. */
  readonly kills: Readonly<Record<string, number>>;
}

/** How many processes were killed for this; for anything, if nothing is named. */
export function killsOf(engines: readonly OnEngine[], why?: string): number {
  const counts = engines.flatMap(({ kills }) =>
    why === undefined ? Object.values(kills) : [kills[why] ?? 0],
  );
  return counts.reduce((left, right) => left + right, 0);
}

/** After so many rounds in a row in which nothing was killed nothing more is going to be. */
const IDLE_ROUNDS = 5;

/**
 * Runs cases in both tiers, the same for the same seed, until so many processes have been killed.
 * @throws Error if rounds go by in which none is.
 */
export async function runKilledCampaign(options: CampaignOptions): Promise<Campaign> {
  const { tier, engines = CAMPAIGN_ENGINES[tier], onProgress = () => {} } = options;
  const both: BothTiers[] = [];
  const disagreements: Disagreement[] = [];
  const kills = () => killsOf(both);
  try {
    for (const engine of engines) both.push(await BothTiers.start(engine, tier));
    let idle = 0;
    for (let round = 0; kills() < options.kills; round += 1) {
      const before = kills();
      for (const tiers of both) {
        const dryRun = (case_: Case) => tiers.dryRun(case_);
        for (const case_ of await casesOf(tier, options.seed, round, dryRun)) {
          if (kills() >= options.kills) break;
          const found = await tiers.compare(case_);
          if (found === undefined) continue;
          disagreements.push(found);
          onProgress(JSON.stringify(found));
        }
        const cases = both.reduce((sum, each) => sum + each.cases, 0);
        onProgress(
          `round ${round}, ${tiers.engine}: ${kills()} kills in ${cases} cases, ${disagreements.length} disagreements`,
        );
      }
      idle = kills() === before ? idle + 1 : 0;
      if (idle < IDLE_ROUNDS) continue;
      throw new Error(
        `${kills()} of ${options.kills} killed: ${idle} rounds in a row have killed nothing`,
      );
    }
    const all = both.map(({ engine, cases, kills }) => ({ engine, cases, kills }));
    return { tier, seed: options.seed, engines: all, disagreements };
  } finally {
    await Promise.all(both.map((each) => each.close()));
  }
}
