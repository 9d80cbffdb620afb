/**
 * How many ways the model has to go on from each state of a history, and how many of them stay clear
 * of a situation. A way is a sequence of events of a right engine, its user code and its service to
 * the end of the execution; the history itself is one. Strikes come in any of them, but in none more
 * than the history has. Ways are not gone through one by one: those from a state are the sum of those
 * from the states that follow, and each state is looked at once.
 */
import { writeState } from "./fingerprint.ts";
import type { Event, History } from "./history.ts";
import { Moves } from "./moves.ts";
import type { State } from "./state.ts";
import { Words } from "./words.ts";
import type { World } from "./world.ts";

/** Whole numbers, rounded where they are beyond 2⁵³; `clear` is 0 only where there is no such way. */
export interface Ways {
  readonly all: number;
  readonly clear: number;
}

export interface WaysOnOptions {
  readonly world: World;
  /** How many states are looked at before nothing is said. */
  readonly mostStates: number;
  /** What the ways should stay clear of. */
  readonly isThere: (state: State) => boolean;
}

export type WaysOn =
  /** From each state of the history. */
  | { readonly kind: "counted"; readonly ways: readonly Ways[] }
  /** There are more states than are looked at, or longer ways. */
  | { readonly kind: "too-many" }
  /** One can go round for ever. */
  | { readonly kind: "endless" };

/** `states` has the state before each event of the history, and the one after the last. */
export function waysOn(states: readonly State[], history: History, options: WaysOnOptions): WaysOn {
  try {
    return { kind: "counted", ways: new Counter(history, options).along(states, history) };
  } catch (error) {
    if (error instanceof GivenUp) return { kind: error.why };
    throw error;
  }
}

/** Whether it is something that strikes from outside, and not for a limit of the case. */
function isStrike(event: Event): boolean {
  if (event.kind === "interrupted") return event.why !== "invocation-timeout";
  return isFault(event);
}

function isFault(event: Event): boolean {
  if (event.kind === "checkpoint-replied") return event.withoutToken === true;
  return event.kind === "checkpoint-failed";
}

/** Where limits have struck, they and time count; else neither does, and there are fewer states. */
function isTimeout(event: Event): boolean {
  return event.kind === "interrupted" && event.why === "invocation-timeout";
}

/** In events. Each is some calls deep, and threads have a stack of their own size. */
const LONGEST_WAY = 1_000;

class Counter {
  private readonly moves: Moves;
  private readonly options: WaysOnOptions;
  private readonly words = new Words();
  private readonly known = new Map<string, Ways | undefined>();
  /** How many events the state that is looked at is from that of the history. */
  private depth = 0;

  constructor(history: History, options: WaysOnOptions) {
    this.options = options;
    this.moves = new Moves(options.world, {
      interruptions: history.filter(isStrike).length,
      faults: history.some(isFault),
      limits: history.some(isTimeout) ? "strike" : "out-of-reach",
    });
  }

  /** From the end of the history to its beginning: what comes later is known then. */
  along(states: readonly State[], history: History): readonly Ways[] {
    let left = 0;
    const found: Ways[] = [];
    for (let at = history.length; at >= 0; at -= 1) {
      const state = states[at] as State;
      const next = history[at];
      if (next !== undefined && isStrike(next)) left += 1;
      const after = found[0];
      const own = after === undefined ? undefined : { to: states[at + 1] as State, ways: after };
      found.unshift(this.through(state, left, own));
    }
    return found;
  }

  /** `own` is how the history goes on from here, which is a way whether the model offers it or not. */
  private through(
    state: State,
    left: number,
    own?: { readonly to: State; readonly ways: Ways },
  ): Ways {
    if (state.execution !== "RUNNING") {
      return { all: 1, clear: this.options.isThere(state) ? 0 : 1 };
    }
    let all = own?.ways.all ?? 0;
    let clear = own?.ways.clear ?? 0;
    const ownPrint = own === undefined ? undefined : this.printOf(own.to, "untimed");
    const add = (events: readonly Event[], strikesLeft: number) => {
      for (const event of events) {
        const move = this.moves.take(state, event);
        if (move.kind === "refused") continue;
        if (ownPrint === this.printOf(move.state, "untimed")) continue;
        const ways = this.from(move.state, strikesLeft);
        all += ways.all;
        clear += ways.clear;
      }
    };
    add(this.moves.events(state), left);
    if (left > 0) add(this.moves.strikes(state), left - 1);
    // Where nothing can happen a way ends too.
    if (all === 0) [all, clear] = [1, 1];
    return { all, clear: this.options.isThere(state) ? 0 : clear };
  }

  private from(state: State, left: number): Ways {
    const key = `${left} ${this.printOf(state, this.moves.timeless ? "ahead" : "exact")}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (this.known.has(key)) throw new GivenUp("endless");
    if (this.known.size === this.options.mostStates) throw new GivenUp("too-many");
    if (this.depth === LONGEST_WAY) throw new GivenUp("too-many");
    this.known.set(key, undefined);
    this.depth += 1;
    const ways = this.through(state, left);
    this.depth -= 1;
    this.known.set(key, ways);
    return ways;
  }

  private printOf(state: State, times: "untimed" | "ahead" | "exact"): string {
    this.words.clear();
    writeState(state, times, this.words);
    return `${this.words.high} ${this.words.low}`;
  }
}

class GivenUp extends Error {
  readonly why: "too-many" | "endless";

  constructor(why: "too-many" | "endless") {
    super(why);
    this.why = why;
  }
}
