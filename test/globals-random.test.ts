/** `Math.random` under virtual time is a function of the seed. */
import { expect, test } from "vitest";
import { underVirtualTime } from "./clock-fixture.ts";

const numbers = (seed: number) =>
  underVirtualTime(() => Array.from({ length: 1_000 }, () => Math.random()), seed);

test("the same seed gives the same numbers, another seed others", () => {
  expect(numbers(1)).toEqual(numbers(1));
  expect(numbers(1)).not.toEqual(numbers(2));
});

test.each([0, 1, 2_147_483_647])("seed %i gives numbers all over [0, 1)", (seed) => {
  const given = numbers(seed);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const number of given) {
    expect(number).toBeGreaterThanOrEqual(0);
    expect(number).toBeLessThan(1);
    tenths[Math.floor(number * 10)] = (tenths[Math.floor(number * 10)] as number) + 1;
  }
  expect(Math.min(...tenths)).toBeGreaterThan(50);
  expect(new Set(given).size).toBe(given.length);
});
