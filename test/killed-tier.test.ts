/** The killed tiers say what the simulated one says; and that is a check that can fail. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ServiceError } from "../impl/backend/wire.ts";
import { BackendProcesses } from "../impl/killed/backend-processes.ts";
import { KilledService, LossError } from "../impl/killed/killed-service.ts";
import { HandlerProcesses } from "../impl/killed/run.ts";
import { runOnKilledService } from "../impl/killed/run-backend.ts";
import { loadEngine } from "../impl/load-engine.ts";
import { createRunner } from "../impl/runner.ts";
import { makeCase } from "../model/case.ts";
import type { Fault, Interruption } from "../model/schedule.ts";
import type { Step, Workflow } from "../model/workflow.ts";
import {
  BothTiers,
  type CampaignOptions,
  casesOf,
  killsOf,
  runKilledCampaign,
} from "../scripts/killed-agreement.ts";
import { casesFor } from "../scripts/killed-cases.ts";
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
const CALLBACK = {
  kind: "callback",
  name: "k",
  timeoutSeconds: 60,
  heartbeatSeconds: 30,
  end: { does: "succeed", seconds: 5 },
  onError: "throw",
} as const;
const struck = (...interruptions: readonly Interruption[]) => makeCase(workflow, { interruptions });
const inBody = (operation: string): Interruption => ({
  edge: "body-entered",
  operation,
  occurrence: 1,
});

const backendProcesses = (program?: string) =>
  new BackendProcesses(
    program === undefined ? undefined : join(import.meta.dirname, "engines", program),
  );

function killedService(program?: string) {
  const processes = backendProcesses(program);
  const date = (milliseconds: number) => new Date(milliseconds);
  const service = new KilledService({ ...EXECUTION, now: () => 0, date }, processes);
  return { service, processes };
}

/** The ids of the processes that run this program, in the order of their start. */
function childrenOf(parent: number, program: string): readonly number[] {
  const listed = spawnSync("pgrep", ["-P", String(parent), "-f", program], { encoding: "utf8" });
  return listed.stdout.split("\n").filter(Boolean).map(Number);
}

/** They take long, and strike where the drawn ones do. */
const withoutStruck: CampaignOptions["casesFor"] = async function* (...parameters) {
  for await (const each of casesFor(...parameters)) if (each.source !== "struck") yield each;
};

