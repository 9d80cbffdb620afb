/**
 * All states that a workflow can reach under at most k interruptions, breadth first.
 *
 * ```ts
 * const { states, pathTo } = explore(world, { interruptions: 2 }, ({ id, node }) => {
 *   if (isWrong(node.state)) console.log(pathTo(id));
 * });
 * ```
 *
 * A state is kept as a 64-bit fingerprint and a link to the state that it was first reached from,
 * 30 to 60 bytes in all; only the states of the level at work and of the next are held whole. The
 * first history found to a state is a shortest one, and is made again from the links. Of n states,
 * two different ones share a fingerprint, so that one is missed, with a chance of n² / 2⁶⁵: one in
 * 370 000 for ten million.
 */
import { enabled } from "./enabled.ts";
import { writeState } from "./fingerprint.ts";
import type { Event, History } from "./history.ts";
import type { Refusal } from "./refusal.ts";
import {
  type Exploration,
  exploreSpace,
  type Move,
  NO_ID,
  type Space,
  type Visit,
} from "./search.ts";
import type { State } from "./state.ts";
import { initial, transition } from "./transition.ts";
import type { World } from "./world.ts";

/** How far the model is explored. */
export interface Bounds {
  /** The most interruptions of one execution. */
  readonly interruptions: number;
  readonly states?: number;
  /**
   * `out-of-reach`, unless said otherwise: limits never strike, and states that differ only in how
   * much time has passed are one. `strike`: the limits of the case count, and time with them.
   */
  readonly limits?: "out-of-reach" | "strike";
}

/** A state of the model, and how many interruptions have struck on the way to it. */
export interface ModelNode {
  readonly state: State;
  readonly interruptions: number;
}

/** An event that the model enables and then refuses: a mistake in the model. */
export interface Contradiction {
  /** The node where that happened. */
  readonly id: number;
  readonly event: Event;
  readonly refusal: Refusal;
}

export interface ModelExploration extends Exploration<Event> {
  /** A shortest history to a state. */
  readonly pathTo: (id: number) => History;
  readonly contradictions: readonly Contradiction[];
  /** The states that have not ended and where nothing can happen. */
  readonly stuck: readonly number[];
}

/** All states of the model, with an interruption after any event while some are left. */
export function explore(
  world: World,
  bounds: Bounds,
  visit: (visit: Visit<ModelNode>) => void = () => {},
): ModelExploration {
  const contradictions: Contradiction[] = [];
  const stuck: number[] = [];
  const space = modelSpace(world, bounds, (contradiction) => {
    if (contradiction.id !== NO_ID) contradictions.push(contradiction);
  });
  const exploration = exploreSpace(space, bounds.states, (visited) => {
    const { id, node, moves } = visited;
    if (moves === 0 && node.state.execution === "RUNNING") stuck.push(id);
    visit(visited);
  });
  return { ...exploration, contradictions, stuck };
}

function modelSpace(
  given: World,
  bounds: Bounds,
  contradict: (contradiction: Contradiction) => void,
): Space<ModelNode, Event> {
  const timeless = bounds.limits !== "strike";
  const world = timeless ? { ...given, limits: NO_LIMITS } : given;
  return {
    initial: { state: initial(world), interruptions: 0 },
    moves({ state, interruptions }, id) {
      const moves: Move<ModelNode, Event>[] = [];
      const add = (event: Event, struck: number) => {
        const step = transition(world, state, event);
        if (step.kind === "refused") return contradict({ id, event, refusal: step.refusal });
        moves.push({ label: event, node: { state: step.state, interruptions: struck } });
      };
      for (const event of enabled(world, state)) {
        if (event.at !== Number.POSITIVE_INFINITY) add(event, interruptions);
      }
      if (state.invocation !== undefined && interruptions < bounds.interruptions) {
        add({ kind: "interrupted", at: state.now, why: "scheduled" }, interruptions + 1);
      }
      return moves;
    },
    write({ state, interruptions }, words) {
      words.add(interruptions);
      writeState(state, timeless, words);
    },
  };
}

const NO_LIMITS = {
  invocationSeconds: Number.POSITIVE_INFINITY,
  executionSeconds: Number.POSITIVE_INFINITY,
};
