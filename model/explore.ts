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
import type { Answer, Event, History } from "./history.ts";
import type { Refusal } from "./refusal.ts";
import type { Action } from "./schedule.ts";
import type { Call, Ending, Invocation, LogRecord, Phase, State } from "./state.ts";
import { initial, transition } from "./transition.ts";
import type { World } from "./world.ts";

/** Anything that can be explored: where it begins, what can happen there, and what tells two nodes apart. */
export interface Space<Node, Label> {
  readonly initial: Node;
  moves(node: Node, id: number): readonly Move<Node, Label>[];
  /** Writes the same words for two nodes exactly when the same can happen from both. */
  write(node: Node, words: Words): void;
}

export interface Move<Node, Label> {
  readonly label: Label;
  readonly node: Node;
}

/** A node when all its moves are known. `id` numbers the nodes in the order of their discovery. */
export interface Visit<Node> {
  readonly id: number;
  readonly node: Node;
  readonly depth: number;
  readonly moves: number;
}

export interface Exploration<Label> {
  /** False when `states` of the bounds was reached first. */
  readonly complete: boolean;
  readonly states: number;
  readonly transitions: number;
  /** The length of the longest of the shortest paths. */
  readonly depth: number;
  /** The most nodes that one level of the search held. */
  readonly widest: number;
  /** The bytes that the fingerprints and links take. */
  readonly bytes: number;
  /** The labels of a shortest path to a node; walks the space again from its initial node. */
  readonly pathTo: (id: number) => readonly Label[];
}

/** Explores any space breadth first; `visit` sees each node once, nodes of smaller depth first. */
export function exploreSpace<Node, Label>(
  space: Space<Node, Label>,
  maximumStates = MAXIMUM_STATES,
  visit: (visit: Visit<Node>) => void = () => {},
): Exploration<Label> {
  const words = new Words();
  const found = new Found();
  let frontier: Node[] = [space.initial];
  space.write(space.initial, words);
  found.add(words, 0, 0);
  let [transitions, depth, widest, id] = [0, 0, 1, 0];
  let complete = true;
  while (frontier.length > 0) {
    const next: Node[] = [];
    for (const node of frontier) {
      const moves = space.moves(node, id);
      transitions += moves.length;
      for (let ordinal = 0; ordinal < moves.length; ordinal += 1) {
        const reached = (moves[ordinal] as Move<Node, Label>).node;
        words.clear();
        space.write(reached, words);
        if (found.has(words)) continue;
        if (found.size >= maximumStates) {
          complete = false;
          continue;
        }
        found.add(words, id, ordinal);
        next.push(reached);
      }
      visit({ id, node, depth, moves: moves.length });
      id += 1;
    }
    frontier = next;
    widest = Math.max(widest, next.length);
    if (next.length > 0) depth += 1;
  }
  const pathTo = (target: number) => walk(space, found.ordinalsTo(target));
  return { complete, states: found.size, transitions, depth, widest, bytes: found.bytes, pathTo };
}

function walk<Node, Label>(
  space: Space<Node, Label>,
  ordinals: readonly number[],
): readonly Label[] {
  let node = space.initial;
  return ordinals.map((ordinal) => {
    const move = space.moves(node, NO_ID)[ordinal] as Move<Node, Label>;
    node = move.node;
    return move.label;
  });
}

const MAXIMUM_STATES = 100_000_000;
/** Stands for the number of a node where a path is walked again. */
const NO_ID = -1;

/** The numbers that make up a node, folded into 64 bits as they come. */
export class Words {
  high = 0;
  low = 0;

  clear(): void {
    this.high = 0;
    this.low = 0;
  }

  /** Adds a whole number; of larger ones both halves count. */
  add(word: number): void {
    const small = word | 0;
    this.fold(small);
    if (small !== word) this.fold(Math.floor(word / 2 ** 32) ^ LARGE);
  }

  addText(text: string): void {
    this.fold(text.length);
    for (let index = 0; index < text.length; index += 1) this.fold(text.charCodeAt(index));
  }

