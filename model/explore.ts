/**
 * All states that a workflow can reach under at most k interruptions, breadth first.
 *
 * ```ts
 * const { states, pathTo } = explore(world, { interruptions: 2 }, {
 *   visit: ({ id, node }) => {
 *     if (isWrong(node.state)) console.log(pathTo(id));
 *   },
 * });
 * ```
 *
 * A state is kept as a 64-bit fingerprint and a link to the state that it was first reached from,
 * 40 to 80 bytes in all; only the states of the level at work and of the next are held whole. The
 * first history found to a state is a shortest one, and is made again from the links. Of n states,
 * two different ones share a fingerprint, so that one is missed, with a chance of n² / 2⁶⁵: one in
 * 370 000 for ten million.
 */
import { enabled, type Freedom } from "./enabled.ts";
import { writeState } from "./fingerprint.ts";
import { NO_ID } from "./found.ts";
import type { Event, History } from "./history.ts";
import type { Refusal } from "./refusal.ts";
import { type Exploration, exploreSpace, type Move, type Space, type Visit } from "./search.ts";
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
  /** None, unless said otherwise. */
  readonly freedom?: Freedom;
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

/** What is told of an exploration as it goes. */
export interface Observer {
  /** Each state once, nearer ones first. */
  readonly visit?: (visit: Visit<ModelNode>) => void;
  /** Each step of the model once: the state, its number, the event, and the state after it. */
  readonly step?: (before: State, id: number, event: Event, after: State) => void;
}

export interface ModelExploration extends Exploration<ModelNode, Event> {
  /** A shortest history to a state. */
  readonly pathTo: (id: number) => History;
  readonly contradictions: readonly Contradiction[];
  /** The states that have not ended and where nothing can happen. */
  readonly stuck: readonly number[];
}

/** All states of the model, with an interruption after any event while some are left. */
export function explore(world: World, bounds: Bounds, observer: Observer = {}): ModelExploration {
  const contradictions: Contradiction[] = [];
  const stuck: number[] = [];
  const space = modelSpace(world, bounds, observer, (contradiction) => {
    if (contradiction.id !== NO_ID) contradictions.push(contradiction);
  });
  const exploration = exploreSpace(space, bounds.states, (visited) => {
    const { id, node, moves } = visited;
    if (moves === 0 && node.state.execution === "RUNNING") stuck.push(id);
    observer.visit?.(visited);
  });
  return { ...exploration, contradictions, stuck };
}

function modelSpace(
  given: World,
  bounds: Bounds,
  { step: told }: Observer,
  contradict: (contradiction: Contradiction) => void,
): Space<ModelNode, Event> {
  const timeless = bounds.limits !== "strike";
  const world = timeless ? { ...given, limits: NO_LIMITS } : given;
  return {
    initial: { state: initial(world), interruptions: 0 },
    moves({ state, interruptions }, id) {
      const moves: Move<ModelNode, Event>[] = [];
      const add = (event: Event, struck: number, by = world) => {
        const step = transition(by, state, event);
        if (step.kind === "refused") return contradict({ id, event, refusal: step.refusal });
        if (id !== NO_ID) told?.(state, id, event, step.state);
        moves.push({ label: event, node: { state: step.state, interruptions: struck } });
      };
      for (const event of enabled(world, state, bounds.freedom)) {
        if (event.at !== Number.POSITIVE_INFINITY) add(event, interruptions);
      }
      if (moves.length === 0 && waitsForNobody(world, state)) {
        const at = Math.max(state.now, given.limits.executionSeconds * 1_000);
        add({ kind: "execution-ended", at, status: "TIMED_OUT" }, interruptions, given);
      }
      if (state.invocation !== undefined && interruptions < bounds.interruptions) {
        add({ kind: "interrupted", at: state.now, why: "scheduled" }, interruptions + 1);
      }
      return moves;
    },
    write({ state, interruptions }, words) {
      words.add(interruptions);
      writeState(state, timeless ? "ahead" : "exact", words);
    },
  };
}

/** Somebody outside is waited for who never comes: nothing is left but the limit of the execution. */
function waitsForNobody({ nodes }: World, { execution, invocation, records }: State): boolean {
  if (execution !== "RUNNING" || invocation !== undefined) return false;
  return nodes.some(({ index, kind }) => {
    const record = records[index];
    return kind === "callback" && record?.status === "STARTED" && record.dueAt === undefined;
  });
}

const NO_LIMITS = {
  invocationSeconds: Number.POSITIVE_INFINITY,
  executionSeconds: Number.POSITIVE_INFINITY,
};
