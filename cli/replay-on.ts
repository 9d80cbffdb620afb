/** Runs single cases on an engine, each under watch. */
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { unloadable } from "./flags.ts";
import type { ReplayAnswer } from "./pool/messages.ts";
import { LoadError, WatchedWorker } from "./pool/watched-worker.ts";

/** A case may take this long in real time; it takes about a millisecond. */
const HANG_SECONDS = 10;

/**
 * Gives what the engine does in each case.
 * @throws UsageError if the engine can't be loaded, LostError if it takes its thread with it.
 */
export async function replayOn(
  engine: string,
  cases: readonly Case[],
): Promise<readonly ReplayAnswer[]> {
  const worker = await start(engine);
  try {
    const answers: ReplayAnswer[] = [];
    for (const case_ of cases) {
      const answer = await worker.run({ kind: "replay", case: case_ });
      if (answer.kind !== "replayed")
        throw new Error(`A worker answered ${answer.kind} to a replay`);
      answers.push(answer);
    }
    return answers;
  } finally {
    await worker.close();
  }
}

async function start(engine: string): Promise<WatchedWorker> {
  const properties = PROPERTIES.map(({ id }) => id);
  const setup = { engine, properties, seed: 0, casesAsked: 0, scope: "all" } as const;
  try {
    return await WatchedWorker.start(setup, HANG_SECONDS);
  } catch (error) {
    throw error instanceof LoadError ? unloadable(error) : error;
  }
}
