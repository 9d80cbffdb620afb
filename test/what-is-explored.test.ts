/**
 * Explorations of right cases under each bound: as many states and moves as there were, each state
 * reached by a shortest history that is a run of the model, and every move on one of the paths.
 */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { type Bounds, type Exploration, explore } from "../model/explore.ts";
import { NO_ID } from "../model/found.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { State } from "../model/state.ts";
import { initial } from "../model/transition.ts";
import { createWorld } from "../model/world.ts";
import { walkThrough } from "../reports/model-walk.ts";
import { countsOf } from "./counted.ts";
import { RIGHT_CASES } from "./examples/right-cases.ts";
import { caseOf } from "./small-cases.ts";

const BOUNDS: Readonly<Record<string, Bounds>> = {
  "no interruption": { interruptions: 0 },
  "two interruptions": { interruptions: 2 },
  faults: { interruptions: 1, faults: true },
  "limits strike": { interruptions: 1, limits: "strike" },
  free: { interruptions: 0, freedom: { polls: true, timers: true } },
  "few states": { interruptions: 1, states: 20 },
};

/** Somebody outside never comes, and no clock ends it either. */
const UNANSWERED = caseOf([
  { kind: "callback", name: "approval", end: { does: "time-out", seconds: 1 }, onError: "throw" },
]);
/** Those with few states. */
const CASES = Object.entries({ ...RIGHT_CASES.steps, ...RIGHT_CASES.outside })
  .filter((_, index) => index % 3 === 1)
  .concat([["a callback that nobody ends", UNANSWERED]]);

function explored(case_: Case, bounds: Bounds) {
  const world = createWorld(case_.workflow, case_.limits, awsGuarantees);
  const visited: number[] = [];
  const steps: string[] = [];
  const found = explore(world, bounds, {
    visit: ({ id }) => visited.push(id),
    step: (_, __, event) => steps.push(event.kind),
  });
  expect(new Set(visited).size).toBe(visited.length);
  if (found.complete) expect(visited.length).toBe(found.distinct);
  expect(found.contradictions).toEqual([]);
  expect(found.stuck).toEqual([]);
  expect(found.onACycle()).toBeUndefined();
  const { complete, distinct, states, transitions, depth, widest } = found;
  const ways = complete ? throughAll(found) : undefined;
  return { complete, distinct, states, transitions, depth, widest, steps: countsOf(steps), ways };
}

/** How many paths, how long together, and what is on them. */
function throughAll(found: Exploration) {
  const paths = [...found.pathsThroughAll()];
  const lengths = paths.map((path) => path.length);
  return {
    paths: paths.length,
    events: lengths.reduce((sum, length) => sum + length, 0),
    ends: countsOf(paths.map((path) => path.at(-1)?.kind ?? "nothing")),
  };
}

test.each(Object.entries(BOUNDS))("%s: as much as there was", async (about, bounds) => {
  const all = CASES.map(([name, case_]) => [name, explored(case_, bounds)]);
  const text = `${JSON.stringify(Object.fromEntries(all), null, 1)}\n`;
  const file = about.replaceAll(" ", "-");
  await expect(text).toMatchFileSnapshot(`golden/what-is-explored/${file}.json`);
});

test("a history to a state leads there, and no shorter one does", () => {
  for (const [name, case_] of CASES) {
    const { workflow, limits } = case_;
    const world = createWorld(workflow, limits, awsGuarantees);
    const found = explore(world, { interruptions: 1, limits: "strike" });
    for (let id = 0; id < found.distinct; id += 7) {
      const history = found.pathTo(id);
      expect([name, history.length]).toEqual([name, found.depthOf(id)]);
      expect([name, found.find(walkThrough(case_, history).states.at(-1) as State)]).toEqual([
        name,
        id,
      ]);
      for (const to of found.from(id)) expect(to).toBeLessThan(found.distinct);
    }
    expect(found.find({ ...initial(world), now: 77 })).toBe(NO_ID);
  }
});
