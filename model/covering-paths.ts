/**
 * Paths through explored states, each from the first to an end, that together take every move of
 * every state, strikes too. There must be no way to go round for ever. Each path goes a shortest way
 * to a move that none before has taken, and from there on prefers moves of that kind.
 */
import type { Links } from "./links.ts";
import type { Reached } from "./reached.ts";

/** Gives each path as the ordinals of its moves; those of strikes follow those of the links. */
export function* coveringPaths(
  links: Links,
  strikes: Links,
  reached: Reached,
): Generator<readonly number[]> {
  const taken = new Uint8Array(links.size);
  const struck = new Uint8Array(strikes.size);
  for (let place = 0; place < reached.size; place += 1) {
    const state = reached.stateAt(place);
    for (let ordinal = 0; ordinal < links.count(state); ordinal += 1) {
      if (taken[links.start(state) + ordinal] === 0) yield pathThrough(place, ordinal);
    }
    // A place is the first of its state where the state was struck least often before.
    for (let ordinal = 0; ordinal < strikes.count(state); ordinal += 1) {
      if (struck[strikes.start(state) + ordinal] === 1) continue;
      yield pathThrough(place, links.count(state) + ordinal);
    }
  }

  function pathThrough(place: number, ordinal: number): readonly number[] {
    const path: number[] = [];
    let at = 0;
    const take = (next: number) => {
      path.push(next);
      const moves = links.count(at);
      if (next < moves) {
        taken[links.start(at) + next] = 1;
        at = links.target(at, next);
      } else {
        struck[strikes.start(at) + next - moves] = 1;
        at = strikes.target(at, next - moves);
      }
    };
    for (const before of reached.ordinalsTo(place)) take(before);
    take(ordinal);
    for (;;) {
      const start = links.start(at);
      const moves = links.count(at);
      if (moves === 0) return path;
      let next = 0;
      while (next < moves - 1 && taken[start + next] === 1) next += 1;
      take(next);
    }
  }
}
