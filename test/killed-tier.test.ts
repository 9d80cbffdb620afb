/** The killed tiers say what the simulated one says; and that is a check that can fail. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BackendProcesses } from "../impl/killed/backend-processes.ts";
import { KilledService, LossError } from "../impl/killed/killed-service.ts";
import { createRunner } from "../impl/runner.ts";
import { makeCase } from "../model/case.ts";
import type { Fault, Interruption } from "../model/schedule.ts";
import type { Step, Workflow } from "../model/workflow.ts";
import { BothTiers, runKilledCampaign } from "../scripts/killed-agreement.ts";
import { engineModule } from "./cli-fixture.ts";
import { TROUBLE } from "./engines/troubled.ts";
import { EXECUTION } from "./sqlite-fixture.ts";

const SLOW = 600_000;

const step = (name: string): Step => ({
  kind: "step",
  name,
  semantics: "AtLeastOncePerRetry",
  retry: { policy: "never" },
  runs: [{ does: "return", milliseconds: 10 }],
  onError: "throw",
});
const workflow: Workflow = {
  operations: [step("a"), { kind: "wait", name: "w", seconds: 5 }, step("b")],
};
const struck = (...interruptions: readonly Interruption[]) => makeCase(workflow, { interruptions });
const inBody = (operation: string): Interruption => ({
  edge: "body-entered",
  operation,
  occurrence: 1,
});

describe("some processes are killed, and the tiers agree", { timeout: SLOW }, () => {
  test("of handlers", async () => {
    const engines = ["embedded", "aws-sdk@2.4.0", "aws-sdk@1.1.7", "faulty/start-not-awaited"];
    for (const engine of engines) {
      const found = await runKilledCampaign({
        tier: "killed",
        seed: 3,
        kills: 40,
        engines: [engine],
      });
      expect(found.disagreements, engine).toEqual([]);
      expect(found.kills).toBeGreaterThanOrEqual(40);
    }
  });

  test("of services", async () => {
    const both = await BothTiers.start("embedded", "killed-backend");
    const failing = (
      fault: "server-error" | "reply-lost" | "request-lost",
      action: "START" | "SUCCEED",
    ) => ({ fault, operation: "a", action, occurrence: 1 }) as const satisfies Fault;
    try {
      for (const fault of ["server-error", "request-lost", "reply-lost"] as const) {
        for (const action of ["START", "SUCCEED"] as const) {
          const faults = [
            failing(fault, action),
            { ...failing("reply-lost", action), operation: "b" },
          ];
          const case_ = makeCase(workflow, { interruptions: [inBody("b")], faults });
          expect(await both.compare(case_)).toBeUndefined();
        }
      }
      expect(both.kills).toEqual({ before: 2, within: 2, after: 8 });
    } finally {
      await both.close();
    }
  });
});

describe("it can fail", { timeout: SLOW }, () => {
  test("memory that only a killed process loses is a disagreement", async () => {
    const both = await BothTiers.start("faulty/interrupted-result-remembered", "killed");
    try {
      const interruption: Interruption = {
        edge: "checkpoint-requested",
        operation: "b",
        action: "SUCCEED",
        occurrence: 1,
      };
      const found = await both.compare(struck(interruption));
      expect(found?.simulated.broken).toBe("at-least-once-per-attempt");
      expect(found?.killed.broken).toBeUndefined();
      expect([found?.simulated.bodies.b, found?.killed.bodies.b]).toEqual([1, 2]);
    } finally {
      await both.close();
    }
  });

  test("a store that acknowledges before it has written loses what it has acknowledged", async () => {
    const processes = new BackendProcesses(join(import.meta.dirname, "engines/lazy-backend.ts"));
    const date = (milliseconds: number) => new Date(milliseconds);
    const service = new KilledService({ ...EXECUTION, now: () => 0, date }, processes);
    try {
      const { token } = service.startInvocation();
      const request = {
        DurableExecutionArn: EXECUTION.arn,
        CheckpointToken: token,
        Updates: [{ Id: "a", Type: "STEP", Action: "SUCCEED" }],
      } as const;
      expect(() => service.checkpointUnheard(request)).toThrow(LossError);
    } finally {
      await processes.close();
    }
  });
});

describe("a process of handlers", { timeout: SLOW }, () => {
  test("is warm until it is killed", async () => {
    const runner = await createRunner("embedded", "killed");
    await runner.run(struck());
    await runner.run(struck());
    expect(runner.kills()).toEqual({});
    await runner.run(struck(inBody("a"), inBody("b")));
    expect(runner.kills()).toEqual({ scheduled: 2 });
    await runner.close();
  });

  test("that ends by itself has crashed, which is told", async () => {
    const runner = await createRunner(engineModule("ends-its-process"), "killed");
    const limits = { invocationSeconds: 1, executionSeconds: 1 };
    const history = await runner.run(makeCase({ operations: [step(TROUBLE)] }, undefined, limits));
    await runner.close();
    const escaped = history.findIndex(({ kind }) => kind === "error-escaped");
    expect(history.slice(escaped, escaped + 2)).toMatchObject([
      { error: { name: "ProcessEnded", message: "the process ended with exit code 3" } },
      { kind: "interrupted", why: "crashed" },
    ]);
  });

  test("takes and gives results of several megabytes", async () => {
    const both = await BothTiers.start("embedded", "killed");
    const large = makeCase(
      { operations: [{ ...step("a"), padding: 3_000_000 }, step("b")] },
      { interruptions: [inBody("b")] },
    );
    expect(await both.compare(large)).toBeUndefined();
    expect(both.kills).toEqual({ scheduled: 1 });
    await both.close();
  });
});

test("the model has no process", async () => {
  await expect(createRunner("model", "killed")).rejects.toThrow("no process that could be killed");
});
