/** Recorded histories: right ones hold, and each rule is broken by a record that breaks it. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkAwsHistory, checkOwnHistory, wouldHold } from "../cli/check-history.ts";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { RecordedEvent, RecordedHistory } from "../model/recorded/event.ts";
import { judgeRecord } from "../model/recorded/judge.ts";
import { RECORD_RULES, type RecordRule } from "../model/recorded/rules.ts";
import { HIDEABLE, judgeShown } from "../model/shown.ts";
import { simulate } from "../model/simulate.ts";
import { drawBatch } from "../properties/generators/case.ts";
import type { AwsEvent, AwsHistory } from "../reports/aws/history.ts";
import { readAwsHistory } from "../reports/aws/read.ts";
import { writeAwsHistory } from "../reports/aws/write.ts";
import {
  HISTORIES,
  historyNames,
  REQUIREMENTS,
  readHistory,
  requirements,
  told,
} from "../scripts/aws-records.ts";
import { RECORDED_DOCUMENT, withRecordTables } from "../scripts/recorded-table.ts";
import { ALL, EXAMPLES } from "./record-examples.ts";
import { caseOf, insideBody, ONCE, step, THROWS_ONCE, wait } from "./small-cases.ts";

const NONE: ReadonlySet<RecordRule> = new Set();

function judgeAws(history: readonly AwsEvent[], excepted = NONE) {
  return judgeRecord(readAwsHistory(history).record, excepted);
}

describe("our own histories in AWS's form", () => {
  test.each(["sequential", "all"] as const)("what the model does holds (%s)", (scope) => {
    for (const case_ of drawBatch(11, 0, 150, scope)) {
      const history = simulate(case_, awsGuarantees);
      const verdict = judgeAws(writeAwsHistory({ case: case_, history }));
      expect(verdict, JSON.stringify(case_)).toMatchObject({ kind: "holds" });
    }
  });

  test("they have what AWS's have, and an object with Events is read as a list is", () => {
    const case_ = caseOf([step("charge", THROWS_ONCE), wait("settle", 5)], [insideBody("charge")]);
    const events = writeAwsHistory({ case: case_, history: simulate(case_, awsGuarantees) });
    expect(events.map(({ EventId }) => EventId)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ EventType }) => EventType)).toEqual([
      "ExecutionStarted",
      // Cut off before the START of an at-least-once step was sent.
      "InvocationCompleted",
      "StepStarted",
      "StepSucceeded",
      "WaitStarted",
      "InvocationCompleted",
      "WaitSucceeded",
      "InvocationCompleted",
      "ExecutionSucceeded",
    ]);
  });
});

describe("every rule can be broken", () => {
  test("there is an example of each", () => {
    expect(EXAMPLES.map(({ rule }) => rule).toSorted()).toEqual(
      Object.keys(RECORD_RULES).toSorted(),
    );
  });

  test.each(EXAMPLES)("$rule", ({ rule, record, at }) => {
    const verdict = judgeRecord(record);
    expect(verdict).toMatchObject({ kind: "broken", refusal: { rule } });
    expect(verdict.kind === "broken" && record[verdict.at]?.number).toBe(at);
    const excepted = judgeRecord(record, new Set([rule]));
    const stillBroken = excepted.kind === "broken" && excepted.refusal.rule === rule;
    expect(stillBroken && !ALWAYS.has(rule)).toBe(false);
  });

  test("the records that they are made from hold", () => {
    for (const record of ALL) expect(judgeRecord(record).kind).toBe("holds");
  });
});

/** Without these nothing can be said of a record at all: they can't be excepted. */
const ALWAYS: ReadonlySet<RecordRule> = new Set([
  "events-in-order",
  "one-start-and-one-end",
  "started-once",
  "ends-what-is-open",
]);