  /** Two multiplicative hashes with constants of their own, each fed by the other's high bits. */
  private fold(word: number): void {
    const low = Math.imul(this.low ^ word, 0x9e3779b1);
    const high = Math.imul((this.high + word) ^ (low >>> 15), 0x85ebca6b);
    this.low = (low ^ (high >>> 13)) + 0x7f4a7c15;
    this.high = (high ^ (low >>> 17)) | 0;
  }
}

const LARGE = 0x5bd1e995;

/** The nodes found so far, by fingerprint, each with the node and the move that led to it. */
class Found {
  size = 0;
  /** Open addressing, two numbers a slot: the id of a node plus one, or 0, and its `low`. */
  private slots = new Uint32Array(1 << 13);
  private high = new Uint32Array(1 << 11);
  private low = new Uint32Array(1 << 11);
  private parent = new Uint32Array(1 << 11);
  private ordinal = new Uint16Array(1 << 11);

  get bytes(): number {
    const { slots, high, low, parent, ordinal } = this;
    return [slots, high, low, parent, ordinal].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  has(words: Words): boolean {
    return this.slots[this.slotOf(words.high >>> 0, words.low >>> 0)] !== 0;
  }

  add(words: Words, parent: number, ordinal: number): void {
    if (this.size === this.high.length) this.grow();
    const id = this.size;
    this.high[id] = words.high;
    this.low[id] = words.low;
    this.parent[id] = parent;
    this.ordinal[id] = ordinal;
    this.place(id);
    this.size += 1;
  }

  /** Which move to take at each node on the way from the first node to this one. */
  ordinalsTo(target: number): readonly number[] {
    const ordinals: number[] = [];
    for (let id = target; id !== 0; id = this.parent[id] as number) {
      ordinals.push(this.ordinal[id] as number);
    }
    return ordinals.reverse();
  }

  /** Where this fingerprint is, or would go. The table is never more than half full. */
  private slotOf(high: number, low: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = ((low ^ (low >>> 16)) << 1) & mask;
    for (;;) {
      const entry = slots[slot] as number;
      if (entry === 0) return slot;
      if (slots[slot + 1] === low && this.high[entry - 1] === high) return slot;
      slot = (slot + 2) & mask;
    }
  }

  private place(id: number): void {
    const low = this.low[id] as number;
    const slot = this.slotOf(this.high[id] as number, low);
    this.slots[slot] = id + 1;
    this.slots[slot + 1] = low;
  }

  private grow(): void {
    const capacity = this.high.length * 2;
    this.high = copyInto(new Uint32Array(capacity), this.high);
    this.low = copyInto(new Uint32Array(capacity), this.low);
    this.parent = copyInto(new Uint32Array(capacity), this.parent);
    this.ordinal = copyInto(new Uint16Array(capacity), this.ordinal);
    this.slots = new Uint32Array(capacity * 4);
    for (let id = 0; id < this.size; id += 1) this.place(id);
  }
}

function copyInto<Numbers extends Uint32Array | Uint16Array>(
  larger: Numbers,
  numbers: Numbers,
): Numbers {
  larger.set(numbers);
  return larger;
}

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

/**
 * Stands for `Words` where all the keys of a type are listed. A part of a state that is added to
 * the model and not written here would merge states that differ; instead it does not compile.
 */
type WordsOf<Type, Keys extends keyof Type> = [Exclude<keyof Type, Keys>] extends [never]
  ? Words
  : never;

type StateKeys =
  | ("now" | "execution" | "outcome" | "records" | "runs" | "wake" | "invocation")
  // How many there have been decides nothing.
  | "invocations";

/**
 * Writes everything of a state that the future depends on. Where limits are out of reach
 * (`timeless`), that is how far ahead timers are and not what time it is.
 */
export function writeState(
  state: State,
  timeless: boolean,
  words: WordsOf<State, StateKeys>,
): void {
  const { now, records, runs, invocation } = state;
  if (!timeless) words.add(now);
  const { execution, outcome, wake } = state;
  words.add(EXECUTIONS[execution] * 16 + EXECUTIONS[outcome] * 2 + (wake ? 1 : 0));
  for (let index = 0; index < records.length; index += 1) {
    writeRecord(records[index] as LogRecord, runs[index] as number, now, words);
  }
  if (invocation === undefined) words.add(ABSENT);
  else writeInvocation(invocation, now, timeless, words);
}

/** Short numbers share a word: the fewer words, the faster. Attempts stay far below 64. */
function writeRecord(
  { status, attempt, dueAt, ending }: LogRecord,
  runs: number,
  now: number,
  words: WordsOf<LogRecord, "status" | "attempt" | "dueAt" | "ending">,
): void {
  const there = (dueAt === undefined ? 0 : 1) + (ending === undefined ? 0 : 2);
  words.add(((runs * 64 + attempt) * 8 + STATUSES[status]) * 4 + there);
  if (dueAt !== undefined) writeTime(dueAt, now, words);
  if (ending !== undefined) writeEnding(ending, words);
}

type InvocationKeys =
  | ("startedAt" | "movedAt" | "phases" | "call" | "handler" | "answer")
  // As with how many there have been.
  | "number";

function writeInvocation(
  invocation: Invocation,
  now: number,
  timeless: boolean,
  words: WordsOf<Invocation, InvocationKeys>,
): void {
  const { phases, call, handler, answer } = invocation;
  if (!timeless) {
    words.add(now - invocation.startedAt);
    words.add(now - invocation.movedAt);
  }
  for (const phase of phases) writePhase(phase, now, words);
  // What the handler gave and the answer says follows from the records.
  const handled = handler === undefined ? 0 : handler.kind === "returned" ? 1 : 2;
  words.add(handled * 8 + (answer === undefined ? 0 : ANSWERS[answer.kind]));
  if (call === undefined) words.add(ABSENT);
  else writeCall(call, words);
}

/** Which run an update tells of is not written: it is the last one that there was. */
function writeCall(call: Call, words: WordsOf<Call, "updates" | "recorded">): void {
  words.add(call.updates.length * 2 + (call.recorded ? 1 : 0));
  for (const { operation, action, delaySeconds, error } of call.updates) {
    words.addText(operation);
    words.add(ACTIONS[action]);
    words.add(delaySeconds ?? ABSENT);
    words.addText(error?.name ?? "");
  }
}

function writePhase(phase: Phase, now: number, words: Words): void {
  words.add(PHASES[phase.at]);
  if (phase.at === "running") {
    words.add(phase.run);
    writeTime(phase.until, now, words);
  } else if (phase.at === "returned" || phase.at === "threw") {
    words.add(phase.run);
  } else if (phase.at === "decided") {
    words.add(phase.retrySeconds ?? ABSENT);
    writeEnding(phase.ending, words);
  }
}

function writeEnding(ending: Ending, words: Words): void {
  const run = ending.kind === "returned" || ending.kind === "threw" ? ending.run : 0;
  words.add(ENDINGS[ending.kind] + run * 4);
}

/** A time that has come is as good as one that has long passed. */
function writeTime(at: number, now: number, words: Words): void {
  words.add(Math.max(0, at - now));
}

/** Stands for what is not there; no number written in its place is negative. */
const ABSENT = -1;

const EXECUTIONS: Record<State["execution"], number> = {
  RUNNING: 0,
  SUCCEEDED: 1,
  FAILED: 2,
  TIMED_OUT: 3,
};
const STATUSES: Record<LogRecord["status"], number> = {
  none: 0,
  STARTED: 1,
  PENDING: 2,
  READY: 3,
  SUCCEEDED: 4,
  FAILED: 5,
};
const ENDINGS: Record<Ending["kind"], number> = {
  returned: 0,
  threw: 1,
  interrupted: 2,
  elapsed: 3,
};
const PHASES: Record<Phase["at"], number> = {
  absent: 0,
  called: 1,
  started: 2,
  waiting: 3,
  running: 4,
  returned: 5,
  threw: 6,
  decided: 7,
  closed: 8,
  resolved: 9,
};
const ANSWERS: Record<Answer["kind"], number> = { SUCCEEDED: 1, FAILED: 2, PENDING: 3, threw: 4 };
const ACTIONS: Record<Action, number> = { START: 0, SUCCEED: 1, FAIL: 2, RETRY: 3 };
