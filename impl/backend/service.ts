/**
 * A durable execution service for one execution, in memory (semantics, section 5): the log, the
 * checkpoint tokens, and what an answer makes of the execution. Time is whatever `now` says; timers
 * are told through `fireTimers`, so the caller decides when they fire.
 *
 * Each checkpoint call is atomic, uses up its token and gives a new one. Starting an invocation
 * gives a fresh token and thereby fences off every older invocation.
 */
import { applyOutsideEnd, applyTimer, applyUpdate, isPending, timerOf } from "./apply.ts";
import { beat, type CallbackClock, dueAt, startClock, timeoutError } from "./callback-clock.ts";
import { copyData, textWithoutDates } from "./copy-data.ts";
import { type ExecutionEnd, endOfAnswer, endOfUpdate } from "./execution-end.ts";
import { validateUpdates } from "./validate.ts";
import {
  type CheckpointReply,
  type CheckpointRequest,
  invalidParameter,
  type OperationStatus,
  type Page,
  STALE_TOKEN,
  type StateRequest,
  type WireAnswer,
  type WireError,
  type WireOperation,
  type WireUpdate,
} from "./wire.ts";

export interface ServiceOptions {
  readonly arn: string;
  readonly input: string;
  /** The time, in milliseconds since 1970; all times here are of this kind. */
  readonly now: () => number;
  /** Makes the dates that engines see; under a virtual clock these are its own. */
  readonly date: (milliseconds: number) => Date;
  /** How many operations a page of the log holds; unbounded where absent. */
  readonly pageSize?: number;
  /** How many operations the page holds that an invocation starts with; it may be 0. */
  readonly firstPageSize?: number;
}

/** Makes the service of an execution. */
export type CreateService = (options: ServiceOptions) => Service;

const EXECUTION_ID = "execution";

export class Service {
  protected readonly options: ServiceOptions;
  protected readonly log = new Map<string, WireOperation>();
  /** Where in the log each entry stands. */
  protected readonly positions = new Map<string, number>();
  /** The ids of the entries in the order of their changes, to send only what is new. */
  protected readonly changes: string[] = [];
  protected readonly timers = new Map<string, number>();
  protected readonly callbackClocks = new Map<string, CallbackClock>();
  protected readonly markers = new Set<string>();
  /** The log as text, as of a version. */
  private written = { version: -1, text: "" };
  protected sentVersion = 0;
  protected tokens = 0;
  protected token = "";
  /** How the execution has ended; undefined while it goes on. */
  end: ExecutionEnd | undefined;

  constructor(options: ServiceOptions) {
    this.options = options;
    this.put({
      Id: EXECUTION_ID,
      Type: "EXECUTION",
      Status: "STARTED",
      StartTimestamp: options.date(options.now()),
      ExecutionDetails: { InputPayload: options.input },
    });
  }

  /** The status that an EXECUTION update has given the execution, which no answer changes. */
  get recordedEnd(): "SUCCEEDED" | "FAILED" | undefined {
    return this.end?.by === "update" ? this.end.Status : undefined;
  }

  /** Starts an invocation: a fresh token and the first page of the log. */
  startInvocation(): { readonly token: string; readonly page: Page } {
    this.token = this.nextToken();
    this.sentVersion = this.version;
    const { firstPageSize, pageSize } = this.options;
    return { token: this.token, page: this.page(0, firstPageSize ?? pageSize) };
  }

  /**
   * One `CheckpointDurableExecution` call.
   * @throws ServiceError 400 for a stale token or for updates that the service does not take; then
   * nothing has changed.
   */
  checkpoint(request: CheckpointRequest): CheckpointReply {
    this.checkToken(request.CheckpointToken);
    const updates = request.Updates ?? [];
    validateUpdates(this.log, updates);
    for (const update of updates) this.apply(update);
    this.token = this.nextToken();
    const Operations = this.changedSince(this.sentVersion);
    this.sentVersion = this.version;
    return { CheckpointToken: this.token, NewExecutionState: { Operations } };
  }

  /** The same; the reply is lost on its way, of which the service knows nothing. */
  checkpointUnheard(request: CheckpointRequest): CheckpointReply {
    return this.checkpoint(request);
  }

  /** A checkpoint call of which nothing is recorded: lost on its way, or failed in the service. */
  loseCheckpoint(_request: CheckpointRequest, _failure: "request-lost" | "server-error"): void {}

  /**
   * One `GetDurableExecutionState` call: the page at the marker.
   * @throws ServiceError 400 for a stale token or an unknown marker.
   */
  state(request: StateRequest): Page {
    this.checkToken(request.CheckpointToken);
    const { Marker } = request;
    if (Marker === undefined) return this.page(0, this.options.pageSize);
    if (!this.markers.has(Marker)) throw invalidParameter("Invalid marker.");
    return this.page(Number(Marker), this.options.pageSize);
  }

  /**
   * Takes the answer of the current invocation; one that has recorded the end of the execution
   * itself has nothing left to say.
   * @throws ServiceError 400 for PENDING with nothing pending.
   */
  answer(answer: WireAnswer): void {
    this.end ??= endOfAnswer(answer);
    if (this.end !== undefined) return;
    if (!this.hasNews() && ![...this.log.values()].some(isPending)) {
      throw invalidParameter("Cannot return PENDING status with no pending operations.");
    }
  }

