/** The enumeration of workflows: each once, each valid, and nothing left out that would differ. */
import * as Schema from "effect/Schema";
import { expect, test } from "vitest";
import { describeWorkflow } from "../model/describe-workflow.ts";
import { explore } from "../model/explore.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import { allOperations } from "../model/operation-names.ts";
import { type Operation, Workflow } from "../model/workflow.ts";
import { createWorld } from "../model/world.ts";
import { boundedCase } from "../properties/exhaustive/bounded-case.ts";
import { everyCombination, everyStep, type Unnamed } from "../properties/exhaustive/every-step.ts";
import { countWorkflows, everyWorkflow } from "../properties/exhaustive/every-workflow.ts";
import { countUpTo, Stretches, stretchesUpTo } from "../properties/exhaustive/stretches.ts";
import { ALL_KINDS } from "../properties/generators/features.ts";

const decode = Schema.decodeUnknownSync(Workflow);
type Step = ReturnType<typeof everyStep>[number];

test.each([
  ["steps-and-waits", 0, 1],
  ["steps-and-waits", 1, 27],
  ["steps-and-waits", 2, 27 ** 2],
  ["all", 1, 65],
] as const)("%s: of %i operations there are %i workflows", (kinds, operations, count) => {
  expect([...everyWorkflow(operations, kinds)]).toHaveLength(count);
  expect(countWorkflows(operations, kinds)).toBe(count);
});

test.each(["steps-and-waits", "all"] as const)("%s: each is there once, and valid", (kinds) => {
  const seen = new Set<string>();
  for (const workflow of [1, 2].flatMap((size) => [...everyWorkflow(size, kinds)])) {
    expect(seen.has(JSON.stringify(workflow)), describeWorkflow(workflow)).toBe(false);
    seen.add(JSON.stringify(workflow));
    expect(decode(workflow)).toEqual(workflow);
  }
});

test("the number of operations is told at any depth, and every kind is there", () => {
  const kinds = new Set<string>();
  for (const workflow of everyWorkflow(2, "all")) {
    const operations = allOperations(workflow.operations);
    expect(operations).toHaveLength(2);
    for (const { kind } of operations) kinds.add(kind);
  }
  expect([...kinds].toSorted()).toEqual([...ALL_KINDS].toSorted());
});

test("stretches read one after the other are all workflows, in order", () => {
  const stretches = new Stretches();
  const read = [...stretchesUpTo(2, "steps-and-waits", 100)].flatMap((each) => [
    ...stretches.read(each),
  ]);
  const all = [1, 2].flatMap((size) => [...everyWorkflow(size, "steps-and-waits")]);
  expect(read).toEqual(all);
  expect(countUpTo(2, "steps-and-waits")).toBe(all.length);
  const again = { operations: 2, kinds: "steps-and-waits", from: 3, to: 5 } as const;
  expect([...stretches.read(again)]).toEqual([...everyWorkflow(2, "steps-and-waits")].slice(3, 5));
});

test("the workflows of one operation, and two where contexts have something inside", async () => {
  const inside = [...everyWorkflow(2, "all")].filter(
    ({ operations }) => operations.length === 1 && isAboutAWait(operations[0]),
  );
  const lines = [...everyWorkflow(1, "all"), ...inside].map((each) => JSON.stringify(each));
  const file = "golden/what-is-enumerated.json";
  await expect(`[\n${lines.join(",\n")}\n]\n`).toMatchFileSnapshot(file);
});

/** Whether a wait is all that is inside: any other operation would be there in as many ways. */
function isAboutAWait(context: Operation | undefined): boolean {
  const [, inside] = context === undefined ? [] : allOperations([context]);
  return inside?.kind === "wait";
}

test("the limits are near enough to end what goes on for ever, and leave time to retry", () => {
  const step = everyStep().find(({ retry }) => retry.policy === "default");
  const seconds = (...operations: readonly Operation[]) =>
    boundedCase({ operations }).limits.executionSeconds;
  const slow = { ...step, name: "charge" } as Operation;
  const never: Operation = { ...slow, retry: { policy: "never" } } as Operation;
  const child = { kind: "child", name: "order", operations: [slow], onError: "throw" } as const;
  expect(seconds(never)).toBe(60);
  expect(seconds(slow)).toBe(360);
  expect(seconds(slow, child)).toBe(660);
  expect(boundedCase({ operations: [never] }).limits.invocationSeconds).toBe(900);
});

/** All that can become of a workflow of this one step, as text. */
function graphOf(step: Unnamed<Step>, interruptions: number): string {
  const workflow = { operations: [{ ...step, name: "step" }] };
  const limits = { invocationSeconds: 900, executionSeconds: 86_400 };
  const edges: string[] = [];
  const found = explore(
    createWorld(workflow, limits, awsGuarantees),
    { interruptions },
    { step: (_before, id, event) => edges.push(`${id} ${JSON.stringify(event)}`) },
  );
  const rows = Array.from({ length: found.distinct }, (_, id) => found.from(id).join(" "));
  return `${edges.join("\n")}\n${rows.join("\n")}`;
}

test("steps that are left out have a twin that can do exactly the same", () => {
  const kept = everyStep().filter(({ retry }) => retry.policy !== "default");
  const twins = new Map(kept.map((step) => [graphOf(step, 3), step]));
  expect(twins.size).toBe(kept.length);
  for (const step of everyCombination()) {
    expect(twins.has(graphOf(step, 3)), JSON.stringify(step)).toBe(true);
  }
});
