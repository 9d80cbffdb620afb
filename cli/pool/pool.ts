/**
 * Shares the batches of a run among worker threads: a worker that is lost in a case is replaced,
 * the case is told, and the run goes on.
 *
 * Results are handed on in the order of their cases, so what is found does not depend on how many
 * workers there are or which is faster.
 */
import type { Case } from "../../model/case.ts";
import type { FoundFailure } from "../../properties/suite/tally.ts";
import type { Counterexample } from "../../reports/counterexample.ts";
import { InOrder } from "./in-order.ts";
import type {
  Answer,
  BatchTask,
  Replay,
  RunBatch,
  SearchResult,
  Task,
  WorkerSetup,
} from "./messages.ts";
import { LackError, LoadError, LostError, type Replayed, WatchedWorker } from "./watched-worker.ts";
import type { Work } from "./work.ts";

export interface PoolOptions {
  readonly setup: WorkerSetup;
  readonly work: Work;
  readonly workers: number;
  /** A case may take this long in real time before its worker is stopped. */
  readonly hangSeconds: number;
  /** Each batch, in order. Gives the failures whose minimal case is wanted. */
  readonly onBatch: (result: RunBatch | SearchResult) => readonly FoundFailure[];
  /** The minimal case of each, in the order in which they were wanted. */
  readonly onCounterexample: (counterexample: Counterexample, of: FoundFailure) => void;
  readonly onLost: (lost: LostCase) => void;
}

/** A case that got no verdict, because of what the engine did. */
export interface LostCase {
  readonly caseNumber: number;
  readonly case: Case;
  readonly reason: string;
}

interface Shrunk {
  readonly counterexample: Counterexample;
  readonly of: FoundFailure;
}

type ShrinkTask = Extract<Task, { readonly kind: "shrink" }>;

export class Pool {
  private readonly options: PoolOptions;
  private readonly workers = new Set<WatchedWorker>();
  private readonly idle: WatchedWorker[] = [];
  private busy = 0;
  private readonly batchesDone: InOrder<RunBatch | SearchResult>;
  private readonly shrinks: ShrinkTask[] = [];
  private wanted = 0;
  private readonly shrunk: InOrder<Shrunk | LostCase>;
  private readonly retries: number[] = [];
  /** By batch, the cases that are left out, and why. */
  private readonly skips = new Map<number, Map<number, string>>();
  private begun = 0;
  private replaying = false;
  private finishing = false;
  private stopping = false;
  private settle: ((error?: unknown) => void) | undefined;

  constructor(options: PoolOptions) {
    this.options = options;
    this.batchesDone = new InOrder((result) => {
      if ("skipped" in result) this.tellSkipped(result);
      for (const failure of options.onBatch(result)) {
        this.shrinks.push({ kind: "shrink", number: this.wanted++, failure });
      }
    }, options.work);
    this.shrunk = new InOrder((found) => {
      if ("reason" in found) options.onLost(found);
      else options.onCounterexample(found.counterexample, found.of);
    });
  }

  /** Loads the engine in every worker. @throws LoadError */
  async start(): Promise<void> {
    const count = Math.min(this.options.workers, this.options.work.batches);
    const starts = await Promise.allSettled(Array.from({ length: count }, () => this.load()));
    for (const start of starts) {
      if (start.status === "fulfilled") this.idle.push(start.value);
    }
    const failed = starts.find((start) => start.status === "rejected");
    if (failed === undefined) return;
    await this.close();
    throw failed.reason;
  }

  /**
   * Runs these cases one after the other, before the run; each gives what the engine does, what it
   * lacks, or how it took its thread with it. Gives those that were run before `stop` was called, and
   * tells each as it comes.
   */
  async replay(
    cases: readonly Replay[],
    onAnswer: (answer: Replayed, index: number) => void = () => {},
  ): Promise<readonly Replayed[]> {
    const answers: Replayed[] = [];
    const add = (answer: Replayed) => {
      onAnswer(answer, answers.length);
      answers.push(answer);
    };
    this.replaying = true;
    for (const replay of cases) {
      if (this.stopping) break;
      const worker = this.idle.pop() as WatchedWorker;
      try {
        add((await worker.run({ kind: "replay", ...replay })) as Replayed);
        this.idle.push(worker);
      } catch (error) {
        if (this.stopping) break;
        if (!(error instanceof LostError || error instanceof LackError)) throw error;
        add(error);
        if (error instanceof LostError) this.workers.delete(worker);
        this.idle.push(error instanceof LostError ? await this.load() : worker);
      }
    }
    this.replaying = false;
    return answers;
  }

