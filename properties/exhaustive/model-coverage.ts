/**
 * How much of what the model can do an engine has shown, for one workflow: of its states, of the
 * transitions between them, and of the edges at which an interruption can strike.
 *
 * A state counts once, however far ahead its timers are and however many interruptions there have
 * been: an engine takes time where the model takes none.
 */
import { type Exploration, explore } from "../../model/explore.ts";
import { writeState } from "../../model/fingerprint.ts";
import type { Guarantees } from "../../model/guarantees.ts";
import type { Event, History } from "../../model/history.ts";
import type { State } from "../../model/state.ts";
import { initial, transition } from "../../model/transition.ts";
import { Words } from "../../model/words.ts";
import type { Workflow } from "../../model/workflow.ts";
import { createWorld, type World } from "../../model/world.ts";
import { boundedLimits } from "./bounded-case.ts";

/** So many of all. */
export interface Share {
  readonly shown: number;
  readonly all: number;
}

export interface CoverageCounts {
  readonly states: Share;
  readonly transitions: Share;
  readonly edges: Share;
  /** States and transitions that the engine showed, and that the model accepts but does not take. */
  readonly beyond: number;
}

export class ModelCoverage {
  private readonly world: World;
  private readonly explored: Exploration;
  /** By fingerprint, a state of the exploration that it is first met in. */
  private readonly states = new Map<string, number>();
  private readonly transitions = new Set<string>();
  private readonly edges = new Set<string>();
  private readonly shown = new Set<string>();
  private readonly beyond = new Set<string>();
  private readonly words = new Words();
  /** The states of the history that was added last, by event. */
  private statesOfLast: State[] = [];

  constructor(workflow: Workflow, interruptions: number, guarantees: Guarantees) {
    this.world = createWorld(workflow, boundedLimits(workflow), guarantees);
    let from = { id: -1, print: "" };
    this.explored = explore(
      this.world,
      { interruptions },
      {
        visit: ({ id, state }) => {
          const print = this.printOf(state);
          if (!this.states.has(print)) this.states.set(print, id);
        },
        step: (before, id, event, after) => {
          if (from.id !== id) from = { id, print: this.printOf(before) };
          this.setFor(event).add(`${from.print}>${this.printOf(after)}`);
        },
      },
    );
  }

  /** Adds what an engine has shown, as far as the model accepts it. */
  add(history: History): void {
    let state = initial(this.world);
    let print = this.printOf(state);
    this.shown.add(print);
    this.statesOfLast = [];
    for (const event of history) {
      const step = transition(this.world, state, event);
      if (step.kind === "refused") return;
      state = step.state;
      this.statesOfLast.push(state);
      const next = this.printOf(state);
      const link = `${print}>${next}`;
      print = next;
      if (this.states.has(print)) this.shown.add(print);
      else this.beyond.add(print);
      if (this.setFor(event).has(link)) this.shown.add(link);
      else this.beyond.add(link);
    }
  }

  /** An edge of the history that was added last counts as struck: one that leaves the same was. */
  addEdge(at: number): void {
    const state = this.statesOfLast[at];
    if (state === undefined) return;
    const strike: Event = { kind: "interrupted", at: state.now, why: "scheduled" };
    const struck = transition(this.world, state, strike);
    if (struck.kind === "refused") return;
    const link = `${this.printOf(state)}>${this.printOf(struck.state)}`;
    (this.edges.has(link) ? this.shown : this.beyond).add(link);
  }

  counts(): CoverageCounts {
    const { states, transitions, edges, beyond } = this;
    const share = (all: Iterable<string>, size: number): Share => {
      let shown = 0;
      for (const each of all) if (this.shown.has(each)) shown += 1;
      return { shown, all: size };
    };
    return {
      states: share(states.keys(), states.size),
      transitions: share(transitions, transitions.size),
      edges: share(edges, edges.size),
      beyond: beyond.size,
    };
  }

  /** The states that were not shown, the nearest first, each by a shortest history to it. */
  *unreached(): Generator<{ readonly state: string; readonly history: History }> {
    for (const [state, id] of this.states) {
      if (!this.shown.has(state)) yield { state, history: this.explored.pathTo(id) };
    }
  }

  /** The states that a history comes to, as far as the model accepts it. */
  statesOf(history: History): ReadonlySet<string> {
    let state = initial(this.world);
    const states = new Set([this.printOf(state)]);
    for (const event of history) {
      const step = transition(this.world, state, event);
      if (step.kind === "refused") break;
      state = step.state;
      states.add(this.printOf(state));
    }
    return states;
  }

  private setFor({ kind }: Event): Set<string> {
    return kind === "interrupted" ? this.edges : this.transitions;
  }

  private printOf(state: State): string {
    this.words.clear();
    writeState(state, "untimed", this.words);
    return `${this.words.high.toString(36)}.${this.words.low.toString(36)}`;
  }
}

export const NO_COVERAGE: CoverageCounts = {
  states: { shown: 0, all: 0 },
  transitions: { shown: 0, all: 0 },
  edges: { shown: 0, all: 0 },
  beyond: 0,
};

export function addCounts(left: CoverageCounts, right: CoverageCounts): CoverageCounts {
  const sum = (one: Share, other: Share): Share => {
    return { shown: one.shown + other.shown, all: one.all + other.all };
  };
  return {
    states: sum(left.states, right.states),
    transitions: sum(left.transitions, right.transitions),
    edges: sum(left.edges, right.edges),
    beyond: left.beyond + right.beyond,
  };
}