describe("some processes are killed, and the tiers agree", { timeout: SLOW }, () => {
  // The tests' part of what the campaign does at length (docs/killed-tier.md).
  test.each([
    ["embedded", 200],
    ["aws-sdk@2.4.0", 100],
    ["aws-sdk@1.1.7", 10],
    ["faulty/start-not-awaited", 10],
  ])("of handlers: %s, %i drawn cases and as many of the corpus", async (engine, drawn) => {
    const found = await runKilledCampaign({
      tier: "killed",
      seed: 3,
      kills: 40,
      drawn,
      engines: [engine],
      casesFor: withoutStruck,
    });
    expect(found.disagreements).toEqual([]);
    expect(killsOf(found.engines)).toBeGreaterThanOrEqual(40);
    expect(casesOf(found.engines, "drawn")).toBeGreaterThanOrEqual(drawn);
    expect(casesOf(found.engines, "kept")).toBeGreaterThanOrEqual(Math.min(drawn, 100));
  });

  test.each(["embedded", "aws-sdk@2.4.0"])("of services: %s", async (engine) => {
    const options = { tier: "killed-backend", seed: 3, kills: 60, engines: [engine] } as const;
    const found = await runKilledCampaign(options);
    expect(found.disagreements).toEqual([]);
    expect(killsOf(found.engines)).toBeGreaterThanOrEqual(60);
    expect(casesOf(found.engines, "drawn")).toBeGreaterThan(3);
  });

  test("of services, each kind before, within and after a transaction", async () => {
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
    const { service, processes } = killedService("lazy-backend.ts");
    try {
      const { token } = service.startInvocation();
      const request = {
        DurableExecutionArn: EXECUTION.arn,
        CheckpointToken: token,
        Updates: [{ Id: "a", Type: "STEP", Action: "SUCCEED" }],
      } as const;
      expect(() => service.checkpointUnheard(request)).toThrow(LossError);
      // Nothing goes on after that, and the first thing that went wrong stays the one that is told.
      expect(() => service.useTokenUp()).toThrow(LossError);
      expect(service.failure?.error).toBeInstanceOf(LossError);
    } finally {
      await processes.close();
    }
  });

  // The engine catches what its calls throw, and ends the execution in its own way.
  describe.each(["embedded", "aws-sdk@2.4.0"])("a loss ends the run, and not %s", (name) => {
    test.each([
      ["lazy-backend.ts", "reply-lost"],
      ["forgetful-backend.ts", "reply-lost"],
      ["forgetful-backend.ts", "request-lost"],
    ] as const)("%s, %s", async (program, fault) => {
      const { engine } = await loadEngine(name);
      const case_ = makeCase(
        { operations: [CALLBACK, step("a"), step("b")] },
        {
          interruptions: [],
          faults: [{ fault, operation: "a", action: "SUCCEED", occurrence: 1 }],
        },
      );
      const processes = backendProcesses(program);
      try {
        await expect(runOnKilledService(case_, engine, processes)).rejects.toThrow(LossError);
        // Another process serves the next execution, in which nothing is killed.
        const calm = runOnKilledService(makeCase({ operations: [step("a")] }), engine, processes);
        if (program === "lazy-backend.ts") {
          // Its end is what this one loses last, if nothing else.
          await expect(calm).rejects.toThrow(LossError);
          return;
        }
        const { history } = await calm;
        expect(history.at(-1)).toMatchObject({ kind: "execution-ended", status: "SUCCEEDED" });
      } finally {
        await processes.close();
      }
    });

    test("ends-forgotten-backend.ts, though nothing is killed", async () => {
      const { engine } = await loadEngine(name);
      const processes = backendProcesses("ends-forgotten-backend.ts");
      const huge = { ...step("a"), padding: 7_000_000 };
      try {
        for (const operation of [step("a"), huge]) {
          const case_ = makeCase({ operations: [operation] });
          await expect(runOnKilledService(case_, engine, processes)).rejects.toThrow(LossError);
        }
        expect(processes.kills).toEqual({ before: 0, within: 0, after: 0 });
      } finally {
        await processes.close();
      }
    });
  });
});

describe("a service that refuses a call", { timeout: SLOW }, () => {
  test("of which the reply is lost besides: the tiers agree", async () => {
    const both = await BothTiers.start("faulty/callback-started-twice", "killed-backend");
    const started = { operation: "k", action: "START" } as const;
    const case_ = makeCase(
      { operations: [CALLBACK, step("a")] },
      {
        interruptions: [{ edge: "checkpoint-recorded", ...started, occurrence: 1 }],
        faults: [{ fault: "reply-lost", ...started, occurrence: 2 }],
      },
    );
    try {
      const refused = await both.dryRun(case_);
      expect(refused.map(({ kind }) => kind)).toContain("checkpoint-refused");
      expect(await both.compare(case_)).toBeUndefined();
      expect(both.kills).toEqual({ before: 0, within: 0, after: 1 });
    } finally {
      await both.close();
    }
  });

  test("is started again if it is killed before it could say so", async () => {
    const { service, processes } = killedService();
    const refused = {
      DurableExecutionArn: EXECUTION.arn,
      CheckpointToken: "stale",
      Updates: [{ Id: "a", Type: "STEP", Action: "SUCCEED" }],
    } as const;
    try {
      service.startInvocation();
      expect(() => service.checkpointUnheard(refused)).toThrow(ServiceError);
      service.loseCheckpoint(refused, "request-lost");
      service.loseCheckpoint(refused, "server-error");
      const { token } = service.startInvocation();
      service.checkpoint({ ...refused, CheckpointToken: token });
      expect(processes.kills).toEqual({ before: 1, within: 1, after: 1 });
      expect(service.failure).toBeUndefined();
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

  test("that is ended by somebody while nothing is asked of it is none that has crashed", async () => {
    const processes = new HandlerProcesses("embedded", 1);
    const case_ = makeCase({ operations: [step("a")] });
    try {
      const { history } = await processes.run(case_);
      const [serving] = childrenOf(process.pid, "handler-process");
      process.kill(serving as number, "SIGKILL");
      expect((await processes.run(case_)).history).toEqual(history);
      expect(processes.kills).toEqual({});
    } finally {
      await processes.close();
    }
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
