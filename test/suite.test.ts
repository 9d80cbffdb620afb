/** Running cases and judging them: what is counted, what is found first, what is left out. */
import { describe, expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { addCoverage, addStrike, COVERAGE_ROWS } from "../properties/coverage.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { observe } from "../properties/observe.ts";
import { broken, holdsIf, type Property } from "../properties/property.ts";
import { failureOf, judgeAll } from "../properties/signature.ts";
import { readStory } from "../properties/story.ts";
import { runBatch } from "../properties/suite/batch.ts";
import { hunt } from "../properties/suite/hunt.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { Tally } from "../properties/suite/tally.ts";
import { caseOf, insideBody, ONCE, step, takes, wait, whenResolved } from "./small-cases.ts";

const guarantees = awsGuarantees;
const model = { guarantees, run: async (case_: Case) => simulate(case_, guarantees) };
const plain = caseOf([step("charge")]);
const interrupted = caseOf([step("charge"), wait("settle", 5)], [insideBody("charge")]);
const once = caseOf([step("charge", ONCE)], [insideBody("charge")]);

function made(id: string, check: Property["check"], more: Partial<Property> = {}): Property {
  return { id, sentence: "A made-up promise.", source: "made up", ...more, check };
}

/** Broken at the first event of this kind; unknown where there is none. */
function neverSees(kind: string, id = `no-${kind}`): Property {
  return made(id, ({ history }) => {
    const at = history.findIndex((event) => event.kind === kind);
    const event = history[at];
    const operation = event !== undefined && "operation" in event ? event.operation : undefined;
    return event === undefined ? holdsIf(false) : broken(at, operation, "seen", "none", "had one");
  });
}

const alwaysHolds = made("always-holds", () => ({ kind: "holds" }));
const throws = made("throws", () => {
  throw new RangeError("no idea");
});

describe("the failure of a run", () => {
  const story = readStory(interrupted, guarantees, simulate(interrupted, guarantees));
  const failure = (...properties: readonly Property[]) =>
    failureOf(judgeAll(properties, story), story);

  test("is undefined where nothing broke", () => {
    expect(failure(alwaysHolds, throws)).toBeUndefined();
  });

  test("is what broke earliest, and tells what else did", () => {
    const found = failure(neverSees("timer-fired"), alwaysHolds, neverSees("body-entered"));
    expect(found).toMatchObject({
      property: "no-body-entered",
      signature: "no-body-entered/step-AtLeastOncePerRetry/seen",
      alsoBroken: ["no-timer-fired"],
    });
  });

  test("is that of the higher rank where two break at the same event", () => {
    const [first, second] = [neverSees("body-entered", "a"), neverSees("body-entered", "b")];
    expect(failure(first, second)?.property).toBe("a");
    expect(failure(second, first)?.property).toBe("b");
  });

  test.each([
    ["timer-fired", "wait"],
    ["interrupted", "execution"],
  ])("by %s names the kind of operation: %s", (kind, named) => {
    expect(failure(neverSees(kind))?.signature).toBe(`no-${kind}/${named}/seen`);
  });

  test("of an operation that is not in the workflow is one of the execution", () => {
    const odd = made("odd", () => broken(0, "nobody", "seen", "none", "had one"));
    expect(failure(odd)?.signature).toBe("odd/execution/seen");
  });
});

describe("observing", () => {
  const compares = made("compares", () => holdsIf(false), { usesCrashFreeRun: true });
  const runs = async (case_: Case, ...properties: readonly Property[]) => {
    const cases: Case[] = [];
    const run = (each: Case) => {
      cases.push(each);
      return model.run(each);
    };
    const story = await observe(case_, { guarantees, run }, properties);
    expect(story.case).toBe(case_);
    return { cases, story };
  };

  test("runs the case once where nothing compares it", async () => {
    const { cases, story } = await runs(interrupted, alwaysHolds);
    expect(cases).toEqual([interrupted]);
    expect(story.crashFree).toBeUndefined();
    expect(story.history).toEqual(simulate(interrupted, guarantees));
  });

  test("runs it again without its schedule where something does", async () => {
    const { cases, story } = await runs(interrupted, alwaysHolds, compares);
    const { workflow, limits, randomness } = interrupted;
    expect(cases[1]).toMatchObject({ workflow, limits, randomness });
    expect(cases[1]?.schedule).toEqual({ interruptions: [] });
    expect(cases).toHaveLength(2);
    expect(story.crashFree).toEqual(simulate(cases[1] as Case, guarantees));
  });

  test("does not where nothing interrupts it", async () => {
    expect((await runs(plain, compares)).cases).toHaveLength(1);
  });

  test("does where it is interrupted by something else than an interruption", async () => {
    const schedule = { interruptions: [], pages: { first: 0, size: 1 } };
    expect((await runs({ ...plain, schedule }, compares)).cases).toHaveLength(2);
  });
});

test("judging a case gives the story, all verdicts and what broke first", async () => {
  const { story, judgements, failure } = await judgeCase(interrupted, model, [
    alwaysHolds,
    throws,
    neverSees("interrupted"),
  ]);
  expect(story.history).toEqual(simulate(interrupted, guarantees));
  expect(judgements.map(({ property, verdict }) => [property.id, verdict.kind])).toEqual([
    ["always-holds", "holds"],
    ["throws", "unknown"],
    ["no-interrupted", "broken"],
  ]);
  expect(failure?.property).toBe("no-interrupted");
});

describe("a batch", () => {
  const properties = [alwaysHolds, throws, neverSees("interrupted"), neverSees("livelocked")];
  const options = { batch: 3, firstCase: 20, properties, ...model };

  test("counts what each property said, and keeps what failed by its number", async () => {
    const result = await runBatch([plain, interrupted, plain], options);
    expect(result).toMatchObject({
      batch: 3,
      cases: 3,
      events: [plain, interrupted, plain].flatMap((each) => simulate(each, guarantees)).length,
      tallies: {
        "always-holds": { held: 3, broken: 0, unknown: 0 },
        throws: { held: 0, broken: 0, unknown: 3 },
        "no-interrupted": { held: 0, broken: 1, unknown: 2 },
        "no-livelocked": { held: 0, broken: 0, unknown: 3 },
      },
      disagreements: 0,
      thrown: { throws: "the check threw: RangeError: no idea" },
      failures: [
        {
          signature: "no-interrupted/execution/seen",
          property: "no-interrupted",
          broken: ["no-interrupted"],
          caseNumber: 21,
          case: interrupted,
        },
      ],
    });
    expect(Object.keys(result.thrown)).toEqual(["throws"]);
  });

  test("leaves out what is to be skipped, and tells each case before it runs", async () => {
    const told: unknown[] = [];
    const result = await runBatch([plain, interrupted, plain], {
      ...options,
      skip: new Set([21]),
      onCase: (number) => told.push(number),
      run: (case_) => {
        told.push("runs");
        return model.run(case_);
      },
    });
    expect(told).toEqual([20, "runs", 22, "runs"]);
    expect(result).toMatchObject({ cases: 3, failures: [] });
    expect(result.tallies["always-holds"]?.held).toBe(2);
  });

  test("counts where interruptions struck, and what was sometimes seen", async () => {
    const { coverage, sometimes } = await runBatch([plain, once, interrupted, once], options);
    expect(coverage).toEqual({ "body-entered/at most once": 2, "body-entered/at least once": 1 });
    expect(sometimes).toEqual({
      "interrupted-inside-a-body": 3,
      "at-most-once-interrupted-and-failed": 2,
      "at-least-once-ran-again": 1,
      "execution-failed": 2,
      "execution-succeeded": 1,
    });
  });
});

describe("a disagreement of model and guarantees", () => {
  const model = made("model-accepts", neverSees("interrupted").check);
  const guarantee = neverSees("interrupted", "guarantee");
  const counted = (...properties: readonly Property[]) => {
    const tally = new Tally(properties);
    tally.add(1, readStory(interrupted, guarantees, simulate(interrupted, guarantees)));
    return tally.tallied().disagreements;
  };

  test("is where only one of both has something against a run", () => {
    expect(counted(model, alwaysHolds)).toBe(1);
    expect(counted(guarantee, made("model-accepts", alwaysHolds.check))).toBe(1);
  });

  test("is none where both have, or where only one of both was asked", () => {
    expect(counted(model, guarantee)).toBe(0);
    expect(counted(guarantee, model)).toBe(0);
    expect(counted(model)).toBe(0);
    expect(counted(guarantee, alwaysHolds)).toBe(0);
  });
});

describe("a hunt", () => {
  const cases = [...drawBatch(3, 0), ...drawBatch(3, 1)];
  const isStruck = ({ schedule }: Case) => schedule.interruptions.length > 2;
  const run = async (case_: Case) =>
    isStruck(case_) ? ([{ kind: "livelocked", at: 0 }] as const) : [];
  const options = { seed: 3, scope: "sequential", properties: [neverSees("livelocked")] } as const;
  const first = cases.findIndex(isStruck);

  test("gives the first case that breaks something, and how many it took", async () => {
    const told: number[] = [];
    const onCase = (number: number) => told.push(number);
    const prey = await hunt({ guarantees, run }, { ...options, cases: 200, onCase });
    expect(prey).toEqual({
      cases: first + 1,
      property: "no-livelocked",
      signature: "no-livelocked/execution/seen",
      case: cases[first],
    });
    expect(told).toEqual(cases.slice(0, first + 1).map((_, index) => index));
  });

  test("goes on in the next batch, and no further than it may", async () => {
    let left = 130;
    const late = async () => (left-- === 0 ? ([{ kind: "livelocked", at: 0 }] as const) : []);
    const found = await hunt({ guarantees, run: late }, { ...options, cases: 150 });
    expect(found).toMatchObject({ cases: 131, case: cases[130] });
    let count = 0;
    const counting = async () => {
      count += 1;
      return [];
    };
    expect(await hunt({ guarantees, run: counting }, { ...options, cases: 120 })).toBeUndefined();
    expect(count).toBe(120);
  });
});

describe("coverage", () => {
  const struck = (case_: Case) => {
    const counts: Record<string, number> = {};
    addCoverage(counts, case_, simulate(case_, guarantees));
    return counts;
  };

  test("has a row for each edge, and the columns in which it can be struck", () => {
    const steps = ["at least once", "at most once"];
    const calls = [...steps, "wait"];
    const rows = COVERAGE_ROWS.map(({ row, columns }) => [row, columns]);
    const checkpoint = (edge: string) => [
      [`${edge} START`, calls],
      [`${edge} SUCCEED`, steps],
      [`${edge} FAIL`, steps],
      [`${edge} RETRY`, steps],
    ];
    expect(rows).toEqual([
      ["invocation-started", ["invocation"]],
      ["operation-called", calls],
      ...checkpoint("checkpoint-requested"),
      ...checkpoint("checkpoint-recorded"),
      ...checkpoint("checkpoint-replied"),
      ["body-entered", steps],
      ["body-finished", steps],
      ["operation-resolved", calls],
      ["invocation-answered", ["invocation"]],
      ["invocation timeout", ["invocation"]],
    ]);
  });

  test("counts a strike by its edge and by what it struck", () => {
    const both = [step("charge"), wait("settle", 5)];
    expect(struck(caseOf(both))).toEqual({});
    expect(struck(caseOf(both, [whenResolved("charge"), whenResolved("settle")]))).toEqual({
      "operation-resolved/at least once": 1,
      "operation-resolved/wait": 1,
    });
    const start = { edge: "checkpoint-recorded", action: "START", occurrence: 1 } as const;
    expect(struck(caseOf(both, [{ ...start, operation: "settle" }]))).toEqual({
      "checkpoint-recorded START/wait": 1,
    });
    expect(struck(caseOf(both, [{ edge: "invocation-started", occurrence: 2 }]))).toEqual({
      "invocation-started/invocation": 1,
    });
  });

  test("counts the limit of an invocation, whatever was under way", () => {
    expect(struck(caseOf([step("charge", takes(70_000))]))).toMatchObject({
      "invocation timeout/invocation": expect.any(Number),
    });
    const counts = struck(caseOf([step("charge", takes(70_000))]));
    expect(Object.keys(counts)).toEqual(["invocation timeout/invocation"]);
  });

  test("counts an edge that is equal to one that was struck", () => {
    const counts: Record<string, number> = {};
    const event = { kind: "body-entered", at: 0, operation: "charge", attempt: 1, run: 1 } as const;
    addStrike(counts, plain, event);
    addStrike(counts, plain, event);
    expect(counts).toEqual({ "body-entered/at least once": 2 });
    const tally = new Tally([]);
    tally.addEqualEdge(once, event);
    expect(tally.tallied().coverage).toEqual({ "body-entered/at most once": 1 });
  });
});
