/** The real SDK leaves nothing behind that acts after an interruption. */
import { expect, test } from "vitest";
import { createAwsSdkEngine } from "../impl/aws-sdk/engine.ts";
import { NEWEST_SDK_VERSION } from "../impl/aws-sdk/sdk.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import { makeCase } from "../model/case.ts";
import {
  Action,
  CheckpointEdge,
  type Interruption,
  InvocationEdge,
  OperationEdge,
} from "../model/schedule.ts";
import type { Step, Workflow } from "../model/workflow.ts";

const engine = await createAwsSdkEngine(NEWEST_SDK_VERSION);

const step: Step = {
  kind: "step",
  name: "a",
  semantics: "AtMostOncePerRetry",
  retry: { policy: "limited", attempts: 3, delaySeconds: 1 },
  runs: [
    { does: "throw", milliseconds: 10 },
    { does: "return", milliseconds: 10 },
  ],
  onError: "catch",
};
const workflow: Workflow = {
  operations: [
    step,
    { kind: "wait", name: "w", seconds: 1 },
    { ...step, name: "b", semantics: "AtLeastOncePerRetry" },
  ],
};

/** The interruptions that this workflow can have, each as if it were met one to three times. */
function allInterruptions(): readonly Interruption[] {
  const names = workflow.operations.map(({ name }) => name);
  return [1, 2, 3].flatMap((occurrence): readonly Interruption[] => [
    ...InvocationEdge.literals.map((edge) => ({ edge, occurrence })),
    ...OperationEdge.literals.flatMap((edge) =>
      names.map((operation) => ({ edge, operation, occurrence })),
    ),
    ...CheckpointEdge.literals.flatMap((edge) =>
      names.flatMap((operation) =>
        Action.literals.map((action) => ({ edge, operation, action, occurrence })),
      ),
    ),
  ]);
}

test("interrupted at each edge that it meets", async () => {
  let interrupted = 0;
  for (const interruption of allInterruptions()) {
    const case_ = makeCase(workflow, { interruptions: [interruption] });
    const { history, leftovers } = await runSimulated(case_, engine);
    if (history.some(({ kind }) => kind === "interrupted")) interrupted += 1;
    expect(history.at(-1)).toMatchObject({ kind: "execution-ended", status: "SUCCEEDED" });
    expect(leftovers, JSON.stringify(interruption)).toBe(0);
  }
  expect(interrupted).toBeGreaterThan(50);
});

test("timed out in a body that outlives the invocation", async () => {
  const slow: Step = { ...step, runs: [{ does: "return", milliseconds: 5_000 }] };
  const limits = { invocationSeconds: 2, executionSeconds: 20 };
  const case_ = makeCase({ operations: [slow] }, { interruptions: [] }, limits);
  const { history, leftovers } = await runSimulated(case_, engine);
  const timeouts = history.filter(({ kind }) => kind === "interrupted");
  expect(timeouts.length).toBeGreaterThan(1);
  expect(leftovers).toBe(0);
});
