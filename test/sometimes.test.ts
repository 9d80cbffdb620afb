/** What must have been seen: a run that shows it, and one that nearly does. */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { FAILURE_NAMES } from "../model/fault.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Action, Fault, Interruption, Schedule } from "../model/schedule.ts";
import { simulate } from "../model/simulate.ts";
import { SOMETIMES, sometimesOf } from "../properties/sometimes.ts";
import { readStory } from "../properties/story.ts";
import {
  attempts,
  caseOf,
  fault,
  insideBody,
  ONCE,
  step,
  THROWS,
  THROWS_ONCE,
  takes,
  wait,
  whenResolved,
} from "./small-cases.ts";

function at(
  edge: "checkpoint-requested" | "checkpoint-recorded" | "checkpoint-replied",
  operation: string,
  action: Action,
): Interruption {
  return { edge, operation, action, occurrence: 1 };
}

function scheduled(case_: Case, schedule: Partial<Schedule>): Case {
  return { ...case_, schedule: { ...case_.schedule, ...schedule } };
}

const charge = caseOf([step("charge")]);
const both = [step("charge"), wait("settle", 5)];
const interrupted = caseOf([step("charge")], [insideBody("charge")]);
const failsOnce = caseOf([step("charge", ONCE)], [insideBody("charge")]);
const retriesOnce = caseOf([step("charge", { ...ONCE, ...attempts(2) })], [insideBody("charge")]);
const retried = [step("charge", { ...THROWS_ONCE, ...attempts(2) })];
const exhausted = caseOf([step("charge", { ...THROWS, ...attempts(2) })]);
const replayed = caseOf([...both, step("ship")], [insideBody("ship")]);
const answered = (edge: "invocation-answered" | "invocation-started") =>
  caseOf([step("charge")], [{ edge, occurrence: 1 }]);
const approval = caseOf([
  {
    kind: "callback",
    name: "approval",
    end: { does: "succeed", seconds: 3 },
    onError: "throw",
  },
]);
const arrival = { ...at("checkpoint-replied", "approval", "START"), ends: "approval" } as const;
const pages = (first: number) => scheduled(replayed, { pages: { first, size: 1 } });
const failingPage = { fault: "throttled", call: "page", occurrence: 1 } as Fault;
const lateReply = (operation: string) =>
  ({ fault: "reply-late", operation, action: "START", occurrence: 1, seconds: 5 }) as Fault;
const failedCall = (name: Fault["fault"]) =>
  caseOf([step("charge")], [], [fault(name, "charge", "START")]);

const SHOWN: Readonly<Record<string, readonly [shows: Case, nearly: Case]>> = {
  "interrupted-inside-a-body": [interrupted, caseOf([step("charge")], [whenResolved("charge")])],
  "at-most-once-interrupted-and-retried": [retriesOnce, failsOnce],
  "at-most-once-interrupted-and-failed": [failsOnce, retriesOnce],
  "at-least-once-ran-again": [interrupted, retriesOnce],
  "retried-then-succeeded": [caseOf(retried), exhausted],
  "retries-exhausted": [exhausted, caseOf(retried)],
  "retried-by-the-default-strategy": [
    caseOf([step("charge", { ...THROWS_ONCE, retry: { policy: "default" } })]),
    caseOf(retried),
  ],
  "interrupted-while-a-retry-was-pending": [
    caseOf(retried, [at("checkpoint-replied", "charge", "RETRY")]),
    caseOf(retried, [{ ...insideBody("charge"), occurrence: 2 }]),
  ],
  "interrupted-while-a-wait-was-pending": [
    caseOf(both, [at("checkpoint-replied", "settle", "START")]),
    caseOf(both, [whenResolved("settle")]),
  ],
  "request-lost": [
    caseOf(both, [at("checkpoint-requested", "charge", "SUCCEED")]),
    caseOf(both, [at("checkpoint-recorded", "charge", "SUCCEED")]),
  ],
  "reply-lost": [
    caseOf(both, [at("checkpoint-recorded", "charge", "SUCCEED")]),
    caseOf(both, [at("checkpoint-replied", "charge", "SUCCEED")]),
  ],
  "answer-lost": [answered("invocation-answered"), answered("invocation-started")],
  "interrupted-twice": [
    caseOf(both, [insideBody("charge"), whenResolved("settle")]),
    caseOf(both, [insideBody("charge")]),
  ],
  "timed-out-by-the-invocation-limit": [
    caseOf([step("charge", takes(70_000))]),
    caseOf([step("charge", takes(50_000))], [insideBody("charge")]),
  ],
  "timed-out-by-the-execution-limit": [caseOf([wait("settle", 700)]), caseOf(both)],
  "error-caught": [
    caseOf([step("charge", { ...THROWS, onError: "catch" })]),
    caseOf([step("charge", THROWS)]),
  ],
  "replayed-past-a-wait": [replayed, caseOf(both, [insideBody("charge")])],
  "execution-succeeded": [interrupted, failsOnce],
  "execution-failed": [failsOnce, interrupted],
  ...Object.fromEntries(
    FAILURE_NAMES.map((name, index) => {
      const other = FAILURE_NAMES[(index + 1) % FAILURE_NAMES.length] as Fault["fault"];
      return [`call-${name}`, [failedCall(name), failedCall(other)]];
    }),
  ),
  "reply-without-token": [failedCall("token-missing"), failedCall("throttled")],
  "reply-late": [
    caseOf([wait("settle", 2)], [], [lateReply("settle")]),
    caseOf([wait("settle", 9)], [], [lateReply("settle")]),
  ],
  "ended-from-outside-at-an-edge": [scheduled(approval, { arrivals: [arrival] }), approval],
  "succeeded-after-a-failed-call": [failedCall("throttled"), failedCall("denied")],
  "changed-handler-met": [
    scheduled(replayed, {
      change: { fromInvocation: 2, operation: "charge", becomes: "renamed" },
    }),
    scheduled(caseOf(both), {
      change: { fromInvocation: 3, operation: "charge", becomes: "renamed" },
    }),
  ],
  "page-failed": [scheduled(pages(1), { faults: [failingPage] }), pages(1)],
  "replayed-from-an-empty-page": [pages(0), pages(1)],
  "replayed-from-several-pages": [pages(1), pages(0)],
};

test("each has its example", () => {
  expect(Object.keys(SHOWN)).toEqual(SOMETIMES.map(({ id }) => id));
});

test.each(SOMETIMES.map((each) => [each.id, each] as const))("%s", (id, { seen }) => {
  const [shows, nearly] = SHOWN[id] as readonly [Case, Case];
  const isSeen = (case_: Case) =>
    seen(readStory(case_, awsGuarantees, simulate(case_, awsGuarantees)));
  expect(isSeen(shows), "shown").toBe(true);
  expect(isSeen(nearly), "nearly").toBe(false);
});

test("of a run in which nothing happened nothing was seen", () => {
  const nothing = readStory(charge, awsGuarantees, []);
  expect(SOMETIMES.filter(({ seen }) => seen(nothing))).toEqual([]);
});

test("cases of steps and waits need not show what they can't", () => {
  const [all, sequential] = [sometimesOf("all"), sometimesOf("sequential")];
  expect(all).toEqual(SOMETIMES);
  const missing = all.filter((each) => !sequential.includes(each));
  expect(missing.map(({ id }) => id)).toEqual(["ended-from-outside-at-an-edge"]);
});

test("each says what it is in a sentence of its own", () => {
  const sentences = SOMETIMES.map(({ sentence }) => sentence);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].{10,}\.$/);
});
