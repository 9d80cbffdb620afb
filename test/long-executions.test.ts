/** Executions that last for weeks: what waits that long comes to its end, and what hangs does too. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import { loadFaultyEngine } from "../impl/faulty/all.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import { type Case, makeCase } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { caseWith } from "../properties/generators/case.ts";
import { SCHEDULE_INGREDIENTS } from "../properties/ingredients.ts";
import { readStory, type Story } from "../properties/story.ts";
import { attempts, step, THROWS_ONCE, takes, wait } from "./small-cases.ts";

const A_YEAR = { invocationSeconds: 60, executionSeconds: 31_622_400 };

function storyOf(case_: Case): Story {
  return readStory(case_, awsGuarantees, simulate(case_, awsGuarantees));
}

function waitedLong(story: Story): boolean {
  const ingredient = SCHEDULE_INGREDIENTS.find(({ id }) => id === "timer of over 24.8 days");
  return ingredient?.cameIn(story) === true;
}

describe("with long waits, about half of the cases last for a year", () => {
  const features = { kinds: ["step", "wait"], options: ["long-waits", "strategies"] } as const;
  const drawn = fc.sample(caseWith(features), { seed: 3, numRuns: 300 });
  const long = drawn.filter(({ limits }) => limits.executionSeconds === A_YEAR.executionSeconds);

  test("the others are as they are without", () => {
    expect(long.length).toBeGreaterThan(100);
    expect(long.length).toBeLessThan(200);
    for (const { limits } of long) expect(limits).toEqual(A_YEAR);
  });

  test("waits and retry delays are shorter and longer than any timer of Node", () => {
    const operations = long.flatMap(({ workflow }) => workflow.operations);
    const waits = operations.flatMap((each) => (each.kind === "wait" ? each.seconds : []));
    const all = [1, 20, 2_147_483, 2_147_484, 4_294_968, 31_536_000];
    expect([...new Set(waits)].toSorted((left, right) => left - right)).toEqual(all);
    const delays = operations.flatMap((each) =>
      each.kind === "step" && each.retry.policy === "limited"
        ? (each.retry.delaySeconds ?? [])
        : [],
    );
    for (const each of all.slice(2)) expect(delays).toContain(each);
  });

  test("no body outlives its invocation", () => {
    for (const { workflow } of long) {
      for (const each of workflow.operations) {
        const runs = each.kind === "step" ? each.runs : [];
        for (const { milliseconds } of runs) expect(milliseconds).toBeLessThanOrEqual(2_500);
      }
    }
  });

  test("what waits for weeks comes to its end", () => {
    const ended = long.map(storyOf).filter(waitedLong);
    expect(ended.length).toBeGreaterThan(15);
    const last = ended.flatMap(({ history }) => history.at(-1) ?? []);
    const statuses = last.flatMap((each) => ("status" in each ? each.status : []));
    expect(new Set(statuses)).toEqual(new Set(["SUCCEEDED", "FAILED", "TIMED_OUT"]));
  });
});

describe("a timer of over 24.8 days has come in", () => {
  const wait25Days = makeCase({ operations: [wait("rest", 2_147_484)] }, undefined, A_YEAR);
  const retrying = step("charge", {
    ...THROWS_ONCE,
    retry: { policy: "limited", attempts: 2, delaySeconds: 2_147_484 },
  });
  test.each<readonly [boolean, string, Case]>([
    [true, "where a wait was longer", wait25Days],
    [true, "where a retry came later", makeCase({ operations: [retrying] }, undefined, A_YEAR)],
    [
      false,
      "not where it was as long",
      { ...wait25Days, workflow: { operations: [wait("rest", 2_147_483)] } },
    ],
    [false, "not where the execution ended before", makeCase(wait25Days.workflow)],
    [false, "not where there was none", makeCase({ operations: [step("charge", attempts(2))] })],
  ])("%s: %s", (expected, _, case_) => {
    expect(waitedLong(storyOf(case_))).toBe(expected);
  });
});

describe("an engine that comes to no end is invoked some hundred times", () => {
  const invocationsOf = async (case_: Case, name?: string) => {
    const engine = name === undefined ? createEmbeddedEngine() : loadFaultyEngine(name).engine;
    const { history } = await runSimulated(case_, engine);
    expect(history.at(-1)).toMatchObject({ kind: "execution-ended", status: "TIMED_OUT" });
    return history.filter(({ kind }) => kind === "invocation-started").length;
  };

  test("one that hangs, however long the execution may last", async () => {
    const operations = [
      {
        kind: "callback",
        name: "approval",
        end: { does: "time-out", seconds: 0 },
        onError: "throw",
      },
    ] as const;
    const count = await invocationsOf(
      makeCase({ operations }, undefined, A_YEAR),
      "never-suspends",
    );
    expect(count).toBeGreaterThan(100);
    expect(count).toBeLessThan(140);
  });

  test("where a step outlives its invocation, as often as that may be in an hour", async () => {
    const limits = { invocationSeconds: 60, executionSeconds: 3_600 };
    const operations = [step("charge", takes(61_000))];
    expect(await invocationsOf(makeCase({ operations }, undefined, limits))).toBe(60);
  });
});
