/** What others end, on the embedded engine: invoked functions, callbacks, and conditions by their polls. */
import { describe, expect, test } from "vitest";
import type { EngineContext } from "../impl/engine.ts";
import { type Backend, startBackend } from "./backend-fixture.ts";
import { invoke, NEVER_RETRIED } from "./embedded-fixture.ts";

const PENDING = { Status: "PENDING" };
const value = (given: unknown) => ({ Status: "SUCCEEDED", Result: JSON.stringify(given) });
const BANK = { ErrorType: "BankError", ErrorMessage: "no money" };
const BANK_VIEW = { name: "BankError", message: "no money" };

type Handler = (context: EngineContext) => Promise<unknown>;

/** What a promise throws: its name, its message, and the same of its cause. */
async function thrownBy(promise: PromiseLike<unknown>): Promise<unknown> {
  try {
    return { value: await promise };
  } catch (error) {
    const { name, message, cause } = error as Error;
    const { name: by, message: why } = cause as Error;
    return { name, message, cause: { name: by, message: why } };
  }
}

/** The answer after an invocation that suspends, and what the outside does then. */
async function afterwards(handler: Handler, act: (backend: Backend) => void) {
  const backend = startBackend();
  expect((await invoke(backend, handler)).answer).toEqual(PENDING);
  act(backend);
  const { answer, calls } = await invoke(backend, handler);
  expect(calls, "a replay starts nothing again").toEqual([]);
  return answer;
}

const BANK_CALL = { functionName: "bank:live", input: { amount: 3 } };

describe("an invoked function", () => {
  const pay: Handler = (context) => thrownBy(context.invoke("pay", BANK_CALL));

  test("is started by its name, and gives its result as JSON", async () => {
    const answer = await afterwards(pay, (backend) => {
      expect(backend.operation("1")).toMatchObject({
        Type: "CHAINED_INVOKE",
        SubType: "ChainedInvoke",
        Name: "pay",
        Status: "STARTED",
      });
      expect(backend.service.endFromOutside("1", "SUCCEEDED", { Result: '{"paid":3}' })).toBe(true);
    });
    expect(answer).toEqual(value({ value: { paid: 3 } }));
  });

  test("is the one that was asked for, with the input as JSON", async () => {
    const { calls } = await invoke(startBackend(), pay);
    const ChainedInvokeOptions = { FunctionName: "bank:live" };
    expect(calls).toMatchObject([
      [{ Id: "1", Action: "START", ChainedInvokeOptions, Payload: '{"amount":3}' }],
    ]);
  });

  test("may give nothing, or what its reader makes of the text", async () => {
    const read: Handler = (context) =>
      thrownBy(context.invoke("pay", BANK_CALL, { deserialize: async (text) => `read ${text}` }));
    const end = (Result?: string) => (backend: Backend) =>
      backend.service.endFromOutside("1", "SUCCEEDED", Result === undefined ? {} : { Result });
    expect(await afterwards(pay, end())).toEqual(value({}));
    expect(await afterwards(read, end("plain"))).toEqual(value({ value: "read plain" }));
  });

  test.each(["FAILED", "TIMED_OUT", "STOPPED"] as const)("%s is an InvokeError", async (status) => {
    const answer = await afterwards(pay, (backend) =>
      backend.service.endFromOutside("1", status, { Error: BANK }),
    );
    expect(answer).toEqual(value({ name: "InvokeError", message: "no money", cause: BANK_VIEW }));
  });

  test("goes on until it has ended, whatever else happens", async () => {
    const backend = startBackend();
    const handler: Handler = async (context) => {
      const paid = context.invoke("pay", BANK_CALL);
      await context.wait("settle", 1);
      return paid;
    };
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    backend.pass(1);
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    backend.service.endFromOutside("1", "SUCCEEDED", { Result: "3" });
    expect((await invoke(backend, handler)).answer).toEqual(value(3));
  });
});

