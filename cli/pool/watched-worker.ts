/**
 * A worker thread with an engine of its own, under watch: what the engine does to its thread ends
 * that thread and nothing else.
 */
import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { COMPILE_CACHE } from "../../impl/compile-cache.ts";
import type {
  Answer,
  Begun,
  Close,
  ReplayAnswer,
  Task,
  WorkerData,
  WorkerSetup,
} from "./messages.ts";
import type { Patience } from "./patience.ts";
import { Pulse } from "./pulse.ts";

/** The engine can't be loaded; says why. */
export class LoadError extends Error {}

/** The engine lacks what a case needs; says what. */
export class LackError extends LoadError {}

/** The worker hung or died in its task; says how, as a sentence without its full stop. */
export class LostError extends Error {
  /** The case that ran, or was the last to run; undefined if none ever did. */
  readonly caseNumber: number | undefined;
  /** The last case of this task that the worker told as it began. */
  readonly begun: Begun | undefined;

  constructor(message: string, caseNumber: number | undefined, begun: Begun | undefined) {
    super(message);
    this.caseNumber = caseNumber;
    this.begun = begun;
  }
}

/** What became of a case that was run by itself. */
export type Replayed = ReplayAnswer | LostError | LackError;

/** Loading takes a second or so, but far longer where many processes share a machine. */
const LOAD_SECONDS = 60;
const TICK_MILLISECONDS = 250;
/** How long a thread may take to end its processes, before they end because it has gone. */
const CLOSE_MILLISECONDS = 5_000;
/** A tick as late as this was held up itself, for instance by a stopped process. */
const LATE_MILLISECONDS = 1_000;

export class WatchedWorker {
  private readonly worker: Worker;
  private readonly pulse = new Pulse();
  private patience: Patience;
  private waiting: ((outcome: Answer | LostError) => void) | undefined;
  private gone: string | undefined;
  private begun: Begun | undefined;
  private hasProcesses: boolean;

  private constructor(setup: WorkerSetup, patience: Patience) {
    const workerData: WorkerData = { ...setup, pulse: this.pulse.memory };
    // Until it has loaded the engine.
    this.patience = { ...patience, silentSeconds: LOAD_SECONDS, caseSeconds: LOAD_SECONDS };
    this.hasProcesses = setup.tier !== undefined && setup.tier !== "simulated";
    const env = { ...process.env, ...COMPILE_CACHE };
    const options = { workerData, env, stdout: true };
    this.worker = new Worker(new URL(WORKER_FILE, import.meta.url), options);
    // Standard output is for results: what an engine prints goes to standard error.
    this.worker.stdout.on("data", (chunk) => process.stderr.write(chunk));
    this.worker.on("message", (told: Answer | Begun) => {
      if (told.kind === "begun") this.begun = told;
      else this.settle(told);
    });
    this.worker.on("error", (error) => this.lose(`The engine's thread died of ${String(error)}`));
    this.worker.on("exit", (code) => this.lose(`The engine ended its process with exit ${code}`));
  }

  /** @throws LoadError if the engine can't be loaded. */
  static async start(setup: WorkerSetup, patience: Patience): Promise<WatchedWorker> {
    const watched = new WatchedWorker(setup, patience);
    const outcome = await watched.outcome();
    watched.patience = patience;
    if (outcome instanceof LostError) throw new LoadError(outcome.message);
    if (outcome.kind === "unusable") {
      await watched.close();
      throw new LoadError(outcome.message);
    }
    return watched;
  }

  /**
   * Gives the worker's answer to a task, one at a time.
   * @throws LostError if the engine took the worker with it; the worker is then of no more use.
   * LackError if the engine lacks what a case needs.
   */
  async run(task: Task): Promise<Answer> {
    this.begun = undefined;
    this.worker.postMessage(task);
    const outcome = await this.outcome();
    if (outcome instanceof LostError) throw outcome;
    if (outcome.kind === "unusable") throw new LackError(outcome.message);
    if (outcome.kind === "mistaken") throw new Error(outcome.message);
    return outcome;
  }

  /** A search under way comes to its end after the case that runs. */
  hurry(): void {
    this.pulse.hurry();
  }

  /** Ends it, and the processes that its engine has. */
  async close(): Promise<void> {
    if (this.hasProcesses) {
      this.hasProcesses = false;
      const ended = new Promise<void>((resolve) => this.worker.once("exit", () => resolve()));
      this.worker.postMessage({ kind: "close" } satisfies Close);
      await Promise.race([ended, setTimeout(CLOSE_MILLISECONDS, undefined, { ref: false })]);
    }
    await this.worker.terminate();
  }

  private async outcome(): Promise<Answer | LostError> {
    if (this.gone !== undefined) return this.lost(this.gone);
    const watchdog = this.watch();
    try {
      return await new Promise((resolve) => {
        this.waiting = resolve;
      });
    } finally {
      clearInterval(watchdog);
    }
  }

  /** Gives the worker up when its patience with it has come to an end. */
  private watch(): NodeJS.Timeout {
    const { pulse } = this;
    let [casesBegun, invocationsBegun] = [pulse.casesBegun, pulse.invocationsBegun];
    let caseAt = performance.now();
    let aliveAt = caseAt;
    let tickAt = caseAt;
    return setInterval(() => {
      const now = performance.now();
      const late = now - tickAt > LATE_MILLISECONDS;
      tickAt = now;
      if (pulse.casesBegun !== casesBegun || late) caseAt = now;
      if (pulse.invocationsBegun !== invocationsBegun || caseAt === now) aliveAt = now;
      [casesBegun, invocationsBegun] = [pulse.casesBegun, pulse.invocationsBegun];
      const { silentSeconds, caseSeconds, invocations } = this.patience;
      if (now - aliveAt > silentSeconds * 1_000) {
        this.lose(`The engine blocked its thread, or did not come to rest, for ${silentSeconds} s`);
      } else if (now - caseAt > caseSeconds * 1_000) {
        this.lose(`The engine did not come to the end of the execution within ${caseSeconds} s`);
      } else if (pulse.invocationsOfCase > invocations) {
        const most = `${invocations} invocations`;
        this.lose(`The engine did not come to the end of the execution within ${most}`);
      }
    }, TICK_MILLISECONDS);
  }

  private lose(reason: string): void {
    this.gone ??= reason;
    this.settle(this.lost(this.gone));
    void this.close();
  }

  private lost(reason: string): LostError {
    return new LostError(reason, this.pulse.caseNumber, this.begun);
  }

  private settle(outcome: Answer | LostError): void {
    this.waiting?.(outcome);
    this.waiting = undefined;
  }
}

/** The worker beside this file, in whichever form this file is. */
const WORKER_FILE = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
