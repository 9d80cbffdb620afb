/** Calls that go wrong: what the engine gets, what the service has kept, and what comes of it. */
import { describe, expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { type Case, makeCase } from "../model/case.ts";
import { describeSchedule } from "../model/describe-schedule.ts";
import { FAILURE_NAMES, meaningOf } from "../model/fault.ts";
import type { Event, History } from "../model/history.ts";
import type { Fault, Schedule } from "../model/schedule.ts";
import { PROPERTIES } from "../properties/all.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { ONCE, step, takes, wait } from "./small-cases.ts";

const runner = await createRunner("aws-sdk@2.4.0");
const model = await createRunner("model");
const operations = [step("charge", ONCE), wait("settle", 5), step("ship")];

function faulty(...faults: readonly Fault[]): Case {
  return makeCase({ operations }, { interruptions: [], faults });
}

function end(history: History): string {
  const last = history.at(-1);
  return last?.kind === "execution-ended" ? last.status : "(no end)";
}

function count(history: History, fits: (event: Event) => boolean): number {
  return history.filter(fits).length;
}

const isBodyOf = (operation: string) => (event: Event) =>
  event.kind === "body-entered" && event.operation === operation;
const isFailure = ({ kind }: Event) => kind === "checkpoint-failed";

function brokenBy(case_: Case, history: History): readonly string[] {
  const story = readStory(case_, runner.guarantees, history);
  return PROPERTIES.filter((each) => judge(each, story).kind === "broken").map(({ id }) => id);
}

// What becomes of a stale token on 2.4.0 is a finding, and the corpus's concern.
const HANDLED = FAILURE_NAMES.filter((name) => name !== "stale-token");

describe.each(HANDLED)("a call that is %s", (name) => {
  const { recorded, ends } = meaningOf(name);
  const case_ = faulty({ fault: name, operation: "ship", action: "SUCCEED", occurrence: 1 });

  test.each([runner, model])("has the right end on $name", async ({ run }) => {
    const history = await run(case_);
    expect(count(history, isFailure)).toBe(1);
    expect(end(history)).toBe(ends === "execution" ? "FAILED" : "SUCCEEDED");
    expect(brokenBy(case_, history)).toEqual([]);
  });

  test.each([runner, model])("is recorded or not, on $name", async ({ run }) => {
    const history = await run(case_);
    // What was not recorded is done again, unless the execution has ended.
    const again = !recorded && ends === "invocation";
    expect(count(history, isBodyOf("ship"))).toBe(again ? 2 : 1);
  });
});

test.each([runner, model])("a fault sits on the call that it names, on $name", async ({ run }) => {
  const second = faulty({ fault: "throttled", operation: "ship", action: "START", occurrence: 2 });
  expect(count(await run(second), isFailure)).toBe(0);
  const twice = faulty(
    { fault: "throttled", operation: "ship", action: "START", occurrence: 1 },
    { fault: "server-error", operation: "ship", action: "START", occurrence: 2 },
  );
  expect(count(await run(twice), isFailure)).toBe(2);
});

test("START of an at-most-once step that fails keeps the body from running", async () => {
  const case_ = faulty({ fault: "throttled", operation: "charge", action: "START", occurrence: 1 });
  const history = await runner.run(case_);
  expect(history.findIndex(isBodyOf("charge"))).toBeGreaterThan(history.findIndex(isFailure));
  expect(count(history, isBodyOf("charge"))).toBe(1);
});

test("a poll can fail", async () => {
  const branches = [
    { operations: [wait("settle", 1)] },
    { operations: [step("slow", takes(3_000))] },
  ];
  const case_ = makeCase(
    { operations: [{ kind: "parallel", name: "fan", branches }] },
    { interruptions: [], faults: [{ fault: "throttled", call: "poll", occurrence: 1 }] },
  );
  const history = await runner.run(case_);
  const failed = history.find(isFailure);
  expect(failed).toMatchObject({ kind: "checkpoint-failed", updates: [] });
});

describe("a log in pages", () => {
  const paged = (schedule: Omit<Schedule, "interruptions">) =>
    makeCase({ operations }, { interruptions: [], ...schedule });
  const plain = makeCase({ operations });

  test.each([
    { first: 0, size: 1 },
    { first: 1, size: 1 },
    { first: 2, size: 3 },
  ])("gives the same effects: $first, then $size", async (pages) => {
    const effects = (history: History) =>
      history.flatMap((event) =>
        "operation" in event ? [`${event.kind} ${event.operation}`] : [],
      );
    const history = await runner.run(paged({ pages }));
    expect(effects(history)).toEqual(effects(await runner.run(plain)));
    expect(brokenBy(paged({ pages }), history)).toEqual([]);
  });

  test.each([runner, model])("may be had only in part, on $name", async ({ run }) => {
    const case_ = paged({
      pages: { first: 1, size: 1 },
      faults: [{ fault: "server-error", call: "page", occurrence: 2 }],
    });
    const history = await run(case_);
    expect(count(history, ({ kind }) => kind === "page-failed")).toBe(1);
    expect(end(history)).toBe("SUCCEEDED");
    expect(brokenBy(case_, history)).toEqual([]);
  });
});

describe("an engine that succeeds though the log lacks something", () => {
  const case_ = makeCase({ operations: [{ ...wait("settle", 5), awaited: "never" }] });
  const broken = async (replace: (event: Event) => Event) => {
    const history = (await model.run(case_)).flatMap((event): Event[] => {
      if (event.kind === "checkpoint-replied") return [];
      return [replace(event)];
    });
    const walk = walkModel(readStory(case_, runner.guarantees, history));
    const rule = walk.kind === "refused" ? walk.refusal.rule : "accepted";
    return { rule, broken: brokenBy(case_, history) };
  };

  test("because a call has failed is refused by the model and a guarantee", async () => {
    const seen = await broken((event) =>
      event.kind === "checkpoint-recorded"
        ? { ...event, kind: "checkpoint-failed", failure: "throttled" }
        : event,
    );
    expect(seen.rule).toBe("succeeded-with-updates-lost");
    expect(seen.broken).toContain("success-means-recorded");
  });
});

test("a schedule reads well", () => {
  expect(
    describeSchedule({
      interruptions: [{ edge: "body-entered", operation: "ship", occurrence: 1 }],
      faults: [
        { fault: "reply-lost", operation: "ship", action: "SUCCEED", occurrence: 2 },
        { fault: "throttled", call: "poll", occurrence: 1 },
      ],
      pages: { first: 0, size: 2 },
    }),
  ).toBe(
    "crash when ship has entered its body; the call with SUCCEED of ship is recorded, and its reply lost (2nd time); a poll is throttled; an invocation starts with an empty page, and pages of 2 follow",
  );
});
