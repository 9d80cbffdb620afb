/** A service whose whole state can be taken out and put in again, as plain values. */
import type { CallbackClock } from "./callback-clock.ts";
import type { ExecutionEnd } from "./execution-end.ts";
import { Service } from "./service.ts";
import type { WireOperation } from "./wire.ts";

/** All that a service has to remember; whatever else it has follows from this. */
export interface ServiceState {
  /** In the order of the log. */
  readonly operations: readonly WireOperation[];
  /** The ids of the operations that have changed, one for each change. */
  readonly changes: readonly string[];
  /** When timers fire, in milliseconds since 1970; those due at once fire in this order. */
  readonly timers: readonly (readonly [string, number])[];
  readonly callbackClocks: readonly (readonly [string, CallbackClock])[];
  readonly markers: readonly string[];
  readonly counters: Counters;
  /** How the execution has ended; null while it goes on. */
  readonly end: ExecutionEnd | null;
}

export interface Counters {
  readonly sentVersion: number;
  readonly tokens: number;
  readonly token: string;
}

export class RestorableService extends Service {
  remembered(): ServiceState {
    return {
      operations: [...this.log.values()],
      changes: this.changes,
      timers: [...this.timers],
      callbackClocks: [...this.callbackClocks],
      markers: [...this.markers],
      counters: this.counters(),
      end: this.end ?? null,
    };
  }

  protected counters(): Counters {
    const { sentVersion, tokens, token } = this;
    return { sentVersion, tokens, token };
  }

  protected restore(state: ServiceState): void {
    const { operations, changes, timers, callbackClocks, markers, counters, end } = state;
    fill(
      this.log,
      operations.map((entry) => [entry.Id, entry] as const),
    );
    fill(
      this.positions,
      operations.map(({ Id }, position) => [Id, position] as const),
    );
    fill(this.timers, timers);
    fill(this.callbackClocks, callbackClocks);
    this.changes.splice(0, this.changes.length, ...changes);
    this.markers.clear();
    for (const marker of markers) this.markers.add(marker);
    this.sentVersion = counters.sentVersion;
    this.tokens = counters.tokens;
    this.token = counters.token;
    this.end = end ?? undefined;
  }
}

function fill<Value>(
  map: Map<string, Value>,
  entries: readonly (readonly [string, Value])[],
): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
