/**
 * Breadth-first search of any space, for exploring the model: nodes are told apart by 64-bit
 * fingerprints, and each keeps only the node and the move that led to it, so the frontier holds no
 * histories and a shortest path to any node can be walked again.
 */

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
export const NO_ID = -1;

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
