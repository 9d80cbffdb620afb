/** The crash-free run as reference: which workflows have one, and what differs from it is told. */
import { describe, expect, test } from "vitest";
import { type Case, makeCase } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event, History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import type { Operation } from "../model/workflow.ts";
import { isComparable } from "../properties/comparable.ts";
import { crashFreeRunAllowsIt } from "../properties/crash-free-run-allows-it.ts";
import { observe } from "../properties/observe.ts";
import { judge } from "../properties/property.ts";
import { attempts, insideBody, ONCE, step, THROWS, THROWS_ONCE, wait } from "./small-cases.ts";

const twoSteps = makeCase(
  { operations: [step("reserve"), wait("settle", 5), step("charge")] },
  { interruptions: [insideBody("charge")] },
);

/** The verdict on an engine that is the model, but for what `meddle` does to interrupted runs. */
async function verdictOn(meddle: (history: History) => History, case_: Case = twoSteps) {
  const run = async (each: Case) => {
    const history = simulate(each, awsGuarantees);
    return each.schedule.interruptions.length > 0 ? meddle(history) : history;
  };
  const story = await observe(case_, { guarantees: awsGuarantees, run }, [crashFreeRunAllowsIt]);
  return judge(crashFreeRunAllowsIt, story);
}

describe("an interrupted run", () => {
  test("that comes to the same holds, though a body has run twice", async () => {
    expect(await verdictOn((history) => history)).toEqual({ kind: "holds" });
  });

  test("without interruptions has nothing to be compared with", async () => {
    const verdict = await verdictOn((history) => history, {
      ...twoSteps,
      schedule: { interruptions: [] },
    });
    expect(verdict.kind).toBe("unknown");
  });

  const without = (fits: (event: Event) => boolean) => (history: History) =>
    history.filter((event) => !fits(event));

  test("that gives the handler something else is broken", async () => {
    const verdict = await verdictOn((history) =>
      history.map((event) =>
        event.kind === "handler-finished"
          ? { ...event, outcome: { kind: "returned", value: "{}" } }
          : event,
      ),
    );
    expect(verdict).toMatchObject({ kind: "broken", reason: "another-outcome" });
  });

  test("that loses an effect is broken", async () => {
    const verdict = await verdictOn(
      without((event) => event.kind === "body-entered" && event.operation === "charge"),
    );
    expect(verdict).toMatchObject({ reason: "effect-missing", operation: "charge" });
  });

  test("that runs a body which no crash-free run starts is broken", async () => {
    const verdict = await verdictOn((history) =>
      history.flatMap((event) =>
        event.kind === "body-entered" && event.operation === "charge"
          ? [event, { ...event, operation: "settle" }]
          : [event],
      ),
    );
    expect(verdict).toMatchObject({ reason: "effect-too-many", operation: "settle" });
  });

  test("that loses a record is broken", async () => {
    const verdict = await verdictOn(
      without(
        (event) =>
          event.kind === "checkpoint-recorded" &&
          event.updates.some(
            ({ operation, action }) => operation === "charge" && action === "SUCCEED",
          ),
      ),
    );
    expect(verdict).toMatchObject({ reason: "another-record", operation: "charge" });
  });
});