describe("what a record does not show", () => {
  const retried = caseOf([step("charge", { ...THROWS_ONCE, retry: { policy: "default" } })]);
  const events = writeAwsHistory({ case: retried, history: simulate(retried, awsGuarantees) });

  test("a gap in the numbers is unknown, with the numbers", () => {
    const verdict = judgeAws(events.filter(({ EventId }) => EventId !== 3));
    expect(verdict).toEqual({ kind: "unknown", missing: ["the events 3"] });
  });

  test("so are times that are absent", () => {
    const timeless = events.map(({ EventTimestamp: _, ...event }) => event);
    const verdict = judgeAws(timeless);
    expect(verdict).toMatchObject({ kind: "unknown" });
    expect(verdict.kind === "unknown" && verdict.missing).toEqual([
      `the times of ${events.length} of ${events.length} events`,
    ]);
  });

  test("and an event of a type that is not known", () => {
    const strange = [...events.slice(0, 2), { EventType: "StepTeleported", EventId: 3 }];
    expect(checkAwsHistory("a.json", strange, NONE)).toMatchObject({
      verdict: "unknown",
      missing: ["what event 3, a StepTeleported, means"],
    });
  });

  test("whether a failed step is tried again is left open, and later events decide it", () => {
    const open = events.map((event): AwsEvent => {
      return event.EventType === "StepFailed" ? { ...event, StepFailedDetails: {} } : event;
    });
    expect(judgeAws(open)).toMatchObject({ kind: "holds" });
    const final = events.map((event): AwsEvent => {
      if (event.EventType !== "StepFailed") return event;
      return { ...event, StepFailedDetails: { RetryDetails: { CurrentAttempt: 1 } } };
    });
    expect(judgeAws(final)).toMatchObject({ kind: "broken" });
  });
});

describe("histories with their case, of which a part is hidden", () => {
  const hides = new Set(HIDEABLE);
  const shown = (case_: Case) =>
    simulate(case_, awsGuarantees).filter(({ kind }) => !hides.has(kind as never));

  test("what is left of a right one is possible", () => {
    for (const case_ of drawBatch(3, 0, 60, "sequential")) {
      const verdict = judgeShown(case_, awsGuarantees, shown(case_), hides);
      expect(verdict, JSON.stringify(case_)).toEqual({ kind: "possible" });
    }
  });

  test("a record of what can't have been done is impossible", () => {
    const case_ = caseOf([step("charge", ONCE), step("ship")]);
    const right = shown(case_);
    const at = right.findIndex(({ kind }) => kind === "checkpoint-recorded");
    const verdict = judgeShown(case_, awsGuarantees, right.toSpliced(at, 1), hides);
    expect(verdict).toMatchObject({ kind: "impossible", at });
  });

  test("a body that runs twice in an attempt is found with nothing else shown of the engine", () => {
    const case_ = caseOf([step("charge", ONCE)], [insideBody("charge")]);
    const bodies = new Set(HIDEABLE.filter((kind) => kind !== "body-entered"));
    const history = simulate(case_, awsGuarantees).filter(({ kind }) => !bodies.has(kind as never));
    const entered = history.find(({ kind }) => kind === "body-entered");
    const again = history.findLastIndex(({ kind }) => kind === "invocation-started") + 1;
    if (entered?.kind !== "body-entered") throw new Error("no body");
    const twice = history.toSpliced(again, 0, { ...entered, run: 2 });
    expect(judgeShown(case_, awsGuarantees, history, bodies)).toEqual({ kind: "possible" });
    expect(judgeShown(case_, awsGuarantees, twice, bodies)).toMatchObject({
      kind: "impossible",
      at: again,
    });
    const file = { case: case_, history: twice, hides: [...bodies] };
    expect(checkOwnHistory("a.json", file)).toMatchObject({
      verdict: "broken",
      first: { event: again },
    });
  });

  test("with everything shown, the properties judge", () => {
    const case_ = caseOf([step("charge", ONCE)], [insideBody("charge")]);
    const history = simulate(case_, awsGuarantees);
    expect(checkOwnHistory("a.json", { case: case_, history }).verdict).toBe("holds");
    const wrong = history.toSpliced(2, 1);
    expect(checkOwnHistory("a.json", { case: case_, history: wrong }).verdict).toBe("broken");
    expect(checkOwnHistory("a.json", { case: case_, history: [] }).verdict).toBe("unknown");
  });
});

