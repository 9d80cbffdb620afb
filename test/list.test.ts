/** Lists of a state are values, of one piece and of many alike. */
import { expect, test } from "vitest";
import { entryAt, type List, listOf, mapList, replaceAt, someOf } from "../model/list.ts";

/** Around the sizes at which another piece begins, and far beyond. */
const SIZES = [0, 1, 6, 31, 32, 33, 64, 65, 1_000];

test.each(SIZES)("a list of %i entries has them in order", (size) => {
  const numbers = countTo(size);
  const list = listOf(numbers);
  expect(entriesOf(list)).toEqual(numbers);
  for (const index of numbers) expect(entryAt(list, index)).toBe(index);
  expect(entriesOf(mapList(list, (each) => `${each}`))).toEqual(numbers.map(String));
});

test.each(SIZES)(
  "replacing any of %i entries changes that one, and not the list before",
  (size) => {
    const numbers = countTo(size);
    const list = listOf(numbers);
    for (const index of numbers) {
      const replaced = replaceAt(list, index, -1);
      expect(entriesOf(replaced)).toEqual(numbers.with(index, -1));
      // All other pieces are shared.
      expect(replaced.filter((piece) => !list.includes(piece))).toHaveLength(1);
    }
    expect(entriesOf(list)).toEqual(numbers);
  },
);

test("one replacement after the other keeps all of them", () => {
  const numbers = countTo(100);
  let list: List<number> = listOf(numbers);
  for (const index of numbers.toReversed()) list = replaceAt(list, index, index * 2);
  expect(entriesOf(list)).toEqual(numbers.map((each) => each * 2));
});

test.each(SIZES)("whether any of %i entries is asked of each, with its index", (size) => {
  const list = listOf(countTo(size));
  const asked: number[] = [];
  const none = someOf(list, (entry, index) => {
    asked.push(index);
    return entry !== index;
  });
  expect(none).toBe(false);
  expect(asked).toEqual(countTo(size));
  for (const wanted of countTo(size)) expect(someOf(list, (entry) => entry === wanted)).toBe(true);
});

function countTo(size: number): number[] {
  return Array.from({ length: size }, (_, index) => index);
}

function entriesOf<T>(list: List<T>): readonly T[] {
  return list.flat();
}