describe("nothing is said", () => {
  const loses = (history: History) => history.filter(({ kind }) => kind !== "body-entered");

  test("of a run in which a call was denied, which ends it wherever it is", async () => {
    const denied: Event = { kind: "checkpoint-failed", at: 0, updates: [], failure: "denied" };
    const throttled: Event = { ...denied, failure: "throttled" };
    const say = async (event: Event) =>
      (await verdictOn((history) => [event, ...loses(history)])).kind;
    expect(await say(denied)).toBe("unknown");
    expect(await say(throttled)).toBe("broken");
  });

  test("where an outside party acts at an edge, and may come first", async () => {
    const arrivals = [{ edge: "invocation-started", occurrence: 1, ends: "approval" }] as const;
    const { schedule } = twoSteps;
    const verdict = await verdictOn(loses, { ...twoSteps, schedule: { ...schedule, arrivals } });
    expect(verdict.kind).toBe("unknown");
  });

  test("of a changed handler that was met, but of one that was not", async () => {
    const say = async (operation: string) => {
      const change = { fromInvocation: 2, operation, becomes: "renamed" } as const;
      const schedule = { ...twoSteps.schedule, change };
      return (await verdictOn(loses, { ...twoSteps, schedule })).kind;
    };
    expect(await say("reserve")).toBe("unknown");
    expect(await say("charge")).toBe("broken");
  });

  test.each([
    ["has not ended", (history: History) => history.slice(0, -1)],
    ["was cut off by its limit", timedOut],
  ])("of a run that %s", async (_, cut) => {
    expect((await verdictOn((history) => cut(loses(history)))).kind).toBe("unknown");
  });

  test("where the run without interruptions was cut off by its limit", async () => {
    const run = async ({ schedule }: Case) => {
      const history = simulate(twoSteps, awsGuarantees);
      return schedule.interruptions.length > 0 ? loses(history) : timedOut(history);
    };
    const compared = { guarantees: awsGuarantees, run };
    const story = await observe(twoSteps, compared, [crashFreeRunAllowsIt]);
    expect(judge(crashFreeRunAllowsIt, story).kind).toBe("unknown");
  });
});

function timedOut(history: History): History {
  return history.map((event) =>
    event.kind === "execution-ended" ? { ...event, status: "TIMED_OUT" } : event,
  );
}

describe("the words", () => {
  const edit =
    (kind: Event["kind"], by: (event: Event) => readonly Event[]) => (history: History) =>
      history.flatMap((event) => (event.kind === kind ? by(event) : [event]));
  const retried = makeCase(
    { operations: [step("charge", { ...THROWS, ...attempts(2) })] },
    { interruptions: [insideBody("charge")] },
  );
  const withoutRetries = edit("checkpoint-recorded", (event) =>
    "updates" in event && event.updates.some(({ action }) => action === "RETRY") ? [] : [event],
  );

  test("of another end", async () => {
    expect(await verdictOn(edit("handler-finished", () => []))).toMatchObject({
      at: simulate(twoSteps, awsGuarantees).length - 2,
      expected:
        'the handler to end as without interruptions: {"reserve":"reserve","settle":null,"charge":"charge"}',
      found: "came to no end",
    });
  });

  test("of an effect that is missing, and of one too many", async () => {
    expect(await verdictOn(edit("body-entered", () => []))).toMatchObject({
      expected: "a body of reserve to have run",
      found: "never ran the body of reserve",
    });
    const settles = edit("body-entered", (event) => [
      event,
      { ...event, operation: "settle" } as Event,
    ]);
    expect(await verdictOn(settles)).toMatchObject({
      expected: "no body of settle to run",
      found: "ran the body of settle",
    });
  });

  test("of another number of retries, and of no record at all", async () => {
    expect(await verdictOn(withoutRetries, retried)).toMatchObject({
      reason: "another-record",
      expected: "the log to have charge as without interruptions: FAIL after 1 retries",
      found: "recorded FAIL after 0 retries",
    });
    expect(await verdictOn(edit("checkpoint-recorded", () => []))).toMatchObject({
      expected: "the log to have reserve as without interruptions: SUCCEED after 0 retries",
      found: "recorded nothing",
    });
  });
});

