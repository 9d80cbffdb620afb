/** The explorer: complete, each state once, shortest histories, and time that does not multiply states. */
import { expect, test } from "vitest";
import { enabled } from "../model/enabled.ts";
import { explore, type Visit } from "../model/explore.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event } from "../model/history.ts";
import type { RetryPolicy } from "../model/retry.ts";
import { runsOf, type State } from "../model/state.ts";
import { initial, transition } from "../model/transition.ts";
import { Words } from "../model/words.ts";
import type { Operation, Semantics, Step } from "../model/workflow.ts";
import { createWorld, type World } from "../model/world.ts";

const ROOMY = { invocationSeconds: 900, executionSeconds: 86_400 };

function step(
  name: string,
  semantics: Semantics,
  retry: RetryPolicy,
  onError: Step["onError"],
): Step {
  const runs: Step["runs"] = [
    { does: "throw", milliseconds: 0 },
    { does: "return", milliseconds: 0 },
  ];
  return { kind: "step", name, semantics, retry, runs, onError };
}

function limited(attempts: number, delaySeconds = 1): RetryPolicy {
  return { policy: "limited", attempts, delaySeconds };
}

function worldOf(operations: readonly Operation[], limits = ROOMY): World {
  return createWorld({ operations }, limits, awsGuarantees);
}

const MIXED: readonly Operation[] = [
  step("a", "AtLeastOncePerRetry", limited(2), "catch"),
  { kind: "wait", name: "w", seconds: 5 },
  step("b", "AtMostOncePerRetry", limited(3), "throw"),
];

test("a fingerprint tells order, size and sign of the numbers apart", () => {
  const lists = [[], [0], [0, 0], [1], [-1], [1, 2], [2, 1], [2 ** 32], [2 ** 33], [2 ** 32 + 1]];
  const prints = lists.map((numbers) => {
    const words = new Words();
    for (const number of numbers) words.add(number);
    return `${words.high} ${words.low}`;
  });
  expect(new Set(prints).size).toBe(lists.length);
});

/** The same search with everything kept, and states compared as text with times made relative. */
function exploreExactly(world: World, most: number): Map<string, number> {
  const limits = { invocationSeconds: Infinity, executionSeconds: Infinity };
  const timeless = { ...world, limits };
  const depths = new Map<string, number>();
  let level: { state: State; interruptions: number }[] = [
    { state: initial(world), interruptions: 0 },
  ];
  for (let depth = 0; level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const { state, interruptions } of level) {
      const key = `${interruptions} ${textOf(state)}`;
      if (depths.has(key)) continue;
      depths.set(key, depth);
      const events: Event[] = enabled(timeless, state).filter(({ at }) => at !== Infinity);
      for (const event of events)
        next.push({ state: after(timeless, state, event), interruptions });
      if (state.invocation === undefined || interruptions === most) continue;
      const crash: Event = { kind: "interrupted", at: state.now, why: "scheduled" };
      next.push({ state: after(timeless, state, crash), interruptions: interruptions + 1 });
    }
    level = next;
  }
  return depths;
}

function after(world: World, state: State, event: Event): State {
  const step = transition(world, state, event);
  if (step.kind === "refused") throw new Error(step.refusal.expected);
  return step.state;
}

function textOf(state: State): string {
  return JSON.stringify(state, (key, value) => {
    if (["now", "invocations", "number", "startedAt", "movedAt"].includes(key)) return undefined;
    if (key !== "dueAt" && key !== "until") return value;
    return value === undefined ? undefined : Math.max(0, value - state.now);
  });
}

test.each([0, 1, 2, 3])(
  "states and depth are those of an exact search, %i interruptions",
  (most) => {
    const world = worldOf(MIXED);
    const exact = exploreExactly(world, most);
    const distinct = new Set<string>();
    const found = explore(
      world,
      { interruptions: most },
      {
        visit: ({ state, strikes, depth }) => {
          expect(exact.get(`${strikes} ${textOf(state)}`)).toBe(depth);
          distinct.add(textOf(state));
        },
      },
    );
    expect(found.states).toBe(exact.size);
    expect(found.distinct).toBe(distinct.size);
    expect(distinct.size).toBe(new Set([...exact.keys()].map((key) => key.slice(2))).size);
    expect(found.depth).toBe(Math.max(...exact.values()));
  },
);

