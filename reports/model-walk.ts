/**
 * How the model goes through a history, as far as it accepts it: the state before each event, what
 * it replays from the log, and what a right engine could have done where the history goes wrong.
 */
import type { Case } from "../model/case.ts";
import { enabled } from "../model/enabled.ts";
import { awsGuarantees, type Guarantees } from "../model/guarantees.ts";
import type { Event, History } from "../model/history.ts";
import { isClosed, recordOf, type State } from "../model/state.ts";
import { initial, transition } from "../model/transition.ts";
import { type World, worldOf } from "../model/world.ts";

export interface ModelWalk {
  readonly world: World;
  /**
   * The states before each event, and one after the last. Shorter than the history where the model
   * refuses an event: then the last state is the one before that event.
   */
  readonly states: readonly State[];
  /** For each event, whether it gives user code again what the log had when the invocation began. */
  readonly replayed: readonly boolean[];
}

/** Walks through the first `count` events. */
export function walkThrough(
  case_: Case,
  history: History,
  count = history.length,
  guarantees: Guarantees = awsGuarantees,
): ModelWalk {
  const world = worldOf(case_, guarantees);
  const begin = initial(world);
  const states: State[] = [begin];
  const replayed: boolean[] = [];
  let atStart = begin;
  let refused = false;
  for (const event of history.slice(0, count)) {
    const state = states.at(-1) as State;
    if (event.kind === "invocation-started") atStart = state;
    replayed.push(isReplayed(world, atStart, event));
    if (refused) continue;
    const next = transition(world, state, event);
    if (next.kind === "accepted") states.push(next.state);
    else refused = true;
  }
  return { world, states, replayed };
}

/** What a right engine could do next in this state; nothing is said of what the model can't run. */
export function couldDo(world: World, state: State): readonly Event[] {
  try {
    return enabled(world, state);
  } catch {
    return [];
  }
}

function isReplayed(world: World, atStart: State, event: Event): boolean {
  if (event.kind !== "operation-called" && event.kind !== "operation-resolved") return false;
  const index = world.indexOf.get(event.operation);
  if (index === undefined) return false;
  const record = recordOf(atStart, index);
  return event.kind === "operation-called" ? record.status !== "none" : isClosed(record);
}
