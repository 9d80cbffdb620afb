/**
 * A durable execution service for one execution, in memory (semantics, section 5): the log, the
 * checkpoint tokens, and what an answer makes of the execution. Time is whatever `now` says; timers
 * are told through `fireTimers`, so the caller decides when they fire.
 *
 * Each checkpoint call is atomic, uses up its token and gives a new one. Starting an invocation
 * gives a fresh token and thereby fences off every older invocation.
 */
import { applyTimer, applyUpdate, timerOf } from "./apply.ts";
import { validateUpdates } from "./validate.ts";
import {
  type CheckpointReply,
  type CheckpointRequest,
  invalidParameter,
  type Page,
  type StateRequest,
  type WireError,
  type WireOperation,
} from "./wire.ts";

/** How an invocation answers (semantics, section 5, "Handler outcome"). */
export type WireAnswer =
  | { readonly Status: "SUCCEEDED"; readonly Result?: string | undefined }
  | { readonly Status: "FAILED"; readonly Error?: WireError | undefined }
  | { readonly Status: "PENDING" };

export interface ServiceOptions {
  readonly arn: string;
  readonly input: string;
  /** The time, in milliseconds since 1970; all times here are of this kind. */
  readonly now: () => number;
  /** Makes the dates that engines see; under a virtual clock these are its own. */
  readonly date: (milliseconds: number) => Date;
  /** How many operations a page of the log holds; unbounded where absent. */
  readonly pageSize?: number;
}

export class Service {
  private readonly options: ServiceOptions;
  private readonly log = new Map<string, WireOperation>();
  /** The version at which each entry last changed, to send only what is new. */
  private readonly changedAt = new Map<string, number>();
  private readonly timers = new Map<string, number>();
  private version = 0;
  private sentVersion = 0;
  private tokens = 0;
  private token = "";
  private ended = false;

  constructor(options: ServiceOptions) {
    this.options = options;
    this.put({
      Id: "execution",
      Type: "EXECUTION",
      Status: "STARTED",
      StartTimestamp: options.date(options.now()),
      ExecutionDetails: { InputPayload: options.input },
    });
  }

  /** Starts an invocation: a fresh token and the first page of the log. */
  startInvocation(): { readonly token: string; readonly page: Page } {
    this.token = this.nextToken();
    this.sentVersion = this.version;
    return { token: this.token, page: this.page(0) };
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
    for (const update of updates) {
      const { now, date } = this.options;
      this.put(applyUpdate(this.log.get(update.Id), update, now(), date));
    }
    this.token = this.nextToken();
    const Operations = this.changedSince(this.sentVersion);
    this.sentVersion = this.version;
    return { CheckpointToken: this.token, NewExecutionState: { Operations } };
  }

  /**
   * One `GetDurableExecutionState` call: the page at the marker.
   * @throws ServiceError 400 for a stale token or an unknown marker.
   */
  state(request: StateRequest): Page {
    this.checkToken(request.CheckpointToken);
    const start = request.Marker === undefined ? 0 : Number(request.Marker);
    if (!Number.isInteger(start) || start < 0) throw invalidParameter("Invalid marker.");
    return this.page(start);
  }

  /**
   * Takes the answer of the current invocation.
   * @throws ServiceError 400 for PENDING with nothing pending.
   */
  answer(answer: WireAnswer): void {
    if (answer.Status !== "PENDING") {
      this.ended = true;
      return;
    }
    const pending = [...this.log.values()].some(isPending) || this.changedSince(this.sentVersion).length > 0;
    if (!pending) {
      throw invalidParameter("Cannot return PENDING status with no pending operations.");
    }
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
      const fired = applyTimer(this.log.get(id) as WireOperation, this.options.date(now));
      this.put(fired);
      return fired;
    });
  }

  /** Whether something changed that the current invocation has not been told. */
  hasNews(): boolean {
    return this.version > this.sentVersion;
  }

  private put(entry: WireOperation): void {
    this.version += 1;
    this.log.set(entry.Id, entry);
    this.changedAt.set(entry.Id, this.version);
    const due = timerOf(entry);
    if (due === undefined) this.timers.delete(entry.Id);
    else this.timers.set(entry.Id, due);
  }

  private changedSince(version: number): WireOperation[] {
    if (version === this.version) return [];
    return [...this.log.values()].filter(({ Id }) => (this.changedAt.get(Id) as number) > version);
  }

  /** Children of a completed context are not sent again, unless it asks for them. */
  private page(start: number): Page {
    const visible = [...this.log.values()].filter((entry) => !this.isPruned(entry));
    const size = this.options.pageSize ?? visible.length;
    const Operations = visible.slice(start, start + size);
    const next = start + size;
    return next < visible.length ? { Operations, NextMarker: String(next) } : { Operations };
  }

  private isPruned(entry: WireOperation): boolean {
    const parent = entry.ParentId === undefined ? undefined : this.log.get(entry.ParentId);
    if (parent === undefined) return false;
    const closed = parent.Status === "SUCCEEDED" || parent.Status === "FAILED";
    if (closed && parent.ContextDetails?.ReplayChildren !== true) return true;
    return this.isPruned(parent);
  }

  private checkToken(token: string): void {
    if (this.ended || token !== this.token) throw invalidParameter("Invalid checkpoint token");
  }

  private nextToken(): string {
    this.tokens += 1;
    return `token-${this.tokens}`;
  }
}

function isPending({ Type, Status }: WireOperation): boolean {
  if (Type === "STEP") return Status === "PENDING" || Status === "READY";
  return (Type === "WAIT" || Type === "CALLBACK" || Type === "CHAINED_INVOKE") && Status === "STARTED";
}

