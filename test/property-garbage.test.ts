/** Checks say something about any list of events, however senseless, and throw at none. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event, History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { PROPERTIES } from "../properties/all.ts";
import { caseArbitrary } from "../properties/generators/case.ts";
import { SOMETIMES } from "../properties/sometimes.ts";
import { readStory } from "../properties/story.ts";

const name = fc.constantFrom("reserve", "charge", "settle", "nobody", "__proto__", "");
const number = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom(Number.NaN, 1e308));
const error = fc.letrec<{ error: { name: string; message: string } }>((tie) => ({
  error: fc.record(
    {
      name: fc.constantFrom("Error", "StepError", "StepInterruptedError", ""),
      message: fc.string({ maxLength: 3 }),
      cause: tie("error"),
    },
    { requiredKeys: ["name", "message"] },
  ),
})).error;
const outcome = fc.oneof(
  fc.record(
    {
      kind: fc.constant("returned" as const),
      value: fc.constantFrom('"charge#1"', "not json", ""),
    },
    { requiredKeys: ["kind"] },
  ),
  fc.record({ kind: fc.constant("threw" as const), error }),
);
const update = fc.record(
  {
    operation: name,
    type: fc.constantFrom("STEP" as const, "WAIT" as const),
    action: fc.constantFrom("START", "SUCCEED", "FAIL", "RETRY"),
    payload: fc.constantFrom('"charge#1"', "not json"),
    error,
    delaySeconds: number,
  },
  { requiredKeys: ["operation", "type", "action"] },
);
const answer = fc.oneof(
  fc.constantFrom({ kind: "PENDING" }, { kind: "SUCCEEDED" }, { kind: "SUCCEEDED", result: "{" }),
  fc.record({ kind: fc.constantFrom("FAILED", "threw"), error }),
);

/** Events whose fields have the right types and any values at all. */
const event = fc.oneof(
  of("invocation-started", { invocation: number }),
  of("operation-called", { operation: name }),
  of("body-entered", { operation: name, run: number }),
  of("body-entered", { operation: name, attempt: number, run: number }),
  of("body-finished", { operation: name, run: number, outcome }),
  of("strategy-asked", {
    operation: name,
    attempt: number,
    error,
    decision: fc.oneof(
      fc.constant({ kind: "stop" }),
      fc.record({ kind: fc.constant("retry"), delaySeconds: number }),
    ),
  }),
  of("checkpoint-requested", { updates: fc.array(update, { maxLength: 3 }) }),
  of("checkpoint-recorded", { updates: fc.array(update, { maxLength: 3 }) }),
  of("checkpoint-replied", { updates: fc.array(update, { maxLength: 3 }) }),
  of("checkpoint-refused", { updates: fc.array(update, { maxLength: 3 }), error }),
  of("operation-resolved", { operation: name, outcome }),
  of("timer-fired", { operation: name }),
  of("handler-finished", { outcome }),
  of("invocation-answered", { answer }),
  of("answer-accepted", { answer }),
  of("answer-refused", { answer, error }),
  of("interrupted", { why: fc.constantFrom("scheduled", "invocation-timeout", "crashed") }),
  of("execution-ended", { status: fc.constantFrom("RUNNING", "SUCCEEDED", "TIMED_OUT") }),
  of("error-escaped", { error }),
  of("input-differs", { input: fc.constant("{}") }),
  of("asked-otherwise", {
    operation: name,
    what: fc.constantFrom("function", "input", "callback-id"),
    found: fc.constant("other"),
  }),
  of("livelocked", {}),
);

function of(kind: Event["kind"], fields: Record<string, fc.Arbitrary<unknown>>) {
  return fc.record({ kind: fc.constant(kind), at: number, ...fields });
}

const soup = fc.array(event, { maxLength: 30 }).map((events) => events as unknown as History);

test("no check throws at a soup of events", () => {
  const verdicts = new Set<string>();
  const property = fc.property(caseArbitrary, soup, (case_, history) => {
    const story = readStory(case_, awsGuarantees, history);
    for (const each of PROPERTIES) verdicts.add(each.check(story).kind);
    for (const { seen } of SOMETIMES) expect(typeof seen(story)).toBe("boolean");
  });
  fc.assert(property, { seed: 3, numRuns: 3_000 });
  expect([...verdicts].toSorted()).toEqual(["broken", "holds", "unknown"]);
});

test("no check throws at a soup of events that comes after a right beginning", () => {
  const property = fc.property(caseArbitrary, fc.nat(), soup, (case_, length, events) => {
    const right = simulate(case_, awsGuarantees);
    const history = [...right.slice(0, length % right.length), ...events];
    const story = readStory(case_, awsGuarantees, history);
    for (const each of PROPERTIES) expect(each.check(story)).toHaveProperty("kind");
    for (const { seen } of SOMETIMES) expect(typeof seen(story)).toBe("boolean");
  });
  fc.assert(property, { seed: 4, numRuns: 2_000 });
});
