/** The four scenarios, cell by cell, on the model and on the real SDK. */
import { describe, expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { SCENARIOS, type Scenario } from "../model/scenarios.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeAll } from "../properties/signature.ts";
import { readStory } from "../properties/story.ts";
import { tabulate } from "../reports/scenario-table.ts";

/** Of each invocation: its number, the attempt, whether the body ran, what was asked, how it ended. */
type Cells = readonly [number, number, "ran" | "did not run", "no" | "retry" | "stop", string];

interface Expected {
  readonly rows: readonly Cells[];
  readonly status: string;
  readonly starts: Readonly<Record<string, number>>;
}

/** At least once: the body runs in every invocation, always as attempt 1, until time is up. */
const RUNS_FOR_EVER: Expected = {
  rows: [
    [1, 1, "ran", "no", "timeout"],
    [2, 1, "ran", "no", "timeout"],
    [3, 1, "ran", "no", "timeout"],
    [4, 1, "ran", "no", "timeout"],
    [5, 1, "ran", "no", "timeout"],
    [6, 1, "ran", "no", "timeout"],
    [7, 1, "ran", "no", "timeout"],
    [8, 1, "ran", "no", "timeout"],
    [9, 1, "ran", "no", "timeout"],
    [10, 1, "ran", "no", "timeout"],
    [11, 1, "ran", "no", "timeout"],
    [12, 1, "ran", "no", "timeout"],
    [13, 1, "ran", "no", "timeout"],
    [14, 1, "ran", "no", "timeout"],
    [15, 1, "ran", "no", "timeout"],
    [16, 1, "ran", "no", "timeout"],
    [17, 1, "ran", "no", "timeout"],
    [18, 1, "ran", "no", "timeout"],
    [19, 1, "ran", "no", "timeout"],
    [20, 1, "ran", "no", "execution timeout"],
  ],
  status: "TIMED_OUT",
  starts: { "step-1": 1, "step-2": 20 },
};

/** At most once, retried: invocations that run an attempt and that retry it take turns. */
const TAKES_TURNS: Expected = {
  rows: [
    [1, 1, "ran", "no", "timeout"],
    [2, 1, "did not run", "retry", "PENDING"],
    [3, 2, "ran", "no", "timeout"],
    [4, 2, "did not run", "retry", "PENDING"],
    [5, 3, "ran", "no", "timeout"],
    [6, 3, "did not run", "retry", "PENDING"],
    [7, 4, "ran", "no", "timeout"],
    [8, 4, "did not run", "retry", "PENDING"],
    [9, 5, "ran", "no", "timeout"],
    [10, 5, "did not run", "retry", "PENDING"],
    [11, 6, "ran", "no", "timeout"],
    [12, 6, "did not run", "stop", "FAILED"],
  ],
  status: "FAILED",
  starts: { "step-1": 1, "step-2": 6 },
};

/** At most once, never retried: one body start, and the execution fails. */
const RUNS_ONCE: Expected = {
  rows: [
    [1, 1, "ran", "no", "timeout"],
    [2, 1, "did not run", "stop", "FAILED"],
  ],
  status: "FAILED",
  starts: { "step-1": 1, "step-2": 1 },
};

const EXPECTED: Readonly<Record<number, Expected>> = {
  1: RUNS_FOR_EVER,
  2: RUNS_FOR_EVER,
  3: TAKES_TURNS,
  4: RUNS_ONCE,
};

test("there are four", () => {
  expect(SCENARIOS.map(({ number, title }) => [number, title])).toEqual([
    [1, "at least once, default retry"],
    [2, "at least once, never retried"],
    [3, "at most once, default retry"],
    [4, "at most once, never retried"],
  ]);
});

describe.each(["model", "embedded", "aws-sdk@2.4.0"])("%s", (engine) => {
  async function run({ case: case_ }: Scenario) {
    const runner = await createRunner(engine);
    return await runner.run(case_);
  }

  test.each(SCENARIOS)("$number: $title", async (scenario) => {
    const { rows, status, starts } = tabulate(await run(scenario), "step-2");
    const cells = rows.map(({ invocation, attempt, bodyRan, asked, ended }) => [
      invocation,
      attempt,
      bodyRan ? "ran" : "did not run",
      asked,
      ended,
    ]);
    expect({ rows: cells, status, starts }).toEqual(EXPECTED[scenario.number]);
  });

  test.each(SCENARIOS)("$number breaks no property", async (scenario) => {
    const story = readStory(scenario.case, awsGuarantees, await run(scenario));
    const broken = judgeAll(PROPERTIES, story).filter(({ verdict }) => verdict.kind === "broken");
    expect(broken.map(({ property }) => property.id)).toEqual([]);
  });

  test("4: the handler sees a StepError caused by the interruption", async () => {
    const history = await run(SCENARIOS[3] as Scenario);
    const seen = history.filter(
      (event) => event.kind === "operation-resolved" && event.operation === "step-2",
    );
    const message =
      "The step execution process was initiated but failed to reach completion due to an interruption.";
    const cause = { name: "StepInterruptedError", message };
    expect(seen).toMatchObject([
      { outcome: { kind: "threw", error: { name: "StepError", message, cause } } },
    ]);
  });
});
