/**
 * All states that a workflow can reach under at most k interruptions.
 *
 * ```ts
 * const { states, pathTo } = explore(world, { interruptions: 2 }, {
 *   visit: ({ id, state }) => {
 *     if (isWrong(state)) console.log(pathTo(id));
 *   },
 * });
 * ```
 *
 * What can happen in a state does not depend on how often the execution has been struck before, so
 * each state is expanded once: first those that nothing strikes on the way to, then those after one
 * strike, and so on. How often it was struck on the way is counted beside, in tables of numbers.
 *
 * A state is kept as a 64-bit fingerprint, numbers of the states that its moves lead to, and the
 * move that led to it; only those are held whole that are found and not yet expanded. The history
 * given to a state is a shortest one, and is made again from the moves. Of n states, two different
 * ones share a fingerprint, so that one is missed, with a chance of n² / 2⁶⁵: one in 370 000 for
 * ten million.
 */
import { coveringPaths } from "./covering-paths.ts";
import { writeState } from "./fingerprint.ts";
import { Found, NO_ID } from "./found.ts";
import type { Event, History } from "./history.ts";
import { Links } from "./links.ts";
import { type Bounds, type Move, Moves } from "./moves.ts";
import { Reached } from "./reached.ts";
import type { Refusal } from "./refusal.ts";
import type { State } from "./state.ts";
import { initial } from "./transition.ts";
import { Words } from "./words.ts";
import type { World } from "./world.ts";

export type { Bounds } from "./moves.ts";

/** A state when all its moves are known. `id` numbers the states in the order of their discovery. */
export interface Visit {
  readonly id: number;
  readonly state: State;
  /** The fewest strikes on the way to it, and the fewest events with so many. */
  readonly strikes: number;
  readonly depth: number;
}

/** An event that the model enables and then refuses: a mistake in the model. */
export interface Contradiction {
  /** The state where that happened. */
  readonly id: number;
  readonly event: Event;
  readonly refusal: Refusal;
}

/** What is told of an exploration as it goes. */
export interface Observer {
  /** Each state once; those of fewer strikes first, and nearer ones before others of as many. */
  readonly visit?: (visit: Visit) => void;
  /** Each step of the model once: the state, its number, the event, and the state after it. */
  readonly step?: (before: State, id: number, event: Event, after: State) => void;
}

export interface Exploration {
  /** False when `states` of the bounds was reached first. */
  readonly complete: boolean;
  /** How many states there are, whatever has struck before. */
  readonly distinct: number;
  /** The same, counted once for each number of strikes that they can be reached after. */
  readonly states: number;
  /** The moves of all of them, counted in the same way. */
  readonly transitions: number;
  /** The events of the longest of the shortest histories. */
  readonly depth: number;
  /** The most states that were held whole at once. */
  readonly widest: number;
  /** The bytes that the tables take. */
  readonly bytes: number;
  readonly contradictions: readonly Contradiction[];
  /** The states that have not ended and where nothing can happen. */
  readonly stuck: readonly number[];
  /** The number of a state, NO_ID if it was not reached. */
  readonly find: (state: State) => number;
  /** Where the moves of a state lead, strikes last. */
  readonly from: (id: number) => readonly number[];
  /** How many events a shortest history to a state has. */
  readonly depthOf: (id: number) => number;
  /** A shortest history to a state. */
  readonly pathTo: (id: number) => History;
  /** Histories to an end that together take every move; for a complete search without cycles. */
  readonly pathsThroughAll: () => Iterable<History>;
  /** A state from which one can go on for ever without being struck. */
  readonly onACycle: () => number | undefined;
}

export function explore(world: World, bounds: Bounds, observer: Observer = {}): Exploration {
  return new Explorer(world, bounds, observer).run();
}

/** What one strike leads to: the state, and the place and the ordinal of the move. */
type Arrival = readonly [state: number, parent: number, ordinal: number];

class Explorer {
  private readonly moves: Moves;
  private readonly most: number;
  private readonly maximum: number;
  private readonly observer: Observer;
  private readonly initial: State;
  private readonly words = new Words();
  private readonly found = new Found();
  /** What happens by itself, and what strikes. */
  private readonly links = new Links();
  private readonly strikes = new Links();
  private readonly reached: Reached;
  /** States found and not yet expanded. */
  private readonly whole = new Map<number, State>();
  private readonly contradictions: Contradiction[] = [];
  private readonly stuck: number[] = [];
  private transitions = 0;
  private depth = 0;
  private widest = 1;
  private complete = true;

  constructor(world: World, bounds: Bounds, observer: Observer) {
    this.moves = new Moves(world, bounds);
    this.most = bounds.interruptions;
    this.maximum = bounds.states ?? MAXIMUM_STATES;
    this.observer = observer;
    this.initial = initial(world);
    this.reached = new Reached(this.most);
  }

  run(): Exploration {
    let arrivals: Arrival[][] = [[[this.numberOf(this.initial), 0, 0]]];
    for (let strikes = 0; strikes <= this.most; strikes += 1) {
      arrivals = this.layer(strikes, arrivals);
    }
    return this.result();
  }

