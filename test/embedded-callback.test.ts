/** Callbacks on the embedded engine, and waiting for one. */
import { describe, expect, test } from "vitest";
import type { EngineContext } from "../impl/engine.ts";
import { type Backend, startBackend } from "./backend-fixture.ts";
import {
  afterwards,
  BANK,
  BANK_VIEW,
  type Handler,
  invoke,
  PENDING,
  thrownBy,
  value,
} from "./embedded-fixture.ts";

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
