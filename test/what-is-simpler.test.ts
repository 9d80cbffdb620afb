/**
 * All that is simpler than a case, in order, as people read it in a certificate: the golden file has
 * for each case what is taken away and what is left of the part that it is taken from.
 */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import type { Schedule } from "../model/schedule.ts";
import type { Operation } from "../model/workflow.ts";
import { candidatesOf } from "../properties/shrink/candidates.ts";
import { attempts, caseOf, fault, ONCE, step, takes, wait, whenResolved } from "./small-cases.ts";

const LAMBDA = { invocationSeconds: 900, executionSeconds: 86_400 };

function of(operations: readonly Operation[], schedule: Partial<Schedule> = {}): Case {
  const plain = caseOf(operations);
  return { ...plain, limits: LAMBDA, schedule: { ...plain.schedule, ...schedule } };
}

const charge = step("charge");
const ship = step("ship");
const throwing = { runs: [{ does: "throw", milliseconds: 60 }] } as const;
const end = { does: "fail", seconds: 3 } as const;
const callback = { kind: "callback", name: "approval", end, onError: "throw" } as const;
const start = { operation: "charge", action: "START" } as const;
const fan = (more: object = {}): Operation => ({
  kind: "map",
  name: "fan",
  branches: [
    { operations: [step("first", ONCE)], padding: 9, gives: "date" },
    { operations: [ship, wait("rest", 1)] },
  ],
  ...more,
});

const CASES: Readonly<Record<string, Case>> = {
  "a plain step": of([charge]),
  "a step with every option": of([
    step("charge", {
      ...ONCE,
      ...throwing,
      padding: 9,
      gives: "date",
      serdes: "slow",
      awaited: "later",
      onError: "catch",
    }),
  ]),
  "a serdes that fails late": of([
    step("charge", { serdes: "write-fails-third" }),
    fan({ itemSerdes: "read-fails-second" }),
  ]),
  "a step that does something else each time": of([
    step("charge", { runs: [...throwing.runs, ...takes(2_000).runs, ...takes(0).runs] }),
  ]),
  "a step with the default strategy": of([step("charge", { retry: { policy: "default" } })]),
  "a step with few attempts": of([step("charge", attempts(2))]),
  "a step with a strategy of its own": of([
    step("charge", {
      retry: { policy: "limited", attempts: 4, delaySeconds: 1, manner: "mutates" },
    }),
  ]),
  "a step with helpers": of([
    step("charge", { retry: { policy: "exponential", attempts: 3, jitter: "NONE" } }),
    step("ship", { retry: { policy: "linear", incrementSeconds: 4 } }),
  ]),
  "a wait that is never awaited": of([{ ...wait("settle", 5), awaited: "never" }, charge]),
  "a short wait, and work": of([
    wait("settle", 1),
    { kind: "work", name: "think", milliseconds: 1_200 },
  ]),
  "what others end": of([
    { ...callback, timeoutSeconds: 9, heartbeatSeconds: 2, beats: [1] },
    { kind: "invoke", name: "pay", end: { does: "succeed", seconds: 1 }, onError: "catch" },
  ]),
  "waiting for a callback": of([
    {
      ...callback,
      kind: "wait-for-callback",
      end: { does: "succeed", seconds: 0 },
      retry: { policy: "default" },
      runs: [...throwing.runs],
    },
  ]),
  "a condition": of([
    {
      kind: "wait-for-condition",
      name: "job",
      polls: 3,
      delaySeconds: 4,
      attempts: 2,
      helper: { attempts: 2 },
      runs: takes(0).runs,
      onError: "throw",
    },
  ]),
  "a child with a child": of([
    {
      kind: "child",
      name: "order",
      operations: [charge, { kind: "child", name: "inner", operations: [ship], onError: "catch" }],
      onError: "throw",
    },
  ]),
  "a map with options": of([
    fan({
      maxConcurrency: 1,
      completion: { minSuccessful: 1 },
      nesting: "FLAT",
      itemSerdes: "slow",
      serdes: "slow",
    }),
  ]),
  "a race and an any": of([
    { kind: "race", name: "first", operations: [charge], onError: "throw" },
    { kind: "any", name: "one", operations: [ship], onError: "throw" },
  ]),
  "a result of its own": {
    ...of([charge]),
    workflow: { operations: [charge], padding: 9, gives: "date" },
  },
  "interruptions, one after the other": of([charge, ship], {
    interruptions: [
      { ...whenResolved("charge"), occurrence: 3, restartSeconds: 7 },
      { edge: "checkpoint-replied", ...start, occurrence: 1, restartSeconds: 1 },
      { edge: "invocation-started", occurrence: 2 },
    ],
  }),
  "a body that outlives the invocation": {
    ...of([charge, step("ship", { runs: [...takes(0).runs, ...takes(60_000).runs] })]),
    limits: { invocationSeconds: 60, executionSeconds: 86_400 },
  },
  "faults, and a log in pages": of([charge, ship], {
    faults: [
      { ...fault("denied", "charge", "SUCCEED"), occurrence: 3 },
      { fault: "reply-late", ...start, occurrence: 1, seconds: 5 },
      { fault: "throttled", call: "page", occurrence: 2 },
    ],
    pages: { first: 0, size: 3 },
  }),
  "pages that are full": of([charge], { pages: { first: 4, size: 1 } }),
  "arrivals at an edge": of([charge, callback], {
    interruptions: [whenResolved("charge")],
    arrivals: [
      { edge: "operation-resolved", operation: "charge", occurrence: 3, ends: "approval" },
    ],
  }),
  "a change late on": of([charge, ship], {
    change: { fromInvocation: 3, operation: "charge", becomes: "swapped" },
  }),
  "the changed operation alone": of([step("charge", ONCE)], {
    change: { fromInvocation: 2, operation: "charge", becomes: "wait" },
  }),
  "the plainest change": of([charge], {
    change: { fromInvocation: 2, operation: "charge", becomes: "renamed" },
  }),
  "short limits and randomness": {
    ...of([charge]),
    limits: { invocationSeconds: 900, executionSeconds: 60 },
    randomness: 5,
  },
};

/** The parts of a candidate that are not as they were. */
function different(original: Case, { workflow, schedule, limits, randomness }: Case): object {
  const parts = { workflow, schedule, limits, randomness };
  const changed = Object.entries(parts).filter(
    ([part, value]) =>
      JSON.stringify(value) !== JSON.stringify(original[part as keyof typeof parts]),
  );
  return Object.fromEntries(changed);
}

test("what is simpler than a case", async () => {
  const simpler = Object.entries(CASES).map(([name, case_]) => {
    const lines = [...candidatesOf(case_)].map(
      ({ removed, case: candidate }) =>
        `${removed} -> ${JSON.stringify(different(case_, candidate))}`,
    );
    return [name, lines];
  });
  const text = `${JSON.stringify(Object.fromEntries(simpler), null, 1)}\n`;
  await expect(text).toMatchFileSnapshot("golden/what-is-simpler.json");
});