  /**
   * All states after so many strikes, nearer ones first, from those that the strikes before them
   * lead to, by depth. Gives what the next strikes lead to.
   */
  private layer(strikes: number, begin: readonly (readonly Arrival[])[]): Arrival[][] {
    const { reached } = this;
    const next: Arrival[][] = [];
    const arrived = new Set<number>();
    let level: number[] = [];
    for (let depth = 0; level.length > 0 || depth < begin.length; depth += 1) {
      for (const [state, parent, ordinal] of begin[depth] ?? []) {
        this.reach(state, strikes, parent, ordinal, level);
      }
      if (level.length > 0) this.depth = Math.max(this.depth, depth);
      const further: number[] = [];
      for (const place of level) {
        const id = reached.stateAt(place);
        if (this.whole.has(id)) this.expand(id, strikes, depth);
        const moves = this.links.count(id);
        for (let ordinal = 0; ordinal < moves; ordinal += 1) {
          this.reach(this.links.target(id, ordinal), strikes, place, ordinal, further);
        }
        this.transitions += moves;
        if (strikes === this.most) continue;
        const struck = this.strikes.count(id);
        for (let ordinal = 0; ordinal < struck; ordinal += 1) {
          const target = this.strikes.target(id, ordinal);
          if (arrived.has(target)) continue;
          arrived.add(target);
          const arrivals = next[depth + 1] ?? [];
          next[depth + 1] = arrivals;
          arrivals.push([target, place, moves + ordinal]);
        }
        this.transitions += struck;
      }
      level = further;
    }
    return next;
  }

  private reach(
    state: number,
    strikes: number,
    parent: number,
    ordinal: number,
    level: number[],
  ): void {
    if (this.reached.find(state, strikes) !== NO_ID) return;
    if (this.reached.size === this.maximum) this.complete = false;
    else level.push(this.reached.add(state, strikes, parent, ordinal));
  }

  /** Finds out what can happen in a state; after the last strike nothing strikes any more. */
  private expand(id: number, strikes: number, depth: number): void {
    const state = this.whole.get(id) as State;
    this.whole.delete(id);
    const events = this.moves.events(state);
    for (const event of events) this.follow(state, id, event, this.links);
    this.links.endRow(id);
    if (events.length === 0 && state.execution === "RUNNING") this.stuck.push(id);
    if (strikes < this.most) {
      for (const event of this.moves.strikes(state)) this.follow(state, id, event, this.strikes);
    }
    this.strikes.endRow(id);
    this.widest = Math.max(this.widest, this.whole.size);
    this.observer.visit?.({ id, state, strikes, depth });
  }

  private follow(state: State, id: number, event: Event, links: Links): void {
    const move = this.moves.take(state, event);
    if (move.kind === "refused") {
      this.contradictions.push({ id, event, refusal: move.refusal });
      return;
    }
    this.observer.step?.(state, id, event, move.state);
    links.add(this.numberOf(move.state));
  }

  /** The number of a state; one that is new is held until it is expanded. */
  private numberOf(state: State): number {
    const known = this.find(state);
    if (known !== NO_ID) return known;
    const id = this.found.add(this.words);
    this.whole.set(id, state);
    return id;
  }

  private find(state: State): number {
    this.words.clear();
    writeState(state, this.moves.timeless ? "ahead" : "exact", this.words);
    return this.found.find(this.words);
  }

  private result(): Exploration {
    const { found, links, strikes, reached, complete, transitions, depth, widest } = this;
    const { contradictions, stuck } = this;
    const bytes = found.bytes + links.bytes + strikes.bytes + reached.bytes;
    return {
      complete,
      distinct: found.size - this.whole.size,
      states: reached.size,
      transitions,
      depth,
      widest,
      bytes,
      contradictions,
      stuck,
      find: (state) => this.find(state),
      from: (id) => [...links.from(id), ...strikes.from(id)],
      depthOf: (id) => reached.depth(reached.nearest(id)),
      pathTo: (id) => this.walk(reached.ordinalsTo(reached.nearest(id))),
      pathsThroughAll: () => this.pathsThroughAll(),
      onACycle: () => links.onACycle(),
    };
  }

  private *pathsThroughAll(): Generator<History> {
    const { links, strikes, reached } = this;
    for (const path of coveringPaths(links, strikes, reached)) yield this.walk(path);
  }

  /** The events of these moves, from the beginning. */
  private walk(ordinals: readonly number[]): History {
    let state = this.initial;
    return ordinals.map((ordinal) => {
      const move = this.moveAt(state, ordinal);
      state = move.state;
      return move.event;
    });
  }

  private moveAt(state: State, ordinal: number): Extract<Move, { readonly kind: "accepted" }> {
    let left = ordinal;
    for (const events of [this.moves.events(state), this.moves.strikes(state)]) {
      for (const event of events) {
        if (left > 0 && this.contradictions.length === 0) {
          left -= 1;
          continue;
        }
        const move = this.moves.take(state, event);
        if (move.kind === "refused") continue;
        if (left === 0) return move;
        left -= 1;
      }
    }
    throw new RangeError(`A state of the model has no move ${ordinal}`);
  }
}

export const MAXIMUM_STATES = 100_000_000;
