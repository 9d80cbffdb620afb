/** The embedded engine with handlers that no generated workflow is: what users also write. */
import { describe, expect, test } from "vitest";
import type { EngineContext } from "../impl/engine.ts";
import { ARN, startBackend } from "./backend-fixture.ts";
import { invoke, NEVER_RETRIED } from "./embedded-fixture.ts";

const PENDING = { Status: "PENDING" };
const value = (given: unknown) => ({ Status: "SUCCEEDED", Result: JSON.stringify(given) });
const step = (context: EngineContext, name: string, body: () => Promise<unknown>) =>
  context.step(name, body, NEVER_RETRIED);

describe("what the handler awaits by itself", () => {
  test("Promise.all over waits suspends, and gives all of them in the end", async () => {
    const backend = startBackend();
    const handler = async (context: EngineContext) => {
      await Promise.all([context.wait("short", 1), context.wait("long", 5)]);
      return "both";
    };
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    backend.pass(1);
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    backend.pass(4);
    expect((await invoke(backend, handler)).answer).toEqual(value("both"));
  });

  test("a promise of its own in the function of a child context", async () => {
    const backend = startBackend();
    const handler = async (context: EngineContext) => {
      const settled = context.wait("settle", 1);
      return await context.child("order", async () => {
        await settled;
        return "settled";
      });
    };
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    backend.pass(1);
    expect((await invoke(backend, handler)).answer).toEqual(value("settled"));
  });

  test("an operation that a function gives as it is", async () => {
    const backend = startBackend();
    const settle = (context: EngineContext) => context.wait("settle", 1) as Promise<unknown>;
    const handler = (context: EngineContext) => context.child("order", settle) as Promise<unknown>;
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    backend.pass(1);
    expect((await invoke(backend, handler)).answer).toEqual({ Status: "SUCCEEDED" });
  });

  test("work that is not durable keeps the invocation going", async () => {
    const backend = startBackend();
    const handler = async (context: EngineContext) => {
      context.wait("settle", 1_000);
      await new Promise((resolve) => setTimeout(resolve, 20));
      return "worked";
    };
    expect((await invoke(backend, handler)).answer).toEqual(value("worked"));
  });

  test("an operation that nobody awaits may fail", async () => {
    const backend = startBackend();
    const handler = async (context: EngineContext) => {
      step(context, "charge", () => Promise.reject(new Error("no money")));
      await context.wait("settle", 1);
      return "settled";
    };
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    expect(backend.operation("1")).toMatchObject({ Status: "FAILED" });
    backend.pass(1);
    expect((await invoke(backend, handler)).answer).toEqual(value("settled"));
  });
});

describe("another handler on replay", () => {
  const first = async (context: EngineContext) => {
    await step(context, "charge", async () => 1);
    await context.wait("settle", 1);
  };

  test.each<[string, (context: EngineContext) => PromiseLike<unknown>, string]>([
    ["another type", (context) => context.wait("charge", 1), "Wait charge"],
    ["another name", (context) => step(context, "ship", async () => 2), "Step ship"],
    [
      "another kind of the same type",
      (context) =>
        context.waitForCondition("charge", async () => 1, {
          initialState: 0,
          strategy: () => ({ kind: "stop" }),
        }),
      "WaitForCondition charge",
    ],
  ])("%s fails the execution, whatever the handler catches", async (_, call, called) => {
    const backend = startBackend();
    await invoke(backend, first);
    backend.pass(1);
    const second = async (context: EngineContext) => {
      try {
        await call(context);
      } catch {}
      await step(context, "charge", async () => 2);
      return "gone on";
    };
    const { answer, calls } = await invoke(backend, second);
    expect(answer).toEqual({
      Status: "FAILED",
      Error: {
        ErrorType: "NonDeterministicExecutionError",
        ErrorMessage: `The handler has called ${called} where the log has Step charge`,
      },
    });
    expect(calls).toEqual([]);
  });
});

