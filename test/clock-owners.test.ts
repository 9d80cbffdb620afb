/** Tasks belong to owners: inherited from the task that makes them, dropped with their owner. */
import { expect, test } from "vitest";
import { VirtualClock } from "../impl/interrupt/virtual-clock.ts";
import { runAll, runAllAsync, underVirtualTimeAsync } from "./clock-fixture.ts";

test("a task belongs to whoever makes it, unless an owner is named", () => {
  const clock = new VirtualClock();
  clock.owner = 1;
  expect(clock.after(0, () => {}).owner).toBe(1);
  expect(clock.after(0, () => {}, 2).owner).toBe(2);
});

test("a task runs as its owner, and what it makes is its owner's", () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const nest = (name: string, depth: number) => () => {
    seen.push(`${name} as ${clock.owner}`);
    if (depth > 0) clock.after(10, nest(name, depth - 1));
  };
  clock.after(0, nest("a", 2), 1);
  clock.after(5, nest("b", 2), 2);
  clock.owner = 3;
  runAll(clock);
  expect(seen).toEqual(["a as 1", "b as 2", "a as 1", "b as 2", "a as 1", "b as 2"]);
});

test("dropping an owner drops all its tasks and nobody else's", () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  for (let delay = 0; delay < 20; delay += 1) {
    clock.after(delay, () => seen.push(`${delay}`), delay % 2);
  }
  clock.drop(1);
  runAll(clock);
  expect(seen).toEqual(["0", "2", "4", "6", "8", "10", "12", "14", "16", "18"]);
});

test("a promise that a timer settles goes on as the timer's owner", async () => {
  const owners = await underVirtualTimeAsync(async (clock) => {
    const seen: number[] = [];
    const work = async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      await Promise.resolve();
      setTimeout(() => seen.push(clock.owner), 10);
    };
    for (const owner of [1, 2]) {
      clock.owner = owner;
      void work();
    }
    await runAllAsync(clock);
    return seen;
  });
  expect(owners).toEqual([1, 2]);
});
