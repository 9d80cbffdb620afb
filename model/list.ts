/**
 * Lists with one entry for each operation of a workflow. They are values: `replaceAt` gives another
 * list, and shares with the old one what did not change. They are kept in pieces, so that to replace
 * an entry costs about as much in a list of a thousand as in one of ten.
 */

export type List<T> = readonly (readonly T[])[];

/** To copy so many entries takes hardly longer than to copy one. */
const BITS = 5;
const PIECE = 1 << BITS;

/** A list of these entries. */
export function listOf<T>(entries: readonly T[]): List<T> {
  const pieces: (readonly T[])[] = [];
  for (let from = 0; from < entries.length; from += PIECE) {
    pieces.push(entries.slice(from, from + PIECE));
  }
  return pieces;
}

/** One entry of a list, by an index that it has. */
export function entryAt<T>(list: List<T>, index: number): T {
  return (list[index >>> BITS] as readonly T[])[index & (PIECE - 1)] as T;
}

/** The list with one entry replaced. */
export function replaceAt<T>(list: List<T>, index: number, entry: T): List<T> {
  const piece = (list[index >>> BITS] as readonly T[]).slice();
  piece[index & (PIECE - 1)] = entry;
  const copy = list.slice();
  copy[index >>> BITS] = piece;
  return copy;
}

/** The list of what each entry is made into. */
export function mapList<T, Made>(list: List<T>, make: (entry: T) => Made): List<Made> {
  return list.map((piece) => piece.map(make));
}

/** Whether any entry is such a one. */
export function someOf<T>(list: List<T>, is: (entry: T, index: number) => boolean): boolean {
  return list.some((piece, at) => piece.some((entry, index) => is(entry, (at << BITS) + index)));
}