describe("what is not compared", () => {
  const failing = step("charge", THROWS);
  const interruptions = [insideBody("charge")];
  const lossOf = (failure: "throttled" | "server-error") => (history: History) =>
    history.map((event): Event => {
      if (event.kind !== "checkpoint-recorded") return event;
      return { kind: "checkpoint-failed", at: event.at, updates: event.updates, failure };
    });

  test("is what an execution that FAILED has lost in a failed call", async () => {
    const fails = makeCase({ operations: [failing] }, { interruptions });
    expect(await verdictOn(lossOf("throttled"), fails)).toEqual({ kind: "holds" });
    const succeeds = makeCase({ operations: [step("charge")] }, { interruptions });
    expect(await verdictOn(lossOf("throttled"), succeeds)).toMatchObject({
      reason: "another-record",
    });
  });

  test("is how far it comes that nobody awaits, with all that is in it", async () => {
    const aside = (awaited?: "never" | "later"): Operation => ({
      kind: "child",
      name: "aside",
      operations: [step("ship")],
      onError: "throw",
      ...(awaited && { awaited }),
    });
    const withoutShip = (history: History) =>
      history.filter((event) => !("operation" in event) || event.operation !== "ship");
    const say = async (awaited?: "never" | "later") => {
      const operations = [aside(awaited), step("charge")];
      return (await verdictOn(withoutShip, makeCase({ operations }, { interruptions }))).kind;
    };
    expect(await say("never")).toBe("holds");
    expect(await say("later")).toBe("broken");
    expect(await say()).toBe("broken");
  });
});

describe("one crash-free run does not stand for all", () => {
  const race: Operation = {
    kind: "race",
    name: "first",
    operations: [step("left"), step("right")],
    onError: "throw",
  };
  const failingBatch: Operation = {
    kind: "parallel",
    name: "fan",
    branches: [{ operations: [step("left", THROWS)] }, { operations: [step("right")] }],
  };
  test.each([
    ["of a race", [race]],
    ["of an at-most-once step, whose attempts interruptions use up", [step("charge", ONCE)]],
    ["of a body that does not always do the same", [step("charge", THROWS_ONCE)]],
    ["of a batch that a failing branch ends early", [failingBatch]],
  ])("%s", (_, operations) => {
    expect(isComparable({ operations })).toBe(false);
  });

  const approval = { kind: "callback", name: "approval", onError: "throw" } as const;
  const ends = (does: "succeed" | "time-out", seconds: number) => ({ end: { does, seconds } });
  test.each<readonly [string, boolean, readonly Operation[]]>([
    [
      "a callback that ends before its timeout",
      true,
      [{ ...approval, ...ends("succeed", 3), timeoutSeconds: 4 }],
    ],
    [
      "a callback that ends at its timeout",
      false,
      [{ ...approval, ...ends("succeed", 4), timeoutSeconds: 4 }],
    ],
    [
      "a callback that nobody ends",
      true,
      [{ ...approval, ...ends("time-out", 4), timeoutSeconds: 4 }],
    ],
    [
      "an option that may change the result",
      false,
      [{ ...approval, ...ends("succeed", 3), heartbeatSeconds: 1 }],
    ],
    [
      "a strategy that throws",
      false,
      [step("charge", { retry: { policy: "limited", attempts: 1, manner: "throws" } })],
    ],
    [
      "a failure beside something that goes on",
      false,
      [{ ...step("charge"), awaited: "later" }, step("ship", THROWS)],
    ],
    [
      "something that goes on, and nothing fails",
      true,
      [{ ...step("charge"), awaited: "later" }, step("ship")],
    ],
    [
      "a failing end beside something that goes on",
      false,
      [
        { ...wait("settle", 5), awaited: "later" },
        { ...approval, ...ends("time-out", 1) },
      ],
    ],
    [
      "a batch of one failing branch",
      true,
      [{ kind: "map", name: "fan", branches: [{ operations: [step("left", THROWS)] }] }],
    ],
    [
      "a combinator of something that fails",
      false,
      [{ kind: "allSettled", name: "both", operations: [step("left", THROWS)], onError: "throw" }],
    ],
    [
      "a batch that ends early",
      false,
      [{ kind: "map", name: "fan", branches: [], completion: { minSuccessful: 1 } }],
    ],
    ["any", false, [{ kind: "any", name: "both", operations: [], onError: "throw" }]],
  ])("%s: %s", (_, expected, operations) => {
    expect(isComparable({ operations })).toBe(expected);
  });

  test("but does of a step that always fails", () => {
    expect(isComparable({ operations: [step("charge", THROWS), step("ship")] })).toBe(true);
  });
});