describe("a callback", () => {
  const callback =
    (options: Parameters<EngineContext["callback"]>[1] = {}): Handler =>
    async (context) => {
      const { result } = await context.callback("approval", options);
      return thrownBy(result);
    };

  test.each([
    [{}, {}],
    [{ timeoutSeconds: 9 }, { TimeoutSeconds: 9 }],
    [{ heartbeatSeconds: 3 }, { HeartbeatTimeoutSeconds: 3 }],
  ])("with %j is started so", async (options, CallbackOptions) => {
    const { calls } = await invoke(startBackend(), callback(options));
    const identity = { Type: "CALLBACK", SubType: "Callback", Name: "approval" };
    expect(calls).toEqual([[{ Id: "1", ...identity, Action: "START", CallbackOptions }]]);
  });

  test("gives the id by which it is ended, live and on replay", async () => {
    const backend = startBackend();
    const given: string[] = [];
    const handler: Handler = async (context) => {
      const { id, result } = await context.callback("approval", {});
      given.push(id);
      await context.waitForCallback("receipt", async (own) => void given.push(own), {});
      return result;
    };
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    const ids = ["1", "2-1"].map((id) => backend.operation(id)?.CallbackDetails?.CallbackId);
    expect(ids).toEqual(["callback-1", "callback-2-1"]);
    expect(given).toEqual([...ids, ids[0]]);
  });

  test("gives the text that was sent, as it came or as it is read", async () => {
    const end = (backend: Backend) =>
      backend.service.endFromOutside("1", "SUCCEEDED", { Result: '{"yes":1}' });
    const read = callback({ deserialize: async (text) => JSON.parse(text ?? "") });
    expect(await afterwards(callback(), end)).toEqual(value({ value: '{"yes":1}' }));
    expect(await afterwards(read, end)).toEqual(value({ value: { yes: 1 } }));
  });

  test("that fails is a CallbackError", async () => {
    const answer = await afterwards(callback(), (backend) =>
      backend.service.endFromOutside("1", "FAILED", { Error: BANK }),
    );
    expect(answer).toEqual(value({ name: "CallbackError", message: "no money", cause: BANK_VIEW }));
  });

  test.each([
    [{ timeoutSeconds: 9 }, 9, "Callback timed out"],
    [{ heartbeatSeconds: 3 }, 3, "Callback timed out on heartbeat"],
  ])("with %j is a CallbackTimeoutError after %d s", async (options, seconds, message) => {
    const answer = await afterwards(callback(options), (backend) => {
      expect(backend.pass(seconds - 1)).toEqual([]);
      expect(backend.pass(1)).toEqual(["1"]);
    });
    const cause = { name: "Error", message };
    expect(answer).toEqual(value({ name: "CallbackTimeoutError", message, cause }));
  });

  test("is there before anybody waits for it", async () => {
    const backend = startBackend();
    const seen: unknown[] = [];
    await invoke(backend, async (context) => {
      await context.callback("approval", {});
      seen.push(backend.operation("1")?.Status);
      await context.wait("settle", 1);
    });
    expect(seen).toEqual(["STARTED"]);
  });
});

describe("waiting for a callback", () => {
  const submitted =
    (deserialize?: (text: string | undefined) => Promise<unknown>): Handler =>
    async (context) =>
      context.waitForCallback(
        "approval",
        async () => {},
        deserialize === undefined ? {} : { deserialize },
      );

  test("is a context with a callback and the submitter", async () => {
    const backend = startBackend();
    expect((await invoke(backend, submitted())).answer).toEqual(PENDING);
    const log = backend.log().slice(1);
    expect(log.map(({ Id, SubType, Name, ParentId }) => [Id, SubType, Name, ParentId])).toEqual([
      ["1", "WaitForCallback", "approval", undefined],
      ["1-1", "Callback", "approval-callback", "1"],
      ["1-2", "Step", "approval-submitter", "1"],
    ]);
  });

  test("gives the text, or what its reader makes of it, live and on replay", async () => {
    for (const [deserialize, given] of [
      [undefined, "yes"],
      [async (text: string | undefined) => `read ${text}`, "read yes"],
    ] as const) {
      const backend = startBackend();
      const handler: Handler = async (context) => {
        const first = await submitted(deserialize)(context);
        await context.wait("settle", 1);
        return first;
      };
      await invoke(backend, handler);
      backend.service.endFromOutside("1-1", "SUCCEEDED", { Result: "yes" });
      expect((await invoke(backend, handler)).answer).toEqual(PENDING);
      expect(backend.operation("1")?.ContextDetails?.Result).toBe('"yes"');
      backend.pass(1);
      expect((await invoke(backend, handler)).answer).toEqual(value(given));
    }
  });

  test("fails as its submitter, or as its callback does", async () => {
    const failing: Handler = (context) =>
      thrownBy(
        context.waitForCallback("approval", () => Promise.reject(new RangeError("no idea")), {
          strategy: () => ({ kind: "stop" }),
        }),
      );
    const { answer } = await invoke(startBackend(), failing);
    const by = (name: string, message: string) =>
      value({ name: "ChildContextError", message, cause: { name, message } });
    expect(answer).toEqual(by("StepError", "no idea"));

    const backend = startBackend();
    const handler: Handler = (context) => thrownBy(submitted()(context));
    await invoke(backend, handler);
    backend.service.endFromOutside("1-1", "FAILED", { Error: BANK });
    expect((await invoke(backend, handler)).answer).toEqual(by("CallbackError", "no money"));
  });

  test("retries its submitter by the default where it has no strategy", async () => {
    const backend = startBackend();
    const handler: Handler = async (context) =>
      context.waitForCallback("approval", () => Promise.reject(new Error("once more")), {});
    expect((await invoke(backend, handler)).answer).toEqual(PENDING);
    expect(backend.operation("1-2")).toMatchObject({ Status: "PENDING" });
  });
});

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
