/**
 * The model run as if it were an engine: of all that could happen next, the first. Gives the
 * history that a right engine would show for a case if nothing needed time but bodies and timers.
 */
import type { Case } from "./case.ts";
import { enabled } from "./enabled.ts";
import { meaningOf } from "./fault.ts";
import type { Guarantees } from "./guarantees.ts";
import type { Event, EventOf, History, Update } from "./history.ts";
import { later } from "./next/later.ts";
import { type CheckpointFault, FaultCursor, ScheduleCursor } from "./points.ts";
import { ROOT } from "./program.ts";
import type { Arrival, Schedule } from "./schedule.ts";
import { isClosed, recordOf, type State } from "./state.ts";
import { initial, transition } from "./transition.ts";
import { partyEnd } from "./values.ts";
import { type World, worldOf } from "./world.ts";

/**
 * @throws Error if the model refuses an event that it has itself enabled, or gets stuck: a mistake
 * in the model.
 */
export function simulate(case_: Case, guarantees: Guarantees): History {
  const simulation = new Simulation(case_, guarantees);
  while (simulation.isRunning()) simulation.goOn();
  return simulation.history;
}

class Simulation {
  readonly history: Event[] = [];
  private readonly world: World;
  private readonly schedule: Schedule;
  private readonly interruptions: ScheduleCursor;
  private readonly faults: FaultCursor;
  private readonly arrivals: ScheduleCursor<Arrival>;
  private state: State;
  /** When the service invokes again after the last interruption. */
  private restartAt = 0;

  constructor(case_: Case, guarantees: Guarantees) {
    const { schedule } = case_;
    this.world = worldOf(case_, guarantees);
    this.schedule = schedule;
    this.interruptions = new ScheduleCursor(schedule.interruptions);
    this.faults = new FaultCursor(schedule.faults);
    this.arrivals = new ScheduleCursor(schedule.arrivals ?? []);
    this.state = initial(this.world);
  }

  isRunning(): boolean {
    return this.state.execution === "RUNNING";
  }

  goOn(): void {
    const event = this.next();
    if (event === undefined) throw new Error("The model is stuck: nothing is enabled");
    const fault = event.kind === "checkpoint-requested" ? this.faultOf(event) : undefined;
    if (this.isStruckAt(event)) return;
    if (event.kind === "invocation-started") this.askForPages(event.at);
    if (fault !== undefined) this.goWrong(event as EventOf<"checkpoint-requested">, fault);
  }

  /** Until the service invokes again only timers fire, outside parties act, and the execution ends. */
  private next(): Event | undefined {
    const { world, state, restartAt } = this;
    const [first] = enabled(world, state);
    if (first?.kind !== "invocation-started" || restartAt <= first.at) return first;
    const [meanwhile] = enabled(world, { ...state, wake: false });
    if (meanwhile !== undefined && meanwhile.at <= restartAt) return meanwhile;
    return { ...first, at: restartAt };
  }

  private faultOf({ updates }: EventOf<"checkpoint-requested">): CheckpointFault | undefined {
    return this.faults.ofCheckpoint(updates);
  }

  private goWrong(
    { at, updates }: EventOf<"checkpoint-requested">,
    { fault, ...how }: CheckpointFault,
  ): void {
    const recorded = fault === "reply-late" || meaningOf(fault).recorded;
    if (recorded && this.isStruckAt({ kind: "checkpoint-recorded", at, updates })) return;
    if (fault === "token-missing") {
      this.isStruckAt({ kind: "checkpoint-replied", at, updates, withoutToken: true });
    } else if (fault !== "reply-late") {
      this.apply({ kind: "checkpoint-failed", at, updates, failure: fault });
    } else if ("seconds" in how) {
      this.replyAt(at + how.seconds * 1_000, updates);
    }
  }

  /** Until the reply comes, time moves on: bodies end, timers fire, and a limit may come first. */
  private replyAt(at: number, updates: readonly Update[]): void {
    for (;;) {
      const [next] = later(this.world, this.state);
      if (next === undefined || next.at > at) break;
      if (this.isStruckAt(next) || this.state.invocation === undefined) return;
    }
    this.isStruckAt({ kind: "checkpoint-replied", at, updates });
  }

  /** An outside party acts before its time, if what it is to end is open. */
  private arrive(operation: string): void {
    const { world, state } = this;
    const node = world.nodes[world.indexOf.get(operation) as number];
    const status = node === undefined ? undefined : partyEnd(node.operation);
    if (node === undefined || status === undefined) return;
    if (recordOf(state, node.index).status !== "STARTED") return;
    this.apply({ kind: "outside-ended", at: state.now, operation, status });
  }

  /** The rest of the log is asked for before anything else; only what goes wrong is seen of it. */
  private askForPages(at: number): void {
    let left = pagesAfterTheFirst(this.schedule, this.world, this.state);
    for (; left > 0; left -= 1) {
      const failure = this.faults.ofPage()?.fault;
      if (failure === undefined) continue;
      this.apply({ kind: "page-failed", at, failure });
      return;
    }
  }

  /** Whether the schedule strikes right after the event. */
  private isStruckAt(event: Event): boolean {
    this.apply(event);
    const strike = this.interruptions.strike(event);
    const arriving = this.arrivals.strikes(event);
    if (strike !== undefined) {
      this.apply({ kind: "interrupted", at: this.state.now, why: "scheduled" });
      this.restartAt = this.state.now + (strike.restartSeconds ?? 0) * 1_000;
    }
    for (const { ends } of arriving) this.arrive(ends);
    return strike !== undefined;
  }

  private apply(event: Event): void {
    const step = transition(this.world, this.state, event);
    if (step.kind === "refused") {
      const { rule, expected, found } = step.refusal;
      const words = `${rule}, ${expected}, ${found}`;
      throw new Error(`The model refuses its own event ${event.kind}: ${words}`);
    }
    this.state = step.state;
    this.history.push(event);
  }
}

/** Into how many more pages the log is cut than an invocation starts with. */
function pagesAfterTheFirst({ pages }: Schedule, world: World, state: State): number {
  if (pages === undefined) return 0;
  // The execution itself has an entry; what is below a closed context is not sent any more.
  let entries = 1;
  for (const { index, context } of world.nodes) {
    const closed = context !== ROOT && isClosed(recordOf(state, context));
    if (recordOf(state, index).status !== "none" && !closed) entries += 1;
  }
  return Math.ceil(Math.max(0, entries - pages.first) / pages.size);
}
