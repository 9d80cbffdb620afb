/** Each step rule refuses a step that breaks it, and lets the right one pass. */
import { expect, test } from "vitest";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event } from "../model/history.ts";
import { listOf } from "../model/list.ts";
import { type LogRecord, NO_RECORD, type State } from "../model/state.ts";
import { initial } from "../model/transition.ts";
import { createWorld } from "../model/world.ts";
import { STEP_RULES } from "../properties/exhaustive/step-rules.ts";
import { ONCE, step } from "./small-cases.ts";

const limits = { invocationSeconds: 900, executionSeconds: 86_400 };
const world = createWorld({ operations: [step("charge", ONCE)] }, limits, awsGuarantees);
const start = initial(world);

const STARTED = { ...NO_RECORD, status: "STARTED" } as const;
const PENDING = { ...NO_RECORD, status: "PENDING", attempt: 2, dueAt: 5_000 } as const;
const CLOSED = { ...NO_RECORD, status: "SUCCEEDED", ending: { kind: "returned", run: 1 } } as const;

function state(record: LogRecord, runs: number): State {
  return { ...start, records: listOf([record]), runs: listOf([runs]) };
}

const entered: Event = { kind: "body-entered", at: 0, operation: "charge", run: 1 };
const interrupted: Event = { kind: "interrupted", at: 0, why: "scheduled" };
const succeeded: Event = { kind: "execution-ended", at: 0, status: "SUCCEEDED" };
const retried: Event = {
  kind: "checkpoint-recorded",
  at: 0,
  updates: [{ operation: "charge", type: "STEP", action: "RETRY" }],
};
const once = state(STARTED, 0);
const running = state(STARTED, 1);
const closed = state(CLOSED, 1);

/** The rule, a right step, a wrong one. */
const EXAMPLES: readonly (readonly [string, Step, Step])[] = [
  ["at-most-once-per-attempt", [once, entered, running], [running, entered, state(STARTED, 2)]],
  [
    "completed-steps-never-rerun",
    [closed, interrupted, closed],
    [closed, entered, state(CLOSED, 2)],
  ],
  [
    "attempts-rise-with-retries",
    [running, retried, state(PENDING, 1)],
    [running, entered, state(PENDING, 1)],
  ],
  ["start-recorded-before-body", [once, entered, running], [state(NO_RECORD, 0), entered, running]],
  [
    "retries-not-before-their-delay",
    [once, entered, running],
    [state(PENDING, 1), entered, running],
  ],
  ["only-legal-updates", [running, interrupted, running], [running, interrupted, once]],
  ["success-means-recorded", [closed, succeeded, closed], [running, succeeded, running]],
];
type Step = readonly [before: State, event: Event, after: State];

test.each(EXAMPLES)("%s", (id, right, wrong) => {
  const rule = STEP_RULES.find((each) => each.id === id);
  const check = ([before, event, after]: Step) => rule?.check({ world, before, event, after });
  expect(check(right)).toBeUndefined();
  expect(check(wrong)).toMatch(/^\w/);
});

test("every step rule has its example", () => {
  expect(STEP_RULES.map(({ id }) => id)).toEqual(EXAMPLES.map(([id]) => id));
});
