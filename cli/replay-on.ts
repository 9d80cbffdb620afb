/** Runs single cases on an engine, each under watch. */
import type { Tier } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { unloadable } from "./flags.ts";
import type { ReplayAnswer } from "./pool/messages.ts";
import { PATIENCE } from "./pool/patience.ts";
import {
  LackError,
  LoadError,
  LostError,
  type Replayed,
  WatchedWorker,
} from "./pool/watched-worker.ts";

/**
 * Gives what the engine does in each case.
 * @throws UsageError if the engine can't be loaded, LostError if it takes its thread with it.
 */
export async function replayOn(
  engine: string,
  cases: readonly Case[],
  tier: Tier = "simulated",
): Promise<readonly ReplayAnswer[]> {
  const answers = await replayEachOn(engine, cases, tier);
  return answers.map((answer) => {
    if (answer instanceof LostError) throw answer;
    return answer;
  });
}

/**
 * Gives what the engine does in each case, or how it took its thread with it.
 * @throws UsageError if the engine can't be loaded.
 */
export async function replayEachOn(
  engine: string,
  cases: readonly Case[],
  tier: Tier = "simulated",
): Promise<readonly (ReplayAnswer | LostError)[]> {
  const watched = new WatchedEngine(engine, tier);
  return await eachOn(watched, cases, (case_) => watched.replay(case_));
}

/**
 * The same, and where the engine lacks what a case needs, that is the answer.
 * @throws UsageError if the engine can't be loaded.
 */
export async function replayWhatItHas(
  engine: string,
  cases: readonly Case[],
): Promise<readonly Replayed[]> {
  const watched = new WatchedEngine(engine);
  return await eachOn(watched, cases, async (case_): Promise<Replayed> => {
    try {
      return await watched.replay(case_);
    } catch (error) {
      if (error instanceof LackError) return error;
      throw error;
    }
  });
}

async function eachOn<Answer>(
  watched: WatchedEngine,
  cases: readonly Case[],
  replay: (case_: Case) => Promise<Answer>,
): Promise<readonly Answer[]> {
  try {
    const answers: Answer[] = [];
    for (const case_ of cases) answers.push(await replay(case_));
    return answers;
  } catch (error) {
    throw error instanceof LoadError ? unloadable(error) : error;
  } finally {
    await watched.close();
  }
}

/** An engine that is loaded when it is first needed, and again when it has taken its thread with it. */
export class WatchedEngine {
  readonly name: string;
  private worker: WatchedWorker | undefined;

  private readonly tier: Tier;

  constructor(name: string, tier: Tier = "simulated") {
    this.name = name;
    this.tier = tier;
  }

  /** @throws LoadError */
  async start(): Promise<void> {
    this.worker ??= await start(this.name, this.tier);
  }

  /** @throws LoadError */
  async replay(case_: Case): Promise<ReplayAnswer | LostError> {
    const worker = this.worker ?? (await start(this.name, this.tier));
    this.worker = worker;
    try {
      return (await worker.run({ kind: "replay", case: case_ })) as ReplayAnswer;
    } catch (error) {
      if (!(error instanceof LostError)) throw error;
      this.worker = undefined;
      return error;
    }
  }

  async close(): Promise<void> {
    await this.worker?.close();
    this.worker = undefined;
  }
}

/** @throws LoadError */
function start(engine: string, tier: Tier): Promise<WatchedWorker> {
  const properties = PROPERTIES.map(({ id }) => id);
  const setup = { engine, tier, properties, seed: 0, casesAsked: 0, scope: "all" } as const;
  return WatchedWorker.start(setup, PATIENCE[tier]);
}
