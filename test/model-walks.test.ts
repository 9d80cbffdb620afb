/**
 * `enabled` and `transition` are two sides of one protocol: along random walks, interruptions
 * included, each event that is enabled is accepted, no walk is stuck, and every guarantee holds.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { enabled } from "../model/enabled.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { transition } from "../model/transition.ts";
import { worldOf } from "../model/world.ts";
import { GUARANTEES } from "../properties/all.ts";
import { isComparable } from "../properties/comparable.ts";
import { caseArbitrary, drawBatch } from "../properties/generators/case.ts";
import { judgeAll } from "../properties/signature.ts";
import { readStory } from "../properties/story.ts";
import { choicesFrom, randomWalk } from "./random-walk.ts";

const sequential = fc.sample(caseArbitrary, { seed: 7, numRuns: 800 });
const concurrent = Array.from({ length: 12 }, (_, batch) => drawBatch(7, batch, 100, "all")).flat();
/** Every third walk asks for news early, every second has timers fire while it is at work. */
const walks = [...sequential, ...concurrent].map((case_, index) => {
  const freedom = { polls: index % 3 === 0, timers: index % 2 === 0 };
  return { case: case_, walk: randomWalk(case_, choicesFrom(index), { freedom }) };
});

test("every walk comes to the end of its execution", () => {
  const ends = new Set(walks.map(({ walk }) => walk.end.kind));
  expect([...ends]).toEqual(["ended"]);
});

test("every enabled event is accepted, at every state of the walks", () => {
  let events = 0;
  for (const { case: case_, walk } of walks) {
    const world = worldOf(case_, awsGuarantees);
    for (const state of walk.states) {
      for (const event of enabled(world, state)) {
        expect(transition(world, state, event).kind, event.kind).toBe("accepted");
        events += 1;
      }
    }
  }
  expect(events).toBeGreaterThan(50_000);
});

test("nothing is enabled once the execution has ended, and only then", () => {
  for (const { case: case_, walk } of walks) {
    const world = worldOf(case_, awsGuarantees);
    for (const state of walk.states) {
      expect(enabled(world, state).length > 0).toBe(state.execution === "RUNNING");
    }
  }
});

test("the guarantees hold on what the walks did, and each of them is exercised", () => {
  const held = new Set<string>();
  for (const { case: case_, walk } of walks) {
    const crashFree = isComparable(case_.workflow)
      ? simulate({ ...case_, schedule: { interruptions: [] } }, awsGuarantees)
      : undefined;
    const story = readStory(case_, awsGuarantees, walk.history, crashFree);
    for (const { property, verdict } of judgeAll(GUARANTEES, story)) {
      if (verdict.kind === "broken") throw new Error(`${property.id}: ${verdict.found}`);
      if (verdict.kind === "holds") held.add(property.id);
    }
  }
  expect([...held]).toEqual(expect.arrayContaining(GUARANTEES.map(({ id }) => id)));
});

test("the walks are interrupted, and end in every way", () => {
  const histories = walks.map(({ walk }) => walk.history);
  const interrupted = histories.filter((each) => each.some(({ kind }) => kind === "interrupted"));
  expect(interrupted.length).toBeGreaterThan(walks.length / 2);
  const statuses = histories.map((each) => {
    const last = each.at(-1);
    return last?.kind === "execution-ended" ? last.status : "RUNNING";
  });
  expect([...new Set(statuses)].toSorted()).toEqual(["FAILED", "SUCCEEDED", "TIMED_OUT"]);
});

test("the simulated history of a case is always the same, and ends", () => {
  for (const { case: case_ } of walks) {
    const history = simulate(case_, awsGuarantees);
    expect(simulate(case_, awsGuarantees)).toEqual(history);
    expect(history.at(-1)?.kind).toBe("execution-ended");
  }
});