  /** Runs until all is done or `stop` is called. */
  async run(): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.settle = (error) => (error === undefined ? resolve() : reject(error));
        if (this.stopping) resolve();
        else this.assign();
      });
    } finally {
      await this.close();
    }
  }

  /** Starts no new batch, and ends searches; what is found in those under way is still shrunk. */
  finishEarly(): void {
    this.finishing = true;
    for (const worker of this.workers) worker.hurry();
  }

  /** Stops at once, or as soon as the engine is loaded. */
  stop(): void {
    this.stopping = true;
    this.batchesDone.finish();
    this.shrunk.finish();
    if (this.replaying) void this.close();
    this.settle?.();
  }

  private async load(): Promise<WatchedWorker> {
    const { setup, hangSeconds } = this.options;
    const worker = await WatchedWorker.start(setup, hangSeconds);
    this.workers.add(worker);
    return worker;
  }

  /** Ends the workers; after `run` they are ended already. */
  async close(): Promise<void> {
    this.stopping = true;
    await Promise.all([...this.workers].map((worker) => worker.close()));
  }

  /** Gives every idle worker something to do; ends the run when there is nothing left. */
  private assign(): void {
    while (this.idle.length > 0) {
      const task = this.nextTask();
      if (task === undefined) break;
      this.busy += 1;
      void this.work(this.idle.pop() as WatchedWorker, task);
    }
    if (this.busy > 0) return;
    this.batchesDone.finish();
    if (this.shrinks.length > 0) {
      this.assign();
    } else {
      this.shrunk.finish();
      this.settle?.();
    }
  }

  private async work(worker: WatchedWorker, task: Task): Promise<void> {
    try {
      this.idle.push(await this.runOn(worker, task));
      this.busy -= 1;
      if (!this.stopping) this.assign();
    } catch (error) {
      if (!this.stopping) this.settle?.(error);
    }
  }

  /** Gives the worker that takes the next task: this one, or another if this one was lost. */
  private async runOn(worker: WatchedWorker, task: Task): Promise<WatchedWorker> {
    try {
      const answer = await worker.run(task);
      if (!this.stopping) this.take(task, answer);
      return worker;
    } catch (error) {
      if (!(error instanceof LostError) || this.stopping) throw error;
      this.workers.delete(worker);
      this.lose(task, error);
      return await this.load();
    }
  }

  private nextTask(): Task | undefined {
    const shrink = this.shrinks.shift();
    if (shrink !== undefined) return shrink;
    if (this.finishing) return undefined;
    const { work } = this.options;
    const batch = this.retries.shift() ?? this.nextBatch();
    if (batch === undefined) return undefined;
    return work.task(batch, [...(this.skips.get(batch)?.keys() ?? [])]);
  }

  private nextBatch(): number | undefined {
    const { batches, first, step } = this.options.work;
    return this.begun < batches ? first + step * this.begun++ : undefined;
  }

  private take(task: Task, answer: Answer): void {
    if (answer.kind === "batch-done" || answer.kind === "searched") {
      this.batchesDone.add(answer.result.batch, answer.result);
    } else if (task.kind === "shrink" && answer.kind === "shrunk") {
      this.shrunk.add(task.number, { counterexample: answer.counterexample, of: task.failure });
    } else if (task.kind === "shrink" && answer.kind === "unsteady") {
      const { caseNumber, case: case_, signature } = task.failure;
      const reason = `Run again, the case no longer failed (${signature}): the engine is not deterministic`;
      this.shrunk.add(task.number, { caseNumber, case: case_, reason });
    } else {
      throw new Error(`A worker answered ${answer.kind} to a task of a run`);
    }
  }

  /** Tells the case that a worker was lost in; the rest of its batch is run again without it. */
  private lose(task: Task, { message: reason, caseNumber }: LostError): void {
    if (caseNumber === undefined) throw new LoadError(reason);
    if (task.kind === "replay" || task.kind === "hunt") return;
    if (task.kind === "shrink") {
      const { caseNumber: number, case: case_ } = task.failure;
      const while_ = `${reason}, while a failing case was being shrunk`;
      this.shrunk.add(task.number, { caseNumber: number, case: case_, reason: while_ });
      return;
    }
    const found = this.options.work.find(caseNumber);
    if (found !== undefined) this.options.onLost({ caseNumber, case: found.case, reason });
    // The case can be of an earlier batch: an engine can do its damage late.
    if (found === undefined || found.batch === task.batch) this.skip(task, caseNumber, reason);
    this.retries.push(task.batch);
  }

  private skip({ batch }: BatchTask, caseNumber: number, reason: string): void {
    const skips = this.skips.get(batch) ?? new Map<number, string>();
    this.skips.set(batch, skips.set(caseNumber, reason));
  }

  /** Tells the cases that a search was lost in, now that it has come to them again. */
  private tellSkipped({ batch, skipped }: SearchResult): void {
    for (const { number, case: case_ } of skipped) {
      const reason = this.skips.get(batch)?.get(number) ?? "The engine was lost in it";
      this.options.onLost({ caseNumber: number, case: case_, reason });
    }
  }
}
