/**
 * A serdes that fails once ends the invocation, and the next one tries again; a value that JSON can't
 * write comes to nothing: the SDK tries until time is up, the embedded engine fails the execution.
 */
import { expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import type { History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import type { Batch, Operation } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { caseOf, condition, insideBody, step } from "./small-cases.ts";

const ENGINES = ["embedded", "aws-sdk@1.0.1", "aws-sdk@1.1.7", "aws-sdk@2.0.0", "aws-sdk@2.4.0"];

const order = { kind: "child", name: "order", onError: "throw" } as const;
const fan: Batch = {
  kind: "map",
  name: "fan",
  branches: [{ operations: [step("charge")] }, { operations: [step("ship")] }],
};
const job = condition("job");
const answered = { end: { does: "succeed", seconds: 1 }, onError: "throw" } as const;

/** The first read is for the wait strategy, the second for the poll after it. */
const unreadAtPoll2 = { ...job, serdes: "read-fails-second" } as const;

/** Each with whose serdes fails, and how often the bodies of the steps run in all. */
const FAILING: readonly (readonly [string, Operation, string, number])[] = [
  ["to write a step's result", step("charge", { serdes: "write-fails-once" }), "charge", 2],
  ["to read a step's result", step("charge", { serdes: "read-fails-once" }), "charge", 1],
  [
    "to write a child's result",
    { ...order, operations: [step("charge")], serdes: "write-fails-once" },
    "order",
    1,
  ],
  ["to write an item", { ...fan, itemSerdes: "write-fails-once" }, "fan", 2],
  ["to write a flat item", { ...fan, itemSerdes: "write-fails-once", nesting: "FLAT" }, "fan", 2],
  ["to write a state", { ...job, serdes: "write-fails-once" }, "job", 0],
  ["to read a state", { ...job, serdes: "read-fails-once" }, "job", 0],
  ["to write the second state", { ...job, serdes: "write-fails-second" }, "job", 0],
  ["to write the second item", { ...fan, itemSerdes: "write-fails-second" }, "fan", 2],
  [
    "to read a callback's answer",
    { kind: "callback", name: "approval", ...answered, serdes: "read-fails-once" },
    "approval",
    0,
  ],
  [
    "to read an invoked function's answer",
    { kind: "invoke", name: "report", ...answered, serdes: "read-fails-once" },
    "report",
    0,
  ],
];

async function brokenIn(case_: Case, engine: string, history: History) {
  const { guarantees } = await createRunner(engine);
  const story = readStory(case_, guarantees, history);
  return PROPERTIES.filter((each) => judge(each, story).kind === "broken").map(({ id }) => id);
}

function answersOf(history: History): readonly string[] {
  return history.flatMap((each) => (each.kind === "invocation-answered" ? each.answer.kind : []));
}

function startsOf(history: History, ...steps: readonly string[]): number {
  return history.filter((each) => each.kind === "body-entered" && steps.includes(each.operation))
    .length;
}

test.each(ENGINES.flatMap((engine) => FAILING.map((each) => [engine, ...each] as const)))(
  "%s goes on in the next invocation after a serdes failed %s",
  async (...given) => {
    const [engine, , operation, owner, starts] = given;
    const case_ = caseOf([operation]);
    const { run } = await createRunner(engine);
    const history = await run(case_);
    const failed = history.filter((each) => each.kind === "serdes-failed");
    expect(failed.map((each) => each.operation)).toEqual([owner]);
    expect(answersOf(history).filter((kind) => kind === "threw")).toHaveLength(1);
    expect(answersOf(history).at(-1)).toBe("SUCCEEDED");
    expect(startsOf(history, "charge", "ship")).toBe(starts);
    expect(await brokenIn(case_, engine, history)).toEqual([]);
  },
);

test.each([
  ["embedded", []],
  ["aws-sdk@1.0.1", ["conditions-poll-as-they-should"]],
  ["aws-sdk@1.1.7", ["conditions-poll-as-they-should"]],
  ["aws-sdk@2.0.0", ["conditions-poll-as-they-should"]],
  ["aws-sdk@2.3.0", ["conditions-poll-as-they-should"]],
  ["aws-sdk@2.3.1", []],
  ["aws-sdk@2.4.0", []],
] as const)(
  "%s goes on with the state that the second poll can't read at first",
  async (...given) => {
    const [engine, broken] = given;
    const case_ = caseOf([unreadAtPoll2]);
    const { run } = await createRunner(engine);
    const history = await run(case_);
    expect(history.filter(({ kind }) => kind === "serdes-failed")).toHaveLength(1);
    expect(answersOf(history).includes("threw")).toBe(broken.length === 0);
    expect(await brokenIn(case_, engine, history)).toEqual(expect.arrayContaining([...broken]));
    if (broken.length === 0) expect(await brokenIn(case_, engine, history)).toEqual([]);
  },
);

test("a serdes fails in the use that it is to fail in, and in no other", async () => {
  const uses = ["read-fails-once", "read-fails-second", "read-fails-third"] as const;
  const { run, guarantees } = await createRunner("embedded");
  const pollsBefore = (history: History) => {
    const failed = history.findIndex(({ kind }) => kind === "serdes-failed");
    return history.slice(0, failed).filter(({ kind }) => kind === "body-finished").length;
  };
  const cases = uses.map((serdes) => caseOf([{ ...job, polls: 3, serdes }]));
  // The embedded engine reads a state for the strategy, and again for the next poll.
  const seen: number[] = [];
  for (const each of cases) seen.push(pollsBefore(await run(each)));
  expect(seen).toEqual([1, 1, 2]);
  expect(cases.map((each) => pollsBefore(simulate(each, guarantees)))).toEqual([1, 2, 3]);
});

test.each(FAILING)("the model knows what becomes of a serdes that fails %s", async (...given) => {
  const case_ = caseOf([given[1]]);
  const { guarantees } = await createRunner("embedded");
  const history = simulate(case_, guarantees);
  expect(history.filter(({ kind }) => kind === "serdes-failed")).toHaveLength(1);
  expect(answersOf(history).at(-1)).toBe("SUCCEEDED");
  expect(await brokenIn(case_, "embedded", history)).toEqual([]);
});

test.each(["embedded", "aws-sdk@2.4.0"])(
  "how often a serdes of %s has failed outlives the process that it failed in",
  async (engine) => {
    const charge = step("charge", { serdes: "read-fails-once" });
    const case_ = caseOf([charge, step("ship")], [insideBody("ship")]);
    const simulated = await createRunner(engine);
    const killed = await createRunner(engine, "killed");
    expect(await killed.run(case_)).toEqual(await simulated.run(case_));
  },
  20_000,
);

const UNWRITABLE: readonly (readonly [string, Operation])[] = [
  ["a step", step("charge", { gives: "bigint" })],
  ["a child", { ...order, operations: [], gives: "circular" }],
  ["an item", { ...fan, branches: [{ operations: [], gives: "bigint" }] }],
  ["a poll", { ...job, gives: "circular" }],
];

test.each(ENGINES.flatMap((engine) => UNWRITABLE.map((each) => [engine, ...each] as const)))(
  "%s comes to an end with what can't be written of %s",
  async (engine, _, operation) => {
    const case_ = caseOf([operation]);
    const { run } = await createRunner(engine);
    const history = await run(case_);
    const answers = answersOf(history);
    if (engine === "embedded") expect(answers).toEqual(["FAILED"]);
    else expect(new Set(answers)).toEqual(new Set(["threw"]));
    const status = engine === "embedded" ? "FAILED" : "TIMED_OUT";
    expect(history.at(-1)).toMatchObject({ kind: "execution-ended", status });
    expect(answers.length).toBeLessThan(30);
    expect(await brokenIn(case_, engine, history)).toEqual([]);
  },
);

test.each(ENGINES)("%s fails where the handler gives what can't be written", async (engine) => {
  const plain = caseOf([step("charge")]);
  const case_: Case = { ...plain, workflow: { ...plain.workflow, gives: "circular" } };
  const { run } = await createRunner(engine);
  const history = await run(case_);
  expect(answersOf(history)).toEqual(["FAILED"]);
  expect(await brokenIn(case_, engine, history)).toEqual([]);
});
