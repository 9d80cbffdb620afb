/**
 * Shares the batches of a run among worker threads, and watches over them: a worker that hangs in
 * real time or dies is replaced, the case it was lost in is told, and the run goes on.
 *
 * Results are handed on in the order of their batches, so what is found does not depend on how many
 * workers there are or which is faster.
 */
import { Worker } from "node:worker_threads";
import { BATCH_SIZE, drawBatch } from "../../properties/generators/case.ts";
import type { BatchResult, FoundFailure } from "../../properties/suite/batch.ts";
import type { Counterexample } from "../../reports/counterexample.ts";
import type { Answer, LostCase, Task, WorkerSetup } from "./messages.ts";

export interface PoolOptions {
  readonly engine: string;
  readonly properties: readonly string[];
  readonly seed: number;
  readonly cases: number;
  readonly workers: number;
  /** A case may take this long in real time before its worker is stopped. */
  readonly hangSeconds: number;
  /** Each batch, in order. Gives the failures whose minimal case is wanted. */
  readonly onBatch: (result: BatchResult) => readonly FoundFailure[];
  readonly onCounterexample: (counterexample: Counterexample) => void;
  readonly onLost: (lost: LostCase) => void;
}

interface Member {
  worker: Worker;
  running: Int32Array;
  ready: boolean;
  task: Task | undefined;
  /** The life sign seen last, and when. */
  beat: number;
  beatAt: number;
}

export class Pool {
  private readonly options: PoolOptions;
  private readonly members: Member[] = [];
  private readonly shrinks: FoundFailure[] = [];
  private readonly waiting = new Map<number, BatchResult>();
  private readonly skips = new Map<number, number[]>();
  private readonly retries: number[] = [];
  private nextBatch = 0;
  private nextToReport = 0;
  private readonly batches: number;
  private stopping = false;
  private settle: ((error?: Error) => void) | undefined;
  private watchdog: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.options = options;
    this.batches = Math.ceil(options.cases / BATCH_SIZE);
  }

  /** Runs until all is done or `stop` is called. Rejects if a worker reports an internal error. */
  async run(): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    const count = Math.min(this.options.workers, Math.max(1, this.batches));
    for (let index = 0; index < count; index += 1) this.start();
    this.watchdog = setInterval(() => this.watch(), 250);
    try {
      await done;
    } finally {
      clearInterval(this.watchdog);
      this.stopping = true;
      await Promise.all(this.members.map(({ worker }) => worker.terminate()));
    }
  }

  /** Starts nothing new but the shrinking of what was found; `run` resolves when that is done. */
  finishEarly(): void {
    this.nextBatch = this.batches;
    this.retries.length = 0;
    this.flush(true);
    this.endIfDone();
  }

  /** Stops at once. */
  stop(): void {
    this.flush(true);
    this.settle?.();
  }

  private start(): void {
    const shared = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
    const { engine, properties, seed, cases } = this.options;
    const setup: WorkerSetup = { engine, properties, seed, casesAsked: cases, running: shared };
    const worker = new Worker(new URL(WORKER_FILE, import.meta.url), { workerData: setup });
    const running = new Int32Array(shared);
    const beatAt = performance.now();
    const member: Member = { worker, running, ready: false, task: undefined, beat: -1, beatAt };
    worker.on("message", (answer: Answer) => this.hear(member, answer));
    worker.on("error", (error) => this.lose(member, `the worker thread died: ${error.message}`));
    worker.on("exit", (code) => this.lose(member, `the engine ended its process (exit ${code})`));
    this.members.push(member);
  }

  private hear(member: Member, answer: Answer): void {
    switch (answer.kind) {
      case "ready":
        member.ready = true;
        break;
      case "batch-done":
        this.waiting.set(answer.result.batch, answer.result);
        this.flush(false);
        break;
      case "shrunk":
        this.options.onCounterexample(answer.counterexample);
        break;
      case "failed":
        this.settle?.(new Error(answer.message));
        return;
    }
    member.task = undefined;
    for (const idle of this.members) if (idle.ready && idle.task === undefined) this.assign(idle);
    this.endIfDone();
  }

  /** Hands on the results that are next in order; with `all`, past gaps too. */
  private flush(all: boolean): void {
    for (;;) {
      const result = this.waiting.get(this.nextToReport);
      if (result !== undefined) {
        this.waiting.delete(this.nextToReport);
        this.shrinks.push(...this.options.onBatch(result));
      } else if (!all || this.waiting.size === 0) {
        return;
      }
      this.nextToReport += 1;
    }
  }

  private assign(member: Member): void {
    const task = this.nextTask();
    if (task === undefined) return;
    member.task = task;
    member.beatAt = performance.now();
    member.worker.postMessage(task);
  }

  private nextTask(): Task | undefined {
    const failure = this.shrinks.shift();
    if (failure !== undefined) return { kind: "shrink", failure };
    const batch =
      this.retries.shift() ?? (this.nextBatch < this.batches ? this.nextBatch++ : undefined);
    if (batch === undefined) return undefined;
    return { kind: "batch", batch, skip: this.skips.get(batch) ?? [] };
  }

  private endIfDone(): void {
    const idle = this.members.every(({ task }) => task === undefined);
    const nothingLeft = this.shrinks.length === 0 && this.retries.length === 0;
    if (idle && nothingLeft && this.nextBatch >= this.batches) this.settle?.();
  }

  private watch(): void {
    const now = performance.now();
    for (const member of [...this.members]) {
      const beat = Atomics.load(member.running, 1);
      if (member.task === undefined || beat !== member.beat) {
        member.beat = beat;
        member.beatAt = now;
      } else if (now - member.beatAt > this.options.hangSeconds * 1_000) {
        this.lose(member, `the engine blocked its thread for ${this.options.hangSeconds} s`);
      }
    }
  }

  /** A worker is gone, or has to go: its case is told, and another takes over the rest. */
  private lose(member: Member, reason: string): void {
    const index = this.members.indexOf(member);
    if (index === -1 || this.stopping) return;
    this.members.splice(index, 1);
    void member.worker.terminate();
    const { task } = member;
    if (task === undefined) {
      this.settle?.(new Error(`A worker was lost with nothing to do: ${reason}`));
      return;
    }
    const caseNumber = Atomics.load(member.running, 0);
    if (task.kind === "batch") {
      this.skips.set(task.batch, [...(this.skips.get(task.batch) ?? []), caseNumber]);
      this.retries.push(task.batch);
      const case_ = drawBatch(this.options.seed, task.batch)[caseNumber - task.batch * BATCH_SIZE];
      this.options.onLost({ caseNumber, case: case_, reason });
    } else {
      const { failure } = task;
      this.options.onLost({ caseNumber, case: failure.case, reason: `while shrinking, ${reason}` });
    }
    this.start();
  }
}

/** The worker beside this file, in whichever form this file is. */
const WORKER_FILE = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