  /**
   * What an invocation would find that is started now, as text: the log, and in how many seconds
   * its timers fire. Dates are left out: engines go by how far ahead they are.
   */
  snapshot(): string {
    if (this.written.version !== this.version) {
      this.written = { version: this.version, text: textWithoutDates([...this.log.values()]) };
    }
    const now = this.options.now();
    const ahead = (due: number) => Math.ceil(Math.max(0, due - now) / 1_000);
    const timers = [...this.timers].map(([id, due]) => `${id} ${ahead(due)}`);
    const clocks = [...this.callbackClocks].map(([id, { timeoutAt, heartbeatAt }]) => {
      return `${id} ${ahead(timeoutAt)} ${ahead(heartbeatAt)}`;
    });
    return `${this.written.text} ${timers.join(" ")} ${clocks.join(" ")} ${this.recordedEnd ?? ""}`;
  }

  /** When the next timer fires, in milliseconds since 1970; undefined if none is set. */
  nextTimer(): number | undefined {
    let next: number | undefined;
    for (const due of this.timers.values()) if (next === undefined || due < next) next = due;
    return next;
  }

  /** Fires all timers that are due now; gives the operations concerned, earliest first. */
  fireTimers(): readonly WireOperation[] {
    const now = this.options.now();
    const due = [...this.timers].filter(([, at]) => at <= now).sort(([, a], [, b]) => a - b);
    return due.map(([id]) => {
      const clock = this.callbackClocks.get(id);
      const error = clock === undefined ? {} : timeoutError(clock);
      const fired = applyTimer(this.log.get(id) as WireOperation, this.options.date(now), error);
      this.put(fired);
      return fired;
    });
  }

  /**
   * An outside party ends a callback or an invoked function. Gives false if that has ended before.
   */
  endFromOutside(
    id: string,
    status: OperationStatus,
    details: { readonly Result?: string; readonly Error?: WireError },
  ): boolean {
    const entry = this.log.get(id);
    if (entry?.Status !== "STARTED") return false;
    const { now, date } = this.options;
    this.put(applyOutsideEnd(entry, status, details, date(now())));
    return true;
  }

  /** An outside party gives a sign of life of a callback. Gives false if that has ended before. */
  heartbeat(id: string): boolean {
    const clock = this.callbackClocks.get(id);
    if (clock === undefined || this.log.get(id)?.Status !== "STARTED") return false;
    this.setClock(id, beat(clock, this.options.now()));
    return true;
  }

  /** An operation's parent in the log, if it has one. */
  parentOf(parentId: string | undefined): WireOperation | undefined {
    return parentId === undefined ? undefined : this.log.get(parentId);
  }

  /** Somebody uses up the token of the current invocation: whatever that still sends is refused. */
  useTokenUp(): void {
    this.token = this.nextToken();
  }

  /**
   * The current invocation is not told its next token: it can record nothing more, and is news to
   * itself. The execution goes on in the next invocation as soon as this one has ended.
   */
  withholdToken(): void {
    this.sentVersion = -1;
  }

  /** Whether something changed that the current invocation has not been told. */
  hasNews(): boolean {
    return this.version > this.sentVersion;
  }

  /** An EXECUTION update is about this execution, whatever id the engine made up for it. */
  private apply(update: WireUpdate): void {
    const { now, date } = this.options;
    const isExecution = update.Type === "EXECUTION";
    const id = isExecution ? EXECUTION_ID : update.Id;
    this.put(applyUpdate(this.log.get(id), update, now(), date));
    if (update.Type === "CALLBACK") this.setClock(id, startClock(update, now()));
    if (isExecution) this.end = endOfUpdate(update);
  }

  private setClock(id: string, clock: CallbackClock): void {
    this.callbackClocks.set(id, clock);
    const due = dueAt(clock);
    if (due !== undefined) this.timers.set(id, due);
  }

  /** Rises with each change of the log. */
  private get version(): number {
    return this.changes.length;
  }

  protected put(entry: WireOperation): void {
    if (!this.log.has(entry.Id)) this.positions.set(entry.Id, this.log.size);
    this.log.set(entry.Id, entry);
    this.changes.push(entry.Id);
    const due = timerOf(entry);
    if (due === undefined) this.timers.delete(entry.Id);
    else this.timers.set(entry.Id, due);
  }

  /** In the order of the log. */
  private changedSince(version: number): WireOperation[] {
    if (version === this.version) return [];
    const position = (id: string) => this.positions.get(id) as number;
    return [...new Set(this.changes.slice(version))]
      .sort((one, other) => position(one) - position(other))
      .map((id) => copyData(this.log.get(id) as WireOperation));
  }

  /**
   * The page from a position in the log. Positions count the whole log, which only grows, so a
   * marker stays right while contexts complete and their children are no longer sent.
   */
  private page(start: number, size = Number.POSITIVE_INFINITY): Page {
    const Operations: WireOperation[] = [];
    for (const [position, entry] of [...this.log.values()].entries()) {
      if (position < start || this.isPruned(entry)) continue;
      if (Operations.length === size) {
        const NextMarker = String(position);
        this.markers.add(NextMarker);
        return { Operations, NextMarker };
      }
      Operations.push(copyData(entry));
    }
    return { Operations };
  }

  /** Children of a completed context are not sent again, unless it asks for them. */
  private isPruned(entry: WireOperation): boolean {
    const parent = entry.ParentId === undefined ? undefined : this.log.get(entry.ParentId);
    if (parent === undefined) return false;
    const closed = parent.Status === "SUCCEEDED" || parent.Status === "FAILED";
    if (closed && parent.ContextDetails?.ReplayChildren !== true) return true;
    return this.isPruned(parent);
  }

  private checkToken(token: string): void {
    if (this.end !== undefined || token !== this.token) throw invalidParameter(STALE_TOKEN);
  }

  private nextToken(): string {
    this.tokens += 1;
    return `token-${this.tokens}`;
  }
}
