/**
 * The service with its state in a file: every call that changes something is one transaction, which
 * is on the disk before the call is answered. Opened again, it is as the last answered call left it.
 */
import { RestorableService, type ServiceState } from "../restorable.ts";
import type { ServiceOptions } from "../service.ts";
import type { WireAnswer } from "../wire.ts";
import {
  type CheckpointReply,
  type CheckpointRequest,
  type Page,
  ServiceError,
  type StateRequest,
} from "../wire.ts";
import { StoreFile, StoreFileError, type TransactionEdge } from "./file.ts";
import { type Kind, type Row, toRow, writeClocks, writeOperation } from "./rows.ts";

export class SqliteService extends RestorableService {
  private readonly store: StoreFile;
  /** How many changes have been written, and the text of each row of which there is one. */
  private writtenChanges = 0;
  private readonly writtenRows = new Map<Kind, string>();
  /** What has gone wrong, after which memory and file may differ. */
  private failed: unknown;

  private constructor(options: ServiceOptions, store: StoreFile) {
    super(options);
    this.store = store;
  }

  /** Starts an execution in a new file. @throws StoreFileError if there is one of that name. */
  static create(
    file: string,
    options: ServiceOptions,
    onEdge?: (edge: TransactionEdge) => void,
  ): SqliteService {
    const first = new RestorableService(options);
    const { arn, input } = options;
    const rows = [toRow("execution", 0, { arn, input }), ...allRows(first.remembered())];
    const service = new SqliteService(options, StoreFile.create(file, rows, onEdge));
    return service.take(first.remembered());
  }

  /** Goes on with the execution of a file. @throws StoreFileError for a file that is not of it. */
  static open(
    file: string,
    options: ServiceOptions,
    onEdge?: (edge: TransactionEdge) => void,
  ): SqliteService {
    const check = ({ arn, input }: Pick<ServiceOptions, "arn" | "input">) => {
      if (arn === options.arn && input === options.input) return;
      const found = arn === options.arn ? `${arn}, with another input` : arn;
      throw new StoreFileError(file, `the execution ${found}`, `one of ${options.arn}`);
    };
    const { state, store } = StoreFile.open(file, options.date, check, onEdge);
    return new SqliteService(options, store).take(state);
  }

  override startInvocation() {
    return this.durably(() => super.startInvocation());
  }

  override checkpoint(request: CheckpointRequest): CheckpointReply {
    return this.durably(() => super.checkpoint(request));
  }

  override state(request: StateRequest): Page {
    return this.durably(() => super.state(request));
  }

  override answer(answer: WireAnswer): void {
    this.durably(() => super.answer(answer));
  }

  override fireTimers() {
    return this.durably(() => super.fireTimers());
  }

  override endFromOutside(...parameters: Parameters<RestorableService["endFromOutside"]>): boolean {
    return this.durably(() => super.endFromOutside(...parameters));
  }

  override heartbeat(id: string): boolean {
    return this.durably(() => super.heartbeat(id));
  }

  override useTokenUp(): void {
    this.durably(() => super.useTokenUp());
  }

  override withholdToken(): void {
    this.durably(() => super.withholdToken());
  }

  /** Lets go of the file. */
  close(): void {
    this.store.close();
  }

  /** Does it and writes what it has changed, all or nothing. */
  private durably<Value>(act: () => Value): Value {
    if (this.failed !== undefined) throw this.failed;
    try {
      const value = act();
      const rows = this.changedRows();
      if (rows.length > 0) this.store.write(rows);
      this.noteWritten(rows);
      return value;
    } catch (error) {
      // What it refuses it has not begun with; after anything else only the file is right.
      if (!(error instanceof ServiceError)) this.failed = error;
      throw error;
    }
  }

  private take(state: ServiceState): this {
    this.restore(state);
    this.noteWritten(singleRows(state));
    return this;
  }

  private changedRows(): readonly Row[] {
    const fresh = this.changes.slice(this.writtenChanges);
    const changes = fresh.map((id, index) => toRow("change", this.writtenChanges + index, id));
    const operations = [...new Set(fresh)].map((id) => {
      const entry = this.log.get(id);
      const position = this.positions.get(id);
      if (entry === undefined || position === undefined) throw new Error(`Nothing is called ${id}`);
      return toRow("operation", position, writeOperation(entry));
    });
    const singles = singleRows(this.singles()).filter(
      ({ kind, value }) => this.writtenRows.get(kind) !== value,
    );
    return [...operations, ...changes, ...singles];
  }

  private singles(): Singles {
    return {
      timers: [...this.timers],
      callbackClocks: [...this.callbackClocks],
      markers: [...this.markers],
      counters: this.counters(),
      end: this.end ?? null,
    };
  }

  private noteWritten(rows: readonly Row[]): void {
    this.writtenChanges = this.changes.length;
    for (const { kind, value } of rows) this.writtenRows.set(kind, value);
  }
}

type Singles = Pick<ServiceState, "timers" | "callbackClocks" | "markers" | "counters" | "end">;

/** What has one row of its own; the end is written once, and may be large. */
function singleRows({ timers, callbackClocks, markers, counters, end }: Singles): readonly Row[] {
  return [
    toRow("timers", 0, timers),
    toRow("clocks", 0, writeClocks(callbackClocks)),
    toRow("markers", 0, markers),
    toRow("counters", 0, counters),
    toRow("end", 0, end),
  ];
}

function allRows(state: ServiceState): readonly Row[] {
  return [
    ...state.operations.map((entry, index) => toRow("operation", index, writeOperation(entry))),
    ...state.changes.map((id, index) => toRow("change", index, id)),
    ...singleRows(state),
  ];
}
