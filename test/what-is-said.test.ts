/** What is said in words of events, records and phases, wherever right and wrong histories have them. */
import { expect, test } from "vitest";
import {
  describeEvent,
  describePhase,
  describeRecord,
  type EventWords,
} from "../model/describe.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event, EventKind, History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { phaseOf, recordOf } from "../model/state.ts";
import { walkThrough } from "../reports/model-walk.ts";
import { EXAMPLES } from "./examples/all.ts";
import { editedStory } from "./examples/example.ts";
import { RIGHT_CASES } from "./examples/right-cases.ts";

const CASES = Object.values(RIGHT_CASES).flatMap((cases) => Object.values(cases));

test("of events", async () => {
  const right: readonly History[] = CASES.map((case_) => simulate(case_, awsGuarantees));
  const wrong = EXAMPLES.flatMap((example) =>
    example.wrong.map((each) => editedStory(each).history),
  );
  const said: Partial<Record<EventKind, Set<string>>> = {};
  for (const event of [...right, ...wrong].flat()) {
    said[event.kind] ??= new Set();
    said[event.kind]?.add(sentence(event));
  }
  await expect(textOf(said)).toMatchFileSnapshot("golden/what-is-said-of-events.json");
});

function sentence(event: Event): string {
  const { verb, subject, detail }: EventWords = describeEvent(event);
  return `${verb} | ${subject} | ${detail}`;
}

test("of records and phases", async () => {
  const records = new Set<string>();
  const phases = new Set<string>();
  for (const case_ of CASES) {
    const { world, states } = walkThrough(case_, simulate(case_, awsGuarantees));
    for (const state of states) {
      for (const { index } of world.nodes) {
        records.add(describeRecord(recordOf(state, index)));
        if (state.invocation !== undefined) {
          phases.add(describePhase(phaseOf(state.invocation, index)));
        }
      }
    }
  }
  await expect(textOf({ records, phases })).toMatchFileSnapshot(
    "golden/what-is-said-of-states.json",
  );
});

/** Sets by the alphabet, long values by their beginning. */
function textOf(said: unknown): string {
  const readable = (_: string, value: unknown) =>
    value instanceof Set ? [...value].map((text) => `${text}`.slice(0, 150)).toSorted() : value;
  return `${JSON.stringify(said, readable, 1)}\n`;
}