describe("sizes", () => {
  test("a call carries at most 250 updates", async () => {
    const backend = startBackend();
    const { answer, calls } = await invoke(backend, async (context) => {
      const steps = Array.from({ length: 300 }, (_, index) =>
        step(context, `step-${index}`, async () => index),
      );
      return (await Promise.all(steps)).length;
    });
    expect(answer).toEqual(value(300));
    const sizes = calls.map(({ length }) => length);
    expect(Math.max(...sizes)).toBe(250);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(600);
  });

  test("and at most 750 KB, unless one update alone is larger", async () => {
    const backend = startBackend();
    const { calls } = await invoke(backend, async (context) => {
      const sizes = [500, 500, 900, 100, 100];
      const steps = sizes.map((size, index) =>
        step(context, `step-${index}`, async () => "~".repeat(size * 1_024)),
      );
      await Promise.all(steps);
    });
    const sent = calls.map((updates) => updates.map(({ Id, Action }) => `${Action} ${Id}`));
    expect(sent.slice(1)).toEqual([
      ["SUCCEED 1"],
      ["SUCCEED 2"],
      ["SUCCEED 3"],
      ["SUCCEED 4", "SUCCEED 5"],
    ]);
  });

  test("an error over 32 KB is recorded without its causes, then cut", async () => {
    const backend = startBackend();
    const { answer } = await invoke(backend, async (context) => {
      const seen: unknown[] = [];
      for (const [message, cause] of [
        ["short", "~".repeat(40_000)],
        ["~".repeat(40_000), "short"],
      ] as const) {
        const body = () => Promise.reject(new Error(message, { cause: new Error(cause) }));
        const error = await step(context, "charge", body).then(undefined, (thrown) => thrown);
        seen.push([error.name, error.message.length, error.cause.cause ?? null]);
      }
      return seen;
    });
    expect(answer).toEqual(
      value([
        ["StepError", 5, null],
        ["StepError", 4_003, null],
      ]),
    );
  });
});

test("the causes of an error survive contexts and replays", async () => {
  const backend = startBackend();
  const handler = async (context: EngineContext) => {
    const failing = context.child("order", async (inside) =>
      step(inside, "charge", () =>
        Promise.reject(new TypeError("no money", { cause: new Error("the bank said so") })),
      ),
    );
    const chain: string[] = [];
    const thrown = await failing.then(undefined, (error: unknown) => error);
    for (let error = thrown; error instanceof Error; error = error.cause) chain.push(error.name);
    await context.wait("settle", 1);
    return chain;
  };
  await invoke(backend, handler);
  backend.pass(1);
  expect((await invoke(backend, handler)).answer).toEqual(
    value(["ChildContextError", "StepError", "TypeError", "Error"]),
  );
});

test("a strategy that throws fails its step with its own error", async () => {
  const backend = startBackend();
  const { answer } = await invoke(backend, async (context) => {
    const strategy = () => {
      throw new RangeError("no idea");
    };
    const body = () => Promise.reject(new Error("no money"));
    await context.step("charge", body, { semantics: "AtLeastOncePerRetry", strategy });
  });
  expect(answer).toMatchObject({ Status: "FAILED", Error: { ErrorType: "StepError" } });
  expect(backend.operation("1")?.StepDetails?.Error?.ErrorType).toBe("RangeError");
});

test("a strategy that changes the error does not change what is recorded", async () => {
  const backend = startBackend();
  await invoke(backend, async (context) => {
    const strategy = (error: Error) => {
      error.message = "changed";
      return { kind: "stop" } as const;
    };
    const body = () => Promise.reject(new Error("no money"));
    await context.step("charge", body, { semantics: "AtLeastOncePerRetry", strategy });
  });
  expect(backend.operation("1")?.StepDetails?.Error?.ErrorMessage).toBe("no money");
});

test("a paged log is read to its end before the handler starts, an empty first page too", async () => {
  const backend = startBackend({ pageSize: 1, firstPageSize: 0 });
  const handler = async (context: EngineContext) => {
    const given = await step(context, "charge", async () => Math.random());
    await context.wait("settle", 1);
    return given;
  };
  await invoke(backend, handler);
  backend.pass(1);
  const { answer, calls } = await invoke(backend, handler);
  expect(answer).toEqual({
    Status: "SUCCEEDED",
    Result: backend.operation("1")?.StepDetails?.Result,
  });
  expect(calls).toEqual([]);
});

test("an execution is known by its arn in every call", async () => {
  const backend = startBackend();
  const seen: string[] = [];
  const original = backend.service.checkpoint.bind(backend.service);
  backend.service.checkpoint = (request) => {
    seen.push(request.DurableExecutionArn);
    return original(request);
  };
  await invoke(backend, async (context) => step(context, "charge", async () => 1));
  expect(new Set(seen)).toEqual(new Set([ARN]));
});
