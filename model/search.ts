/**
 * Breadth-first search of any space, for exploring the model: nodes are told apart by 64-bit
 * fingerprints, and each keeps only the node and the move that led to it, so the frontier holds no
 * histories and a shortest path to any node can be walked again.
 */
import { coveringPaths } from "./covering-paths.ts";
import { Found, NO_ID } from "./found.ts";
import { Links } from "./links.ts";
import { Words } from "./words.ts";

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

export interface Exploration<Node, Label> {
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
  /** Where the moves of each node lead. */
  readonly links: Links;
  /** The number of a node, NO_ID if it was not reached. */
  readonly find: (node: Node) => number;
  /** The labels of a shortest path to a node; walks the space again from its initial node. */
  readonly pathTo: (id: number) => readonly Label[];
  /** The labels of paths to an end that together take every move; for a complete search without cycles. */
  readonly pathsThroughAll: () => Iterable<readonly Label[]>;
}

/** Explores any space breadth first; `visit` sees each node once, nodes of smaller depth first. */
export function exploreSpace<Node, Label>(
  space: Space<Node, Label>,
  maximumStates = MAXIMUM_STATES,
  visit: (visit: Visit<Node>) => void = () => {},
): Exploration<Node, Label> {
  const words = new Words();
  const found = new Found();
  const links = new Links();
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
        let target = found.find(words);
        if (target === NO_ID && found.size < maximumStates) {
          target = found.size;
          found.add(words, id, ordinal);
          next.push(reached);
        }
        if (target === NO_ID) complete = false;
        else links.add(target);
      }
      links.endRow();
      visit({ id, node, depth, moves: moves.length });
      id += 1;
    }
    frontier = next;
    widest = Math.max(widest, next.length);
    if (next.length > 0) depth += 1;
  }
  return {
    complete,
    states: found.size,
    transitions,
    depth,
    widest,
    bytes: found.bytes + links.bytes,
    links,
    find: (node) => {
      words.clear();
      space.write(node, words);
      return found.find(words);
    },
    pathTo: (target) => walk(space, found.ordinalsTo(target)),
    *pathsThroughAll() {
      for (const path of coveringPaths(links, (node) => found.ordinalsTo(node))) {
        yield walk(space, path);
      }
    },
  };
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
