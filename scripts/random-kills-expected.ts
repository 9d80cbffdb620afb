/** What has to be in a file after a kill, and how what is there differs from that. */
import { RestorableService, type ServiceState } from "../impl/backend/restorable.ts";
import { checkpointCall, idOf, OPTIONS, UPDATES } from "./random-kills-calls.ts";

export interface Found {
  readonly acknowledged: number;
  readonly unacknowledged: number;
  readonly lost: number;
  readonly halfDone: number;
  readonly unopened: number;
}

/** What was found in a file, if there is one. */
export type InFile = { readonly state: ServiceState } | { readonly error: unknown } | undefined;

/** A service in memory with which the same is done as with the one in the file. */
export class Expected {
  /** How many calls have been made; the number of the next one. */
  calls = 0;
  private readonly service = new RestorableService(OPTIONS);
  private token = "";

  /** Holds a file against it, after a process has told so often that something is done. */
  hold(told: number, inFile: InFile): Found {
    const none = { acknowledged: 0, unacknowledged: 0, lost: 0, halfDone: 0, unopened: 0 };
    // First that the file is there and open, then that an invocation has started.
    const acknowledged = Math.max(0, told - 2);
    if (inFile === undefined) return { ...none, lost: told };
    if ("error" in inFile) return { ...none, acknowledged, unopened: 1 };
    const { state } = inFile;
    for (let done = 1; done < told; done += 1) this.next(done);
    if (this.isAs(state)) return { ...none, acknowledged };
    const wasCalls = this.calls;
    // The one under way may be there, and nobody has heard of it.
    this.next(Math.max(told, 1));
    const unacknowledged = this.calls - wasCalls;
    if (this.isAs(state)) return { ...none, acknowledged, unacknowledged };
    return { ...none, acknowledged, ...differences(state, wasCalls) };
  }

  /** The first thing that a process does is the start of an invocation; calls follow. */
  private next(done: number): void {
    if (done === 1) {
      this.token = this.service.startInvocation().token;
      return;
    }
    const reply = this.service.checkpoint(checkpointCall(this.calls, this.token));
    this.token = reply.CheckpointToken as string;
    this.calls += 1;
  }

  private isAs(state: ServiceState): boolean {
    return JSON.stringify(state) === JSON.stringify(this.service.remembered());
  }
}

/** Calls that should be there and are not, and calls of which only something is there. */
function differences(state: ServiceState, calls: number) {
  const ids = new Set(state.operations.map(({ Id }) => Id));
  let lost = 0;
  let halfDone = 0;
  for (let call = 0; call <= calls; call += 1) {
    const indices = Array.from({ length: UPDATES }, (_, index) => index);
    const there = indices.filter((index) => ids.has(idOf(call, index))).length;
    if (there > 0 && there < UPDATES) halfDone += 1;
    if (there < UPDATES && call < calls) lost += 1;
  }
  // Whatever else it is that differs belongs to no whole number of calls.
  return { lost, halfDone: lost + halfDone === 0 ? 1 : halfDone };
}
