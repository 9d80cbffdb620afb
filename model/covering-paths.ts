/**
 * Paths through an explored space, each from its beginning to an end, that together take every move.
 * There must be no way to go round for ever. Each path goes the shortest way to a move that none
 * before has taken, and from there on prefers moves of that kind.
 */
import type { Links } from "./links.ts";

/** Gives each path as the ordinals of its moves. */
export function* coveringPaths(
  links: Links,
  ordinalsTo: (node: number) => readonly number[],
): Generator<readonly number[]> {
  const taken = new Uint8Array(links.size);
  for (let node = 0; node < links.rows; node += 1) {
    const moves = links.from(node).length;
    for (let ordinal = 0; ordinal < moves; ordinal += 1) {
      if (taken[links.start(node) + ordinal] === 0) yield pathThrough(node, ordinal);
    }
  }

  function pathThrough(node: number, ordinal: number): readonly number[] {
    const path: number[] = [];
    let at = 0;
    const take = (next: number) => {
      taken[links.start(at) + next] = 1;
      path.push(next);
      at = links.from(at)[next] as number;
    };
    for (const before of ordinalsTo(node)) take(before);
    take(ordinal);
    for (;;) {
      const start = links.start(at);
      const moves = links.from(at).length;
      if (moves === 0) return path;
      let next = 0;
      while (next < moves - 1 && taken[start + next] === 1) next += 1;
      take(next);
    }
  }
}
