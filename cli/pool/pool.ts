/**
 * Shares the batches of a run among worker threads: a worker that is lost in a case is replaced,
 * the case is told if it is lost by itself too, or else its batch, and the run goes on.
 *
 * Results are handed on in the order of their cases, so what is found does not depend on how many
 * workers there are or which is faster.
 */
import type { Case } from "../../model/case.ts";
import type { FoundFailure } from "../../properties/suite/tally.ts";
import type { Counterexample } from "../../reports/counterexample.ts";
import { InOrder } from "./in-order.ts";
import { type BatchEnd, type Loss, Losses, lateDamage, lossOf } from "./losses.ts";
import type {
  Answer,
  BatchTask,
  Replay,
  RunBatch,
  SearchResult,
  Task,
  WorkerSetup,
} from "./messages.ts";
import type { Patience } from "./patience.ts";
import { LackError, LoadError, LostError, type Replayed, WatchedWorker } from "./watched-worker.ts";
import type { Work } from "./work.ts";

export interface PoolOptions {
  readonly setup: WorkerSetup;
  readonly work: Work;
  readonly workers: number;
  /** How long an engine may take before its worker is stopped. */
  readonly patience: Patience;
  /** Each batch, in order. Gives the failures whose minimal case is wanted. */
  readonly onBatch: (result: RunBatch | SearchResult) => readonly FoundFailure[];
  /** The minimal case of each, in the order in which they were wanted. */
  readonly onCounterexample: (counterexample: Counterexample, of: FoundFailure) => void;
  /** What has no verdict; of the cases of a batch in order, before the batch. */
  readonly onLost: (lost: Loss) => void;
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
  private readonly batchesDone: InOrder<BatchEnd>;
  private readonly shrinks: ShrinkTask[] = [];
  private wanted = 0;
  private readonly shrunk: InOrder<Shrunk | Loss>;
  private readonly retries: number[] = [];
  /** What was lost in batches that have not ended; they are run again without these cases. */
  private readonly lost = new Losses();
  private begun = 0;
  private replaying = false;
  private finishing = false;
  private stopping = false;
  private settle: ((error?: unknown) => void) | undefined;

  constructor(options: PoolOptions) {
    this.options = options;
    this.batchesDone = new InOrder(({ result, lost }) => {
      for (const loss of lost) options.onLost(loss);
      if (result === undefined) return;
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
    this.finishBatches();
    this.shrunk.finish();
    if (this.replaying) void this.close();
    this.settle?.();
  }

  private async load(): Promise<WatchedWorker> {
    const { setup, patience } = this.options;
    const worker = await WatchedWorker.start(setup, patience);
    this.workers.add(worker);
    if (this.stopping) await worker.close();
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
    this.finishBatches();
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
      await this.lose(task, error);
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
    return work.task(
      batch,
      this.lost.of(batch).map(({ caseNumber }) => caseNumber),
    );
  }

  private nextBatch(): number | undefined {
    const { batches, first, step } = this.options.work;
    return this.begun < batches ? first + step * this.begun++ : undefined;
  }

  private take(task: Task, answer: Answer): void {
    if (answer.kind === "batch-done" || answer.kind === "searched") {
      this.endBatch(answer.result.batch, answer.result);
    } else if (task.kind === "shrink" && answer.kind === "shrunk") {
      this.shrunk.add(task.number, { counterexample: answer.counterexample, of: task.failure });
    } else if (task.kind === "shrink" && answer.kind === "unsteady") {
      const { caseNumber, case: case_, signature } = task.failure;
      const reason = `Run again, the case no longer failed (${signature}): the engine is not deterministic`;
      this.shrunk.add(task.number, { caseNumber, cases: 1, case: case_, reason });
    } else {
      throw new Error(`A worker answered ${answer.kind} to a task of a run`);
    }
  }

  /**
   * Keeps the case that a worker was lost in, to be told with its batch: the rest of the batch is run
   * again without it. But an engine can do its damage late, when an innocent case runs: a case that is
   * not lost when it is run by itself is not blamed, and its batch is given up.
   */
  private async lose(task: Task, error: LostError): Promise<void> {
    const { message, caseNumber } = error;
    if (caseNumber === undefined) throw new LoadError(message);
    if (task.kind === "replay" || task.kind === "hunt") return;
    if (task.kind === "shrink") {
      const { caseNumber: number, case: case_ } = task.failure;
      const reason = `${message}, while a failing case was being shrunk`;
      this.shrunk.add(task.number, { caseNumber: number, cases: 1, case: case_, reason });
      return;
    }
    const case_ = this.caseOf(task, caseNumber, error);
    const reason = case_ && (await this.runAlone(case_));
    if (this.stopping) return;
    if (reason === undefined) {
      this.giveUp(task, message);
    } else {
      this.lost.add(task.batch, { caseNumber, cases: 1, case: case_, reason });
      this.retries.push(task.batch);
    }
  }

  /** The case that ran; undefined if none of the batch had begun. */
  private caseOf({ batch }: BatchTask, caseNumber: number, { begun }: LostError): Case | undefined {
    if (begun?.caseNumber === caseNumber) return begun.case;
    const found = this.options.work.find(caseNumber);
    return found?.batch === batch ? found.case : undefined;
  }

  /** How a worker is lost that runs nothing but this case; undefined if it is not. */
  private async runAlone(case_: Case): Promise<string | undefined> {
    const worker = await this.load();
    const reason = await lossOf(worker, case_);
    this.workers.delete(worker);
    return reason;
  }

  /** Leaves the rest of a batch without a verdict. */
  private giveUp({ batch }: BatchTask, message: string): void {
    const unjudged = this.options.work.unjudged(batch);
    this.lost.add(batch, lateDamage(unjudged, message, this.lost.of(batch).length));
    this.endBatch(batch, unjudged.result);
  }

  private endBatch(batch: number, result: BatchEnd["result"]): void {
    this.batchesDone.add(batch, { result, lost: this.lost.take(batch) });
  }

  /** Hands on all that there is, also what was lost in batches that will not end. */
  private finishBatches(): void {
    for (const batch of this.lost.batches()) this.endBatch(batch, undefined);
    this.batchesDone.finish();
  }
}
