/** Worker threads that look for the first failure of engines, at most so many engines at once. */
import type { Prey } from "../../properties/suite/hunt.ts";
import { LostError, WatchedWorker } from "./watched-worker.ts";

/** A case takes about a millisecond; a large one that is shrunk, some more. */
const HANG_SECONDS = 30;

export class Hunters {
  private readonly cases: number;
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private readonly running = new Set<WatchedWorker>();
  private stopping = false;

  /** `cases` may be run for each seed. */
  constructor(workers: number, cases: number) {
    this.free = workers;
    this.cases = cases;
  }

  /** Ends what is under way, and begins nothing more. */
  stop(): void {
    this.stopping = true;
    for (const worker of this.running) void worker.close();
  }

  /**
   * The first failure for each seed, undefined for none; of the first seed it is the minimal case.
   * Undefined instead of them all if it was stopped before.
   */
  async hunt(
    engine: string,
    properties: readonly string[],
    seeds: readonly number[],
  ): Promise<readonly (Prey | undefined)[] | undefined> {
    await this.turn();
    if (this.stopping) {
      this.release();
      return undefined;
    }
    const { cases } = this;
    const setup = { engine, properties, seed: 0, casesAsked: cases, scope: "all" } as const;
    const worker = await WatchedWorker.start(setup, HANG_SECONDS);
    this.running.add(worker);
    try {
      const found: (Prey | undefined)[] = [];
      for (const [index, seed] of seeds.entries()) {
        const task = { kind: "hunt", seed, cases, minimize: index === 0 } as const;
        if (this.stopping) return undefined;
        const answer = await worker.run(task);
        if (answer.kind !== "hunted") throw new Error(`A worker answered ${answer.kind} to a hunt`);
        found.push(answer.prey);
      }
      return found;
    } catch (error) {
      // An engine that takes its thread with it was not caught by a property.
      if (error instanceof LostError) return this.stopping ? undefined : seeds.map(() => undefined);
      throw error;
    } finally {
      this.running.delete(worker);
      await worker.close();
      this.release();
    }
  }

  /** The next one's turn. */
  private release(): void {
    this.free += 1;
    this.waiting.shift()?.();
  }

  private async turn(): Promise<void> {
    while (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.free -= 1;
  }
}
