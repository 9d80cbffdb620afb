/** How many invocations an execution may take after its last interruption. */
import { describe, expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event, History } from "../model/history.ts";
import type { Callback, Operation } from "../model/workflow.ts";
import { endsAfterTheLastInterruption } from "../properties/ends-after-the-last-interruption.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { attempts, caseOf, step, takes, wait } from "./small-cases.ts";

const CUT_SHORT: Event = { kind: "interrupted", at: 0, why: "scheduled" };
const ANSWERED: Event = { kind: "answer-accepted", at: 0, answer: { kind: "PENDING" } };

/** One invocation in which this happened, and so many after it. */
function runOf(happened: readonly Event[], after: number): History {
  const invocations = Array.from({ length: 1 + after }, (_, index) => {
    const start: Event = { kind: "invocation-started", at: 0, invocation: index + 1 };
    return [start, ...(index === 0 ? happened : [ANSWERED])];
  });
  return invocations.flat();
}

function verdictOn(case_: Case, happened: readonly Event[], after: number) {
  const story = readStory(case_, awsGuarantees, runOf(happened, after));
  return judge(endsAfterTheLastInterruption, story);
}

const outside = { end: { does: "succeed", seconds: 1 }, onError: "throw" } as const;
const silent: Callback = {
  ...outside,
  kind: "callback",
  name: "approval",
  end: { does: "time-out", seconds: 1 },
};
const runs = [{ does: "return", milliseconds: 0 }] as const;
const job: Operation = {
  kind: "wait-for-condition",
  name: "job",
  polls: 3,
  delaySeconds: 1,
  runs,
  onError: "throw",
};
const audit = (milliseconds: number): Operation => ({ kind: "work", name: "audit", milliseconds });

/** The limit of an invocation is 60 s, of which each operation and the handler have their share. */
const BOUNDS: readonly (readonly [
  what: string,
  operations: readonly Operation[],
  bound: number,
])[] = [
  ["nothing to wait for", [step("charge"), audit(19_999)], 1],
  ["a body that just fits", [step("charge", takes(29_999))], 1],
  ["a wait", [wait("settle", 5)], 2],
  [
    "a callback and an invoke",
    [
      { ...outside, kind: "callback", name: "approval" },
      { ...outside, kind: "invoke", name: "report" },
    ],
    3,
  ],
  ["a callback with a timeout", [{ ...silent, timeoutSeconds: 5 }], 2],
  ["three attempts", [step("charge", attempts(3))], 3],
  ["two steps with retries", [step("charge", attempts(3)), step("ship", attempts(2))], 4],
  ["three polls", [job], 4],
];

describe.each(BOUNDS)("%s", (_, operations, bound) => {
  test("may take as many", () => {
    expect(verdictOn(caseOf(operations), [CUT_SHORT], bound)).toEqual({ kind: "holds" });
  });

  test("may take no more", () => {
    expect(verdictOn(caseOf(operations), [CUT_SHORT], bound + 1)).toMatchObject({
      kind: "broken",
      expected: `at most ${bound} invocations after the last interruption`,
    });
  });
});

test.each([
  ["a body that may not fit", [step("charge", takes(30_000))]],
  ["work that may not fit", [audit(30_000)]],
  ["a callback that nobody ends", [silent]],
] as const)("nothing is promised of %s", (_, operations) => {
  expect(verdictOn(caseOf(operations), [CUT_SHORT], 90).kind).toBe("unknown");
});

const failed = { at: 0, failure: "throttled" } as const;
test.each<Event>([
  { kind: "checkpoint-failed", updates: [], ...failed },
  { kind: "page-failed", ...failed },
  { kind: "checkpoint-replied", at: 0, updates: [], withoutToken: true },
])("$kind counts as an interruption", (event) => {
  expect(verdictOn(caseOf([step("charge")]), [event, ANSWERED], 1)).toEqual({ kind: "holds" });
});

test("an execution that nothing interrupts exercises nothing, and may take no more either", () => {
  expect(verdictOn(caseOf([wait("settle", 5)]), [ANSWERED], 1).kind).toBe("unknown");
  expect(verdictOn(caseOf([wait("settle", 5)]), [ANSWERED], 2).kind).toBe("broken");
});
