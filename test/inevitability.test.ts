/**
 * From where on a failure was unavoidable: on the engines that are wrong on purpose the mark is an
 * event that a person would name, and what it says is what becomes of other schedules on the engine.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createRunner, type Runner } from "../impl/runner.ts";
import { type Case, makeCase } from "../model/case.ts";
import { engineView } from "../model/engine-view.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import type { Interruption } from "../model/schedule.ts";
import { simulate } from "../model/simulate.ts";
import { waysOn } from "../model/ways-on.ts";
import { PROPERTIES } from "../properties/all.ts";
import { edgesOf } from "../properties/exhaustive/edges.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import type { FaultyReport } from "../reports/faulty-report.ts";
import {
  describeClear,
  describeInevitability,
  type Inevitability,
  inevitabilityOf,
} from "../reports/inevitability.ts";
import { walkThrough } from "../reports/model-walk.ts";
import { FAULTY_JSON } from "../scripts/faulty-engines-table.ts";
import { ONCE, step } from "./small-cases.ts";

const { engines } = JSON.parse(readFileSync(FAULTY_JSON, "utf8")) as FaultyReport;

async function judged(runner: Runner, case_: Case) {
  const { story, failure } = await judgeCase(case_, runner, PROPERTIES);
  return { history: story.history, failure };
}

async function failing(name: string, case_: Case) {
  const runner = await createRunner(`faulty/${name}`);
  const { history, failure } = await judged(runner, case_);
  if (failure === undefined) throw new Error(`${name} breaks nothing`);
  const { at } = failure.broken;
  const found = inevitabilityOf(case_, history, at, runner.guarantees);
  return { runner, history, at, failure, found };
}

/** At most once, interrupted in its body. */
const inBody = { edge: "body-entered", operation: "charge", occurrence: 1 } as const;
const crashed = makeCase({ operations: [step("charge", ONCE)] }, { interruptions: [inBody] });
const asked = makeCase(
  { operations: [step("charge", { ...ONCE, retry: { policy: "default" } })] },
  { interruptions: [inBody] },
);
const BY_INTERRUPTION: readonly (readonly [name: string, case_: Case, cause: string])[] = [
  // Without write-ahead every run of an at-most-once step comes to it.
  ["start-not-awaited", makeCase(crashed.workflow, { interruptions: [] }), "the beginning"],
  // The interruption inside the body, or right before it, is what a right engine can't undo.
  ["at-most-once-runs-again", crashed, "interrupted"],
  ["interruption-is-always-retried", crashed, "interrupted"],
  ["interruption-not-put-to-the-strategy", asked, "interrupted"],
  ["interruption-reaches-handler-bare", crashed, "interrupted"],
];

function causeOf(found: Inevitability, history: History): unknown {
  if (found.kind === "unknown") return found.reason;
  return found.from === 0 ? "the beginning" : history[found.from - 1]?.kind;
}

// It goes on to the limit of a day, some thousand events.
const short = engines.filter(({ name }) => name !== "attempt-never-rises");

describe.each(short)("$name", { timeout: 120_000 }, ({ name, minimal }) => {
  test("the mark is never after the first divergence, and no way is clear from there on", async () => {
    const { found, at } = await failing(name, minimal as Case);
    if (found.kind === "unknown")
      return expect(found.reason).toMatch(/^(there are|some of|before op)/);
    expect(found.from).toBeLessThanOrEqual(at);
    expect(found.ways.length).toBeLessThanOrEqual(at + 1);
    for (const [op, { all, clear }] of found.ways.entries()) {
      expect(clear === 0).toBe(op >= found.from);
      expect(clear).toBeLessThanOrEqual(all);
      expect(all).toBeGreaterThan(0);
    }
  });
});

test.each(BY_INTERRUPTION)("of %s it is as expected", async (name, case_, cause) => {
  const { found, history } = await failing(name, case_);
  expect(causeOf(found, history)).toBe(cause);
});

