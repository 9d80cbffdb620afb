/** Results of contexts over 256 KB on the embedded engine: not recorded, and made again on replay. */
import { describe, expect, test } from "vitest";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import type { BatchView, EngineContext } from "../impl/engine.ts";
import { startBackend } from "./backend-fixture.ts";
import { invoke, NEVER_RETRIED } from "./embedded-fixture.ts";

const LARGE = "~".repeat(200_000);
const LIMIT_BYTES = 256 * 1_024;

function step(context: EngineContext, name: string, given: unknown = name) {
  return context.step(name, async () => given, NEVER_RETRIED);
}

function failing(context: EngineContext, name: string) {
  return context.step(name, () => Promise.reject(new RangeError("no money")), NEVER_RETRIED);
}

/** What a handler is given live, and by the invocation after; and what is in the log meanwhile. */
async function liveAndReplayed(call: (context: EngineContext) => PromiseLike<unknown>) {
  const backend = startBackend();
  const given: unknown[] = [];
  const handler = async (context: EngineContext) => {
    given.push(await call(context));
    await context.wait("settle", 1);
  };
  await invoke(backend, handler);
  const log = backend.log();
  backend.pass(1);
  const { answer, calls } = await invoke(backend, handler);
  expect(answer).toMatchObject({ Status: "SUCCEEDED" });
  expect(calls).toEqual([]);
  const [live, replayed] = given;
  return { live, replayed, entry: (id: string) => log.find(({ Id }) => Id === id) };
}

describe("a child", () => {
  test("with a large result has no payload, and its function runs again from what is below it", async () => {
    let runs = 0;
    const { live, replayed, entry } = await liveAndReplayed((context) =>
      context.child("order", async (inside) => {
        runs += 1;
        return [await step(inside, "charge", runs), LARGE, LARGE];
      }),
    );
    expect(entry("1")?.ContextDetails).toEqual({ Result: "", ReplayChildren: true });
    expect(live).toEqual([1, LARGE, LARGE]);
    expect(replayed).toEqual(live);
    expect(runs).toBe(2);
  });

  test.each([
    [0, undefined],
    [1, true],
  ])("with a result of 256 KB and %d bytes is made again: %s", async (more, isMadeAgain) => {
    const text = "~".repeat(LIMIT_BYTES - 2 + more);
    const { entry } = await liveAndReplayed((context) => context.child("order", async () => text));
    expect(entry("1")?.ContextDetails?.ReplayChildren).toBe(isMadeAgain);
  });

  test("that is made again records nothing that was not there", async () => {
    const backend = startBackend();
    let ran = false;
    const handler = (isChanged: boolean) => async (context: EngineContext) => {
      await context.child("order", async (inside) => {
        if (isChanged) {
          inside.step(
            "ship",
            async () => {
              ran = true;
            },
            NEVER_RETRIED,
          );
          inside.child("inner", async () => {
            ran = true;
          });
        }
        return [LARGE, LARGE];
      });
      await context.wait("settle", 1);
    };
    await invoke(backend, handler(false));
    backend.pass(1);
    const { answer, calls } = await invoke(backend, handler(true));
    expect([answer.Status, calls, ran]).toEqual(["SUCCEEDED", [], false]);
  });
});

describe("a batch with a large result", () => {
  const branches = ["first", "second", "third"].map((name) => ({
    name,
    body: async (context: EngineContext) => {
      if (name === "second") return failing(context, `${name}-step`);
      return [await step(context, `${name}-step`), LARGE];
    },
  }));

  test("leaves its values out, and has them again from its branches; errors are as they were", async () => {
    const { live, replayed, entry } = await liveAndReplayed((context) =>
      context.batch("map", "fan", branches, {
        flat: false,
        completion: { toleratedFailureCount: 1 },
      }),
    );
    const { Result, ReplayChildren } = entry("1")?.ContextDetails ?? {};
    expect(ReplayChildren).toBe(true);
    const { reason, items } = JSON.parse(Result ?? "") as BatchView;
    expect(reason).toBe("ALL_COMPLETED");
    expect(items[1]).toMatchObject({ index: 1, status: "FAILED", error: { message: "no money" } });
    expect([items[0], items[2]]).toEqual([
      { index: 0, status: "SUCCEEDED", value: null },
      { index: 2, status: "SUCCEEDED", value: null },
    ]);
    expect(live).toMatchObject({
      reason: "ALL_COMPLETED",
      items: [
        { index: 0, status: "SUCCEEDED", value: ["first-step", LARGE] },
        { index: 1, status: "FAILED", error: { message: "no money" } },
        { index: 2, status: "SUCCEEDED", value: ["third-step", LARGE] },
      ],
    });
    expect(replayed).toEqual(live);
  });

  test("says of a branch that was under way that it was", async () => {
    const large = [
      ...["first", "second"].map((name) => ({ name, body: async () => LARGE })),
      { name: "slow", body: async (context: EngineContext) => context.wait("rest", 9) },
    ];
    const { live, replayed } = await liveAndReplayed((context) =>
      context.batch("parallel", "fan", large, { flat: false, completion: { minSuccessful: 2 } }),
    );
    const statuses = (given: unknown) => (given as BatchView).items.map(({ status }) => status);
    expect(statuses(live)).toEqual(["SUCCEEDED", "SUCCEEDED", "STARTED"]);
    expect(replayed).toEqual(live);
  });
});

describe("combinators", () => {
  const combine =
    (kind: "all" | "allSettled" | "any" | "race") => async (context: EngineContext) => {
      const operands = [failing(context, "charge"), step(context, "ship")];
      try {
        return await context.combine(kind, "both", operands);
      } catch (error) {
        return (error as Error).message;
      }
    };

  test.each([
    ["all", "no money"],
    ["any", "ship"],
    ["race", "no money"],
  ] as const)("%s of one that fails and one that does not", async (kind, given) => {
    const { live, replayed } = await liveAndReplayed(combine(kind));
    expect([live, replayed]).toEqual([given, given]);
  });

  test("allSettled tells what has become of each", async () => {
    const { live, replayed } = await liveAndReplayed(combine("allSettled"));
    expect(live).toEqual([
      {
        status: "rejected",
        reason: {
          name: "StepError",
          message: "no money",
          cause: { name: "RangeError", message: "no money" },
        },
      },
      { status: "fulfilled", value: "ship" },
    ]);
    expect(replayed).toEqual(live);
  });

  test("any with a large result is won by the same operand again", async () => {
    const large = [LARGE, LARGE];
    const { live, replayed, entry } = await liveAndReplayed((context) =>
      context.combine("any", "one", [
        failing(context, "charge"),
        context.child("order", async () => large),
      ]),
    );
    expect(entry("3")?.ContextDetails).toEqual({ Result: "1", ReplayChildren: true });
    expect(live).toEqual(large);
    expect(replayed).toEqual(large);
  });
});

test("the engine is called embedded", () => {
  expect(createEmbeddedEngine().name).toBe("embedded");
});
