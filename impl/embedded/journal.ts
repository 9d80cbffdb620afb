/**
 * The log as this invocation knows it, and the calls that add to it: updates are sent in the order
 * in which they are written, one call at a time, and each reply tells what has changed.
 */
import type {
  CheckpointReply,
  CheckpointRequest,
  Page,
  WireOperation,
  WireUpdate,
} from "../backend/wire.ts";
import type { EngineInvocation } from "../engine.ts";

/** What one call may carry. */
const UPDATES_LIMIT = 250;
const CALL_LIMIT_BYTES = 750 * 1_024;
/** The longest delay of a timer in Node. */
const TIMER_LIMIT_MILLISECONDS = 2 ** 31 - 1;

interface Written {
  readonly update: WireUpdate;
  readonly recorded: () => void;
}

export interface JournalOptions {
  readonly invocation: Pick<EngineInvocation, "arn" | "token" | "page" | "transport">;
  /** Told when nothing is left to send. */
  readonly onRest: () => void;
  /** Told when a call has failed; the journal then sends nothing more. */
  readonly onFailure: (error: unknown) => void;
}

export class Journal {
  private readonly options: JournalOptions;
  private readonly entries = new Map<string, WireOperation>();
  private readonly waiting = new Map<string, () => void>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly queue: Written[] = [];
  private sending: Promise<void> | undefined;
  private token: string;

  constructor(options: JournalOptions) {
    this.options = options;
    this.token = options.invocation.token;
  }

  /** Reads the log that the invocation starts with, all of its pages. */
  async open(): Promise<void> {
    await this.learn(this.options.invocation.page);
  }

  /** What the execution was started with: it is itself an operation of the log, the first. */
  get input(): unknown {
    const execution = [...this.entries.values()].find(({ Type }) => Type === "EXECUTION");
    return JSON.parse(execution?.ExecutionDetails?.InputPayload ?? "null");
  }

  get(id: string): WireOperation | undefined {
    return this.entries.get(id);
  }

  /** Sends an update. Resolves when it is recorded, and the log here says so too. */
  write(update: WireUpdate): Promise<void> {
    return new Promise((recorded) => {
      this.queue.push({ update, recorded });
      this.send();
    });
  }

  /** Resolves when something of the operation has changed. Its timer, if it has one, is not missed. */
  async changed(id: string): Promise<void> {
    const due = dueAt(this.get(id));
    const timer = due === undefined ? undefined : this.askAt(due);
    await new Promise<void>((resolve) => this.waiting.set(id, resolve));
    if (timer !== undefined) this.cancel(timer);
  }

  /** Resolves when all that has been written is recorded. */
  async settled(): Promise<void> {
    while (this.sending !== undefined) await this.sending;
  }

  get isBusy(): boolean {
    return this.sending !== undefined;
  }

  /** Leaves no timer behind. */
  close(): void {
    for (const timer of this.timers) this.cancel(timer);
  }

  /** While other things go on, the service is asked for news when there should be some. */
  private askAt(due: number): NodeJS.Timeout {
    const delay = Math.min(Math.max(due - Date.now(), 0), TIMER_LIMIT_MILLISECONDS);
    const timer = setTimeout(() => this.send(), delay);
    this.timers.add(timer);
    return timer;
  }

  private cancel(timer: NodeJS.Timeout): void {
    clearTimeout(timer);
    this.timers.delete(timer);
  }

  private send(): void {
    this.sending ??= this.sendAll().catch((error: unknown) => {
      this.options.onFailure(error);
      return new Promise<never>(() => {});
    });
  }

  private async sendAll(): Promise<void> {
    // What is written in the same turn goes along.
    await Promise.resolve();
    do {
      const written = takeCall(this.queue);
      const updates = written.map(({ update }) => update);
      const { arn, transport } = this.options.invocation;
      const request: CheckpointRequest = {
        DurableExecutionArn: arn,
        CheckpointToken: this.token,
        Updates: updates,
      };
      const reply: CheckpointReply = await transport.checkpoint(request);
      this.token = reply.CheckpointToken ?? this.token;
      if (reply.NewExecutionState !== undefined) await this.learn(reply.NewExecutionState);
      for (const { recorded } of written) recorded();
    } while (this.queue.length > 0);
    this.sending = undefined;
    this.options.onRest();
  }

  /** Takes over what the service tells, further pages included. */
  private async learn(first: Page): Promise<void> {
    const { arn, transport } = this.options.invocation;
    let page = first;
    for (;;) {
      for (const entry of page.Operations) this.entries.set(entry.Id, entry);
      for (const { Id } of page.Operations) this.wake(Id);
      if (page.NextMarker === undefined) return;
      page = await transport.getExecutionState({
        DurableExecutionArn: arn,
        CheckpointToken: this.token,
        Marker: page.NextMarker,
      });
    }
  }

  private wake(id: string): void {
    const resolve = this.waiting.get(id);
    this.waiting.delete(id);
    resolve?.();
  }
}

/** When the service's timer for the operation fires, in milliseconds since 1970. */
function dueAt(entry: WireOperation | undefined): number | undefined {
  const due =
    entry?.Type === "STEP"
      ? entry.StepDetails?.NextAttemptTimestamp
      : entry?.WaitDetails?.ScheduledEndTimestamp;
  return due?.getTime();
}

/** Takes from the queue what fits into one call, and at least one update. */
function takeCall(queue: Written[]): readonly Written[] {
  let bytes = 0;
  const fitting = queue.findIndex(({ update }, index) => {
    bytes += Buffer.byteLength(JSON.stringify(update));
    return index === UPDATES_LIMIT || (index > 0 && bytes > CALL_LIMIT_BYTES);
  });
  return queue.splice(0, fitting === -1 ? queue.length : fitting);
}