/** Whether the engine fails alike when it is interrupted at each other edge from an event on. */
async function failsFrom(name: string, case_: Case, from: number) {
  const { runner, history, failure } = await failing(name, case_);
  const before = history.slice(0, from).filter(({ kind }) => kind === "interrupted").length;
  const struck = case_.schedule.interruptions.slice(0, before);
  const schedules: (readonly Interruption[])[] = [struck];
  if (struck.length < case_.schedule.interruptions.length) {
    const quiet = { ...case_, schedule: { ...case_.schedule, interruptions: struck } };
    const { history: base } = await judged(runner, quiet);
    for (const { at, interruption } of edgesOf(base)) {
      if (at >= from - 1) schedules.push([...struck, interruption]);
    }
  }
  const fails: boolean[] = [];
  for (const interruptions of schedules) {
    const other = { ...case_, schedule: { ...case_.schedule, interruptions } };
    const { failure: became } = await judged(runner, other);
    fails.push(became?.signature === failure.signature);
  }
  return fails;
}

test.each(BY_INTERRUPTION)(
  "%s fails whatever comes after the mark, and not whatever comes before",
  async (name, case_) => {
    const { found } = await failing(name, case_);
    if (found.kind !== "known") throw new Error(found.reason);
    expect(await failsFrom(name, case_, found.from)).not.toContain(false);
    if (found.from > 0) expect(await failsFrom(name, case_, found.from - 1)).toContain(false);
  },
);

describe("what can't be known is said", () => {
  const called = { edge: "operation-called", operation: "charge", occurrence: 1 } as const;
  const case_ = makeCase({ operations: [step("charge", ONCE)] }, { interruptions: [called] });
  const history = simulate(case_, awsGuarantees);

  test("where there are more states than are looked at", () => {
    const { world, states } = walkThrough(case_, history);
    const options = { world, mostStates: 2, isThere: () => false };
    expect(waysOn(states, history, options)).toEqual({ kind: "too-many" });
  });

  test("where the engine was in the same situation before, and did right", () => {
    // As if it went wrong at the second call of the step, of which nothing is in the log: as at the first.
    const again = history.findLastIndex(({ kind }) => kind === "operation-called");
    const found = inevitabilityOf(case_, history, again, awsGuarantees);
    expect(found).toEqual({
      kind: "unknown",
      reason: "before op 1 the engine was in the same situation, and did right",
    });
    expect(describeInevitability(found, history)).toMatch(/^not known: before op 1/);
  });
});

describe("ways", () => {
  const case_ = makeCase({ operations: [step("charge", ONCE)] });
  const history = simulate(case_, awsGuarantees);
  const { world, states } = walkThrough(case_, history);

  test("of a run that nothing strikes are one, and clear of what never is", () => {
    const counted = waysOn(states, history, { world, mostStates: 1_000, isThere: () => false });
    const one = { all: 1, clear: 1 };
    expect(counted).toEqual({ kind: "counted", ways: states.map(() => one) });
  });

  test("that all come to a state are none that are clear, up to there", () => {
    const there = engineView(states[4] as (typeof states)[number]);
    const isThere = (state: (typeof states)[number]) => engineView(state) === there;
    const counted = waysOn(states, history, { world, mostStates: 1_000, isThere });
    if (counted.kind !== "counted") throw new Error(counted.kind);
    const clear = counted.ways.map((each) => each.clear);
    expect(clear.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(clear.at(-1)).toBe(1);
  });

  test("with one strike are one for each state that can be struck, and one more", () => {
    const struck: History = [
      history[0] as History[number],
      { kind: "interrupted", at: 0, why: "scheduled" },
    ];
    const walk = walkThrough(case_, struck);
    const options = { world, mostStates: 1_000, isThere: () => false };
    const counted = waysOn(walk.states, struck, options);
    if (counted.kind !== "counted") throw new Error(counted.kind);
    const live = states.filter(({ invocation }) => invocation !== undefined).length;
    expect(counted.ways.map(({ all }) => all)).toEqual([live + 1, live + 1, 1]);
  });

  test("are told as a share that is never rounded to all or nothing", () => {
    expect(describeClear({ all: 3, clear: 0 })).toBe("none");
    expect(describeClear({ all: 3, clear: 3 })).toBe("all");
    expect(describeClear({ all: 1e9, clear: 1 })).toBe("< 1 %");
    expect(describeClear({ all: 1e9, clear: 1e9 - 1 })).toBe("> 99 %");
    expect(describeClear({ all: 3, clear: 2 })).toBe("67 %");
  });
});