/** In docs/recorded-histories.md each is explained. */
const BROKEN: Readonly<Record<string, number>> = {
  "force-checkpointing": 9,
  "promise-all-settled": 10,
  "promise-combinators": 22,
  "retry-exhaustion": 6,
  "step-with-retry": 6,
  "wait-for-condition": 6,
};

describe.skipIf(!told(HISTORIES, "recorded histories"))("recorded by AWS's test runs", () => {
  test.each(historyNames())("%s", (name) => {
    const history: AwsHistory = readHistory(name);
    const { verdict, first } = checkAwsHistory(name, history, NONE);
    expect([verdict, first?.event]).toEqual(
      BROKEN[name] === undefined ? ["holds", undefined] : ["broken", BROKEN[name]],
    );
    if (first !== null) expect(first.rule).toBe("attempts-rise-with-retries");
    const excepted = new Set(["attempts-rise-with-retries"] as const);
    expect(checkAwsHistory(name, history, excepted).verdict).toBe("holds");
  });
});

describe.skipIf(!told(REQUIREMENTS, "expected histories"))("expected by AWS's requirements", () => {
  test.each(requirements())("$id can be met by a right engine", ({ record }) => {
    const verdict = judgeRecord(record);
    expect(verdict).toMatchObject({ kind: "unknown" });
    expect(verdict.kind === "unknown" && verdict.missing.join()).toMatch(/the times of /);
    expect(wouldHold(record, NONE)).not.toBeNull();
  });

  test.skipIf(HISTORIES === undefined)("the document has a verdict for each of them all", () => {
    const document = readFileSync(RECORDED_DOCUMENT, "utf8");
    expect(withRecordTables(document)).toBe(document);
  });
});

describe("what would make a record with gaps hold", () => {
  const case_ = caseOf([
    step("charge", { ...THROWS_ONCE, retry: { policy: "default" } }),
    wait("settle", 5),
  ]);
  const { record } = readAwsHistory(
    writeAwsHistory({ case: case_, history: simulate(case_, awsGuarantees) }),
  );
  const timeless: RecordedHistory = record.map((event) => ({ ...event, at: undefined }));
  const without = (from: RecordedHistory, kind: string) => {
    const index = from.findLastIndex((event) => event.kind === kind);
    return from.toSpliced(index, 1);
  };

  test("times that leave room", () => {
    expect(wouldHold(timeless, NONE)).toEqual(["with times that leave room for every delay"]);
  });

  test("the end of an invocation, where an event is left out", () => {
    const gap = record.findLast(({ kind }) => kind === "invocation-completed")?.number;
    const told = [`if event ${gap} is the end of an invocation`];
    expect(wouldHold(without(record, "invocation-completed"), NONE)).toEqual(told);
    expect(wouldHold(without(timeless, "invocation-completed"), NONE)).toEqual([
      "with times that leave room for every delay",
      ...told,
    ]);
  });

  test("nothing that is known, where something else is left out, or only some times are there", () => {
    expect(wouldHold(without(timeless, "operation-started"), NONE)).toBeNull();
    expect(wouldHold(timeless.toSpliced(2, 1, record[2] as RecordedEvent), NONE)).toBeNull();
    expect(wouldHold(record, NONE)).toBeNull();
  });

  test("nothing at all, where an event is impossible whatever the times", () => {
    const twice = timeless.toSpliced(2, 0, timeless[1] as RecordedEvent);
    const numbered = twice.map((event, index) => ({ ...event, number: index + 1 }));
    expect(judgeRecord(numbered).kind).toBe("broken");
    expect(wouldHold(numbered, NONE)).toBeNull();
  });
});
