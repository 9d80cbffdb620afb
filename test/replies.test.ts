/** Replies that are not as they should be, and outside parties that act at an edge. */
import * as Schema from "effect/Schema";
import { describe, expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { Case, makeCase } from "../model/case.ts";
import { describeSchedule } from "../model/describe-schedule.ts";
import type { Event, History } from "../model/history.ts";
import type { Arrival, Fault, Schedule } from "../model/schedule.ts";
import type { Operation } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { ONCE, step, takes, wait } from "./small-cases.ts";

const operations: readonly Operation[] = [step("charge", ONCE), step("ship")];

function caseWith(
  schedule: Omit<Schedule, "interruptions">,
  block: readonly Operation[] = operations,
  limits = { invocationSeconds: 10, executionSeconds: 600 },
): Case {
  return makeCase({ operations: block }, { interruptions: [], ...schedule }, limits);
}

const late = (seconds: number): Fault => ({
  fault: "reply-late",
  seconds,
  operation: "charge",
  action: "START",
  occurrence: 1,
});
const tokenless: Fault = {
  fault: "token-missing",
  operation: "charge",
  action: "START",
  occurrence: 1,
};
const callback: Operation = {
  kind: "callback",
  name: "approval",
  end: { does: "succeed", seconds: 60 },
  onError: "throw",
  awaited: "later",
};
const arrival: Arrival = {
  edge: "body-entered",
  operation: "charge",
  occurrence: 1,
  ends: "approval",
};

const isKind = (kind: Event["kind"]) => (event: Event) => event.kind === kind;
const atOf = (history: History, kind: Event["kind"]) => history.find(isKind(kind))?.at ?? -1;

describe.each(["embedded", "model"])("%s", async (engine) => {
  const runner = await createRunner(engine);
  const rightRun = async (case_: Case) => {
    const { story, failure } = await judgeCase(case_, runner, PROPERTIES);
    expect(failure).toBeUndefined();
    expect(story.history.at(-1)).toMatchObject({ kind: "execution-ended", status: "SUCCEEDED" });
    return story.history;
  };

  test("a reply may come late: nothing runs before it that has to wait for it", async () => {
    const history = await rightRun(caseWith({ faults: [late(5)] }));
    expect(atOf(history, "checkpoint-replied") - atOf(history, "checkpoint-recorded")).toBe(5_000);
    expect(atOf(history, "body-entered")).toBeGreaterThanOrEqual(5_000);
    expect(history.filter(isKind("invocation-started"))).toHaveLength(1);
  });

  test("a reply may come later than the invocation lasts, which then is nobody's fault", async () => {
    // An interruption uses an at-most-once attempt up: this one is at least once.
    const slow = caseWith({ faults: [late(60)] }, [step("charge"), wait("settle", 1)]);
    const history = await rightRun(slow);
    const ends = history.filter(isKind("interrupted"));
    expect(ends).toMatchObject([{ why: "invocation-timeout" }]);
  });

  test("a reply without a token lets nothing more be recorded in its invocation", async () => {
    const once = [step("charge", { ...ONCE, retry: { policy: "default" } }), step("ship")];
    const history = await rightRun(caseWith({ faults: [tokenless] }, once));
    const first = history.findIndex(isKind("checkpoint-replied"));
    expect(history[first]).toMatchObject({ withoutToken: true });
    const next = history.findIndex((event, index) => index > first && isRecorded(event));
    const started = history.findLastIndex(isKind("invocation-started"));
    expect(next).toBeGreaterThan(first);
    expect(history.slice(first, next).some(isKind("invocation-started"))).toBe(true);
    expect(started).toBeGreaterThan(first);
  });

  test("an outside party may act at an edge", async () => {
    const block = [callback, step("charge", takes(2_000))];
    const history = await rightRun(caseWith({ arrivals: [arrival] }, block));
    const entered = history.findIndex(isKind("body-entered"));
    expect(history[entered + 1]).toMatchObject({ kind: "outside-ended", operation: "approval" });
    expect(history.at(-1)?.at).toBeLessThan(60_000);
  });

  test("an outside party waits for the interruption at the same edge", async () => {
    const block = [callback, step("charge")];
    const schedule: Schedule = {
      interruptions: [{ edge: "body-entered", operation: "charge", occurrence: 1 }],
      arrivals: [arrival],
    };
    const history = await rightRun(makeCase({ operations: block }, schedule));
    const entered = history.findIndex(isKind("body-entered"));
    expect(history.slice(entered, entered + 3).map(({ kind }) => kind)).toEqual([
      "body-entered",
      "interrupted",
      "outside-ended",
    ]);
  });
});

function isRecorded({ kind }: Event): boolean {
  return kind === "checkpoint-recorded";
}

test("only callbacks and invokes can be ended from outside", () => {
  const isCase = Schema.is(Case);
  expect(isCase(caseWith({ arrivals: [arrival] }, [callback, step("charge")]))).toBe(true);
  const wrong = { ...arrival, ends: "ship" };
  expect(isCase(caseWith({ arrivals: [wrong] }))).toBe(false);
});

test("they read well", () => {
  expect(
    describeSchedule({ interruptions: [], faults: [late(5), tokenless], arrivals: [arrival] }),
  ).toBe(
    "the call with START of charge is replied to after 5 s; the call with START of charge gets no token for the next; approval is ended when charge has entered its body",
  );
});
