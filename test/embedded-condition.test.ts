/** Conditions on the embedded engine, by their polls. */
import { describe, expect, test } from "vitest";
import type { EngineContext } from "../impl/engine.ts";
import { startBackend } from "./backend-fixture.ts";
import {
  type Handler,
  invoke,
  NEVER_RETRIED,
  PENDING,
  thrownBy,
  value,
} from "./embedded-fixture.ts";

describe("a condition", () => {
  type Options = Parameters<EngineContext["waitForCondition"]>[2];
  /** Counts up to 3, and tells what it was given. */
  const counting = (seen: unknown[], options: Partial<Options> = {}): Handler => {
    const check = async (state: unknown, attempt: number | undefined) => {
      seen.push([state, attempt]);
      return (state as number) + 1;
    };
    return (context) =>
      thrownBy(
        context.waitForCondition("job", check, {
          initialState: 0,
          strategy: (state) =>
            state === 3 ? { kind: "stop" } : { kind: "retry", delaySeconds: 4 },
          ...options,
        }),
      );
  };

  test("polls with the state of the poll before, as far apart as its strategy says", async () => {
    const backend = startBackend();
    const seen: unknown[] = [];
    const handler = counting(seen);
    for (const state of ["1", "2"]) {
      expect((await invoke(backend, handler)).answer).toEqual(PENDING);
      const entry = backend.operation("1");
      expect(entry).toMatchObject({ SubType: "WaitForCondition", Status: "PENDING" });
      expect(entry?.StepDetails?.Result).toBe(state);
      expect(backend.pass(3)).toEqual([]);
      expect(backend.pass(1)).toEqual(["1"]);
    }
    expect((await invoke(backend, handler)).answer).toEqual(value({ value: 3 }));
    expect(seen).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect((await invoke(backend, handler)).answer).toEqual(value({ value: 3 }));
    expect(seen).toHaveLength(3);
  });

  test("waits a second where the strategy names no delay", async () => {
    const backend = startBackend();
    await invoke(backend, counting([], { strategy: () => ({ kind: "retry" }) }));
    expect(backend.pass(1)).toEqual(["1"]);
  });

  test("has its state written and read by its serdes, the strategy's too", async () => {
    const backend = startBackend();
    const [seen, asked]: [unknown[], unknown[]] = [[], []];
    const serdes = {
      serialize: async (state: unknown) => `<${state}>`,
      deserialize: async (text: string | undefined) => Number(text?.slice(1, -1)),
    };
    const strategy: Options["strategy"] = (state, attempt) => {
      asked.push([state, attempt]);
      return state === 2 ? { kind: "stop" } : { kind: "retry" };
    };
    const handler = counting(seen, { serdes, strategy });
    await invoke(backend, handler);
    expect(backend.operation("1")?.StepDetails?.Result).toBe("<1>");
    backend.pass(1);
    expect((await invoke(backend, handler)).answer).toEqual(value({ value: 2 }));
    expect(seen).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(asked).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });

  test.each<[string, Handler]>([
    [
      "poll",
      (context) =>
        thrownBy(
          context.waitForCondition("job", () => Promise.reject(new RangeError("no idea")), {
            initialState: 0,
            strategy: () => ({ kind: "retry" }),
          }),
        ),
    ],
    [
      "strategy",
      counting([], {
        strategy: () => {
          throw new RangeError("no idea");
        },
      }),
    ],
  ])("ends with the error of a %s that throws, live and on replay", async (_, handler) => {
    const backend = startBackend();
    const cause = { name: "RangeError", message: "no idea" };
    const failed = value({ name: "WaitForConditionError", message: "no idea", cause });
    expect((await invoke(backend, handler)).answer).toEqual(failed);
    expect(backend.operation("1")).toMatchObject({ Status: "FAILED" });
    expect((await invoke(backend, handler)).answer).toEqual(failed);
  });

  test("that was interrupted polls again", async () => {
    const backend = startBackend();
    const poll = { Id: "1", Type: "STEP", SubType: "WaitForCondition", Name: "job" } as const;
    backend.checkpoint({ ...poll, Action: "START" });
    const seen: unknown[] = [];
    expect((await invoke(backend, counting(seen))).answer).toEqual(PENDING);
    expect(seen).toEqual([[0, 1]]);
  });
});

test("a step that is called before the error of an operation is known runs all the same", async () => {
  const backend = startBackend();
  const { answer } = await invoke(backend, async (context) => {
    const failing = context.step("charge", () => Promise.reject(new Error("no")), NEVER_RETRIED);
    const shipped = await context.step("ship", async () => "shipped", NEVER_RETRIED);
    return [shipped, await thrownBy(failing)];
  });
  const cause = { name: "Error", message: "no" };
  expect(answer).toEqual(value(["shipped", { name: "StepError", message: "no", cause }]));
});
