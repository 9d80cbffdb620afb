/** The virtual clock runs tasks in order of time, and of creation at the same time. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { VirtualClock } from "../impl/interrupt/virtual-clock.ts";
import { runAll } from "./clock-fixture.ts";

test("tasks run in order of time, and of creation at the same time", () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const add = (name: string, delay: number) =>
    clock.after(delay, () => seen.push(`${name} at ${clock.now}`));
  add("late", 20);
  add("first of two", 10);
  add("second of two", 10);
  add("early", 0);
  runAll(clock);
  expect(seen).toEqual(["early at 0", "first of two at 10", "second of two at 10", "late at 20"]);
});

test("time stands still until a task runs", () => {
  const clock = new VirtualClock();
  clock.after(10, () => {});
  expect(clock.peek()?.at).toBe(10);
  expect(clock.now).toBe(0);
  clock.runNext();
  expect(clock.now).toBe(10);
  expect(clock.peek()).toBeUndefined();
  clock.runNext();
  expect(clock.now).toBe(10);
});

test("a delay counts from the time at which the task is made", () => {
  const clock = new VirtualClock();
  const seen: number[] = [];
  clock.after(10, () => {
    clock.after(10, () => seen.push(clock.now));
    clock.after(0, () => seen.push(clock.now));
  });
  runAll(clock);
  expect(seen).toEqual([10, 20]);
});

test("a cancelled task does not run, and time does not stop at it", () => {
  const clock = new VirtualClock();
  const seen: number[] = [];
  const cancelled = clock.after(5, () => seen.push(5));
  clock.after(10, () => seen.push(10));
  cancelled.cancelled = true;
  expect(clock.peek()?.at).toBe(10);
  runAll(clock);
  expect(seen).toEqual([10]);
});

type Command =
  | { readonly does: "schedule"; readonly delay: number; readonly owner: number }
  | { readonly does: "cancel"; readonly which: number }
  | { readonly does: "drop"; readonly owner: number }
  | { readonly does: "run" };

const owner = fc.integer({ min: 1, max: 3 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant("schedule"), delay: fc.nat(8), owner }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("cancel"), which: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("drop"), owner }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("run") }) },
);

interface Expected {
  readonly id: number;
  readonly at: number;
  readonly owner: number;
}

/** The plainest clock there is: a list, searched from the start. */
function runPlainly(commands: readonly Command[]): readonly string[] {
  const seen: string[] = [];
  let tasks: Expected[] = [];
  let now = 0;
  let ids = 0;
  const drop = (goes: (task: Expected) => boolean) => {
    tasks = tasks.filter((task) => !goes(task));
  };
  for (const each of commands) {
    if (each.does === "schedule") {
      tasks.push({ id: ids, at: now + each.delay, owner: each.owner });
      ids += 1;
    }
    if (each.does === "cancel") drop(({ id }) => id === each.which);
    if (each.does === "drop") drop((task) => task.owner === each.owner);
    if (each.does === "run" && tasks.length > 0) {
      const at = Math.min(...tasks.map((task) => task.at));
      const next = tasks.find((task) => task.at === at) as Expected;
      now = at;
      seen.push(`${next.id} of ${next.owner} at ${now}`);
      drop(({ id }) => id === next.id);
    }
  }
  return seen;
}

function runOnClock(commands: readonly Command[]): readonly string[] {
  const seen: string[] = [];
  const clock = new VirtualClock();
  const cancels: (() => void)[] = [];
  for (const each of commands) {
    if (each.does === "schedule") {
      const id = cancels.length;
      const run = () => seen.push(`${id} of ${clock.owner} at ${clock.now}`);
      const task = clock.after(each.delay, run, each.owner);
      cancels.push(() => {
        task.cancelled = true;
      });
    }
    if (each.does === "cancel") cancels[each.which]?.();
    if (each.does === "drop") clock.drop(each.owner);
    if (each.does === "run") clock.runNext();
  }
  return seen;
}

test("whatever is scheduled, cancelled and dropped, the next task is the earliest that is left", () => {
  // A fresh owner each time it is dropped: what an owner does after its end is not the clock's order.
  const commands = fc.array(command, { maxLength: 60 }).map(withFreshOwners);
  fc.assert(
    fc.property(commands, (each) => {
      expect(runOnClock(each)).toEqual(runPlainly(each));
    }),
    { numRuns: 1_000 },
  );
});

function withFreshOwners(commands: readonly Command[]): readonly Command[] {
  const generations = new Map<number, number>();
  const fresh = (of: number) => of + 10 * (generations.get(of) ?? 0);
  return commands.map((each) => {
    if (each.does === "schedule") return { ...each, owner: fresh(each.owner) };
    if (each.does !== "drop") return each;
    const dropped = fresh(each.owner);
    generations.set(each.owner, (generations.get(each.owner) ?? 0) + 1);
    return { ...each, owner: dropped };
  });
}