test("the history to a state is a run of the model that leads there", () => {
  const world = worldOf(MIXED);
  const visits: Visit[] = [];
  const found = explore(world, { interruptions: 2 }, { visit: (visit) => visits.push(visit) });
  const exact = exploreExactly(world, 2);
  for (const { id, state, depth } of visits) {
    const history = found.pathTo(id);
    expect(history.length).toBe(found.depthOf(id));
    expect(history.length).toBeLessThanOrEqual(depth);
    const depths = [0, 1, 2].map((count) => exact.get(`${count} ${textOf(state)}`) ?? Infinity);
    expect(history.length).toBe(Math.min(...depths));
    const reached = history.reduce((state, event) => after(world, state, event), initial(world));
    expect(textOf(reached)).toBe(textOf(state));
  }
});

test("nothing is stuck and nothing enabled is refused", () => {
  const found = explore(worldOf(MIXED), { interruptions: 3 });
  expect(found.complete).toBe(true);
  expect(found.stuck).toEqual([]);
  expect(found.contradictions).toEqual([]);
});

test("the model is explored in the same order each time", () => {
  const ids = () => {
    const texts: string[] = [];
    explore(
      worldOf(MIXED),
      { interruptions: 1 },
      { visit: ({ state }) => texts.push(textOf(state)) },
    );
    return texts;
  };
  expect(ids()).toEqual(ids());
});

test("how long delays are does not change how many states there are", () => {
  const states = (delaySeconds: number, waitSeconds: number) => {
    const wait = { kind: "wait", name: "w", seconds: waitSeconds } as const;
    const world = worldOf([
      step("a", "AtMostOncePerRetry", limited(3, delaySeconds), "catch"),
      wait,
    ]);
    return explore(world, { interruptions: 2 }).states;
  };
  expect(states(3_600, 31_536_000)).toBe(states(1, 1));
});

/** The first scenario of the timeout experiment: a body that no invocation has the time for. */
const SLOW = worldOf(
  [{ ...step("slow", "AtLeastOncePerRetry", limited(3), "throw"), runs: [slowRun()] }],
  { invocationSeconds: 3, executionSeconds: 59 },
);

function slowRun(): Step["runs"][number] {
  return { does: "return", milliseconds: 10_000 };
}

test("limits strike only when they are asked to", () => {
  const ends = (limits: "out-of-reach" | "strike") => {
    const statuses = new Set<string>();
    const found = explore(
      SLOW,
      { interruptions: 0, limits },
      {
        visit: ({ state }) => {
          if (state.execution !== "RUNNING") statuses.add(state.execution);
        },
      },
    );
    expect(found.stuck).toEqual([]);
    return [...statuses];
  };
  expect(ends("out-of-reach")).toEqual(["SUCCEEDED"]);
  expect(ends("strike")).toEqual(["TIMED_OUT"]);
});

test("a step that outlives the invocation limit starts once per invocation", () => {
  let starts = 0;
  explore(
    SLOW,
    { interruptions: 0, limits: "strike" },
    {
      visit: ({ state }) => {
        starts = Math.max(starts, runsOf(state, 0));
      },
    },
  );
  expect(starts).toBe(20);
});

test("an invocation is at work as long as bodies run, or work between operations", () => {
  const slow: Step = {
    ...step("slow", "AtLeastOncePerRetry", limited(2), "throw"),
    runs: [slowRun()],
    awaited: "later",
  };
  const world = worldOf([
    slow,
    { kind: "work", name: "think", milliseconds: 5 },
    { kind: "child", name: "child", operations: [{ ...slow, name: "inner" }], onError: "throw" },
  ]);
  const most = new Set<number>();
  explore(
    world,
    { interruptions: 1 },
    {
      visit: ({ state: { invocation } }) => {
        if (invocation === undefined) return;
        const running = invocation.phases
          .flat()
          .filter((phase) => phase.at === "running" && phase.until !== Infinity);
        expect(invocation.atWork).toBe(running.length);
        most.add(running.length);
      },
    },
  );
  expect(most).toEqual(new Set([0, 1, 2]));
});
