/**
 * What the model says of every small change to right histories: by which rule it refuses how many
 * of them, case by case, and in which words; and what it says of the wrong histories of the
 * examples. That it is right about them is tested with the guarantees (agreement-examples.test.ts);
 * here nothing may be refused less often than before, or more often, or by another rule.
 */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { enabled, type Freedom } from "../model/enabled.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import type { Refusal } from "../model/refusal.ts";
import { simulate } from "../model/simulate.ts";
import type { State } from "../model/state.ts";
import { initial, transition } from "../model/transition.ts";
import { type World, worldOf } from "../model/world.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { walkThrough } from "../reports/model-walk.ts";
import { everyEvent } from "./alphabet.ts";
import { counted, countsOf } from "./counted.ts";
import { EXAMPLES } from "./examples/all.ts";
import { editedStory } from "./examples/example.ts";
import { RIGHT_CASES } from "./examples/right-cases.ts";
import { MUTATIONS } from "./mutations.ts";
import { type Choose, choicesFrom, failedCall } from "./random-walk.ts";

/** Why each changed history is refused; undefined for one that is accepted. */
function refusals(case_: Case): readonly (Refusal | undefined)[] {
  const right = simulate(case_, awsGuarantees);
  const { world, states } = walkThrough(case_, right);
  return Object.values(MUTATIONS).flatMap((mutate) =>
    right.flatMap((_, at) => {
      const changed = mutate(right, at, choicesFrom(at));
      if (changed === undefined) return [];
      // What comes before the change has been accepted already.
      const same = changed.findIndex((event, index) => event !== right[index]);
      const from = same === -1 ? changed.length : same;
      return [refusalOf(world, states[from] as State, changed.slice(from))];
    }),
  );
}

function refusalOf(world: World, before: State, rest: History): Refusal | undefined {
  let state = before;
  for (const event of rest) {
    const step = transition(world, state, event);
    if (step.kind === "refused") return step.refusal;
    state = step.state;
  }
  return undefined;
}

test.each(Object.entries(RIGHT_CASES))("it refuses in %s what it refused", async (about, cases) => {
  const seen = Object.entries(cases).map(([name, case_]) => [
    name,
    counted(refusals(case_).map((refusal) => refusal?.rule ?? "accepted")),
  ]);
  const text = `${JSON.stringify(Object.fromEntries(seen), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot(`golden/what-the-model-refuses/${about}.json`);
});

test("its words are those that it had", async () => {
  const words: Record<string, { expected: Set<string>; found: Set<string> }> = {};
  for (const case_ of Object.values(RIGHT_CASES).flatMap((cases) => Object.values(cases))) {
    for (const refusal of refusals(case_)) {
      if (refusal === undefined) continue;
      words[refusal.rule] ??= { expected: new Set(), found: new Set() };
      words[refusal.rule]?.expected.add(refusal.expected);
      words[refusal.rule]?.found.add(refusal.found);
    }
  }
  const text = JSON.stringify(
    words,
    (_, value) => (value instanceof Set ? [...value].toSorted() : value),
    1,
  );
  await expect(`${text}\n`).toMatchFileSnapshot("golden/what-the-model-says.json");
});

/** One point in this many of a walk is looked at. */
const ONE_IN = 4;
const LONGEST = 150;

/**
 * A walk through what the model enables, and now and then through what else it accepts, so that it
 * comes where no history of its own does: how often it says what of which next event.
 */
function saidOnTheWay(case_: Case, choose: Choose, freedom: Freedom): readonly string[] {
  const world = worldOf(case_, awsGuarantees);
  const usual = simulate(case_, awsGuarantees);
  const said: string[] = [];
  let state = initial(world);
  let interruptions = 2;
  for (let count = 0; state.execution === "RUNNING" && count < LONGEST; count += 1) {
    // What is offered freely may be refused.
    const next = enabled(world, state, freedom).filter((event) => {
      return transition(world, state, event).kind === "accepted";
    });
    const failed = failedCall(state, choose);
    if (failed !== undefined) next.push(failed);
    if (state.invocation !== undefined && interruptions > 0 && choose(12) === 0) {
      next.splice(0, next.length, { kind: "interrupted", at: state.now, why: "scheduled" });
      interruptions -= 1;
    } else if (choose(ONE_IN) === 0) {
      const now = usual.map((event) => ({ ...event, at: Math.max(state.now, event.at) }));
      for (const event of [...everyEvent(case_, state), ...now]) {
        const step = transition(world, state, event);
        said.push(`${event.kind} ${step.kind === "refused" ? step.refusal.rule : step.kind}`);
        if (step.kind === "accepted" && event.kind !== "interrupted") next.push(event);
      }
    }
    const event = next[choose(next.length)];
    // Off its path time may have passed where an engine should have suspended.
    if (event === undefined) return [...said, "nothing is left to do"];
    const step = transition(world, state, event);
    if (step.kind === "refused") throw new Error(`It refuses ${event.kind} the second time`);
    state = step.state;
  }
  return [...said, state.execution];
}

const FREE: Freedom = { polls: true, timers: true, order: true };
/** Through each case, with what is offered on the way. */
const WALKS: readonly Freedom[] = [{}, {}, FREE, FREE];

/** By its name, so that another case beside it changes nothing of it. */
function seedOf(name: string): number {
  let seed = 0;
  for (const letter of name) seed = (Math.imul(31, seed) + (letter.codePointAt(0) ?? 0)) | 0;
  return seed;
}

test.each(Object.entries(RIGHT_CASES))(
  "off the path of %s it says what it said",
  async (about, cases) => {
    const said = Object.entries(cases).flatMap(([name, case_]) =>
      WALKS.flatMap((freedom, walk) => {
        return saidOnTheWay(case_, choicesFrom(seedOf(name) + walk), freedom);
      }),
    );
    const text = `${JSON.stringify(countsOf(said), null, 1)}\n`;
    await expect(text).toMatchFileSnapshot(`golden/what-the-model-says-off-the-path/${about}.json`);
  },
);

test("it says what it said of the wrong histories of the examples, and of those that are allowed", async () => {
  const refused = EXAMPLES.flatMap(({ property, wrong, allowed = [] }) =>
    [...wrong, ...allowed].map((each) => {
      const walk = walkModel(editedStory(each));
      const said = walk.kind === "refused" ? walk.refusal : walk.kind;
      return [`${property}: ${each.engine}`, said];
    }),
  );
  expect(new Set(refused.map(([name]) => name)).size).toBe(refused.length);
  const text = `${JSON.stringify(Object.fromEntries(refused), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("golden/what-the-model-says-of-examples.json");
});
