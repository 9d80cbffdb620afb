/** Worker threads that look for the first failure of engines, at most so many engines at once. */
import type { Prey } from "../../properties/suite/hunt.ts";
import type { Task, WorkerSetup } from "./messages.ts";
import { MORE_PATIENCE } from "./patience.ts";
import { LostError, WatchedWorker } from "./watched-worker.ts";

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
   * The first failure for each seed, undefined for none, or how the engine took its thread with it, which
   * no property caught; of the first seed it is the minimal case.
   * Undefined instead of them all if it was stopped before.
   */
  async hunt(
    engine: string,
    properties: readonly string[],
    seeds: readonly number[],
  ): Promise<readonly (Prey | LostError | undefined)[] | undefined> {
    await this.turn();
    if (this.stopping) {
      this.release();
      return undefined;
    }
    const { cases } = this;
    const setup = { engine, properties, seed: 0, casesAsked: cases, scope: "all" } as const;
    let worker = await this.load(setup);
    try {
      const found: (Prey | LostError | undefined)[] = [];
      for (const [index, seed] of seeds.entries()) {
        if (this.stopping) return undefined;
        const task = { kind: "hunt", seed, cases, minimize: index === 0 } as const;
        const prey = await huntOn(worker, task);
        found.push(prey);
        if (!(prey instanceof LostError) || this.stopping) continue;
        this.running.delete(worker);
        worker = await this.load(setup);
      }
      return this.stopping && found.some((prey) => prey instanceof LostError) ? undefined : found;
    } finally {
      this.running.delete(worker);
      await worker.close();
      this.release();
    }
  }

  private async load(setup: WorkerSetup): Promise<WatchedWorker> {
    const worker = await WatchedWorker.start(setup, MORE_PATIENCE);
    this.running.add(worker);
    return worker;
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

async function huntOn(
  worker: WatchedWorker,
  task: Extract<Task, { readonly kind: "hunt" }>,
): Promise<Prey | LostError | undefined> {
  try {
    const answer = await worker.run(task);
    if (answer.kind !== "hunted") throw new Error(`A worker answered ${answer.kind} to a hunt`);
    return answer.prey;
  } catch (error) {
    if (error instanceof LostError) return error;
    throw error;
  }
}
