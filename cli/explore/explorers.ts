/**
 * Shares an exploration among worker threads. What they find is handed on in the order of the jobs,
 * so it does not depend on how many there are.
 */
import { Worker } from "node:worker_threads";
import { COMPILE_CACHE } from "../../impl/compile-cache.ts";
import { InOrder } from "../pool/in-order.ts";
import type { Findings, Job, Told } from "./messages.ts";

export interface ExplorerOptions {
  readonly jobs: Iterator<Job>;
  readonly workers: number;
  /** What each job found, in order. */
  readonly onFindings: (findings: Findings) => void;
  /** How many states of a workflow at work there are so far. */
  readonly onStates: (states: number) => void;
}

export class Explorers {
  private readonly options: ExplorerOptions;
  private readonly workers: Worker[] = [];
  private readonly done: InOrder<Findings>;
  private next = 0;
  private busy = 0;
  private finishing = false;
  private settle: ((error?: Error) => void) | undefined;

  constructor(options: ExplorerOptions) {
    this.options = options;
    this.done = new InOrder(options.onFindings);
  }

  /** Runs until all jobs are done, or it is stopped. @throws Error for a mistake of this program. */
  async run(): Promise<void> {
    const { workers } = this.options;
    try {
      await new Promise<void>((resolve, reject) => {
        this.settle = (error) => (error === undefined ? resolve() : reject(error));
        for (let index = 0; index < workers; index += 1) this.start();
      });
    } finally {
      await Promise.all(this.workers.map((worker) => worker.terminate()));
    }
    this.done.finish();
  }

  /** Starts no new job; those under way are finished. */
  finishEarly(): void {
    this.finishing = true;
  }

  /** Stops at once. */
  stop(): void {
    this.settle?.();
  }

  private start(): void {
    const worker = new Worker(new URL(WORKER_FILE, import.meta.url), {
      env: { ...process.env, ...COMPILE_CACHE },
    });
    this.workers.push(worker);
    let number = 0;
    const take = () => {
      const job = this.finishing ? undefined : this.options.jobs.next();
      if (job === undefined || job.done === true) {
        this.finishing = true;
        if (this.busy === 0) this.settle?.();
        return;
      }
      number = this.next;
      this.next += 1;
      this.busy += 1;
      worker.postMessage(job.value);
    };
    worker.on("error", (error: Error) => this.settle?.(error));
    worker.on("message", (told: Told) => {
      if (told.kind === "states") return this.options.onStates(told.states);
      if (told.kind === "mistaken") return this.settle?.(new Error(told.message));
      this.busy -= 1;
      this.done.add(number, told.findings);
      take();
    });
    take();
  }
}

/** The worker beside this file, in whichever form this file is. */
const WORKER_FILE = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
