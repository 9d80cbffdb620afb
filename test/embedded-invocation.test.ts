/** How an invocation of the embedded engine ends: what it answers, what it throws, what it does no more. */
import { describe, expect, test } from "vitest";
import { ServiceError } from "../impl/backend/wire.ts";
import type { EngineContext } from "../impl/engine.ts";
import { startBackend } from "./backend-fixture.ts";
import { invoke, NEVER_RETRIED } from "./embedded-fixture.ts";

const PENDING = { Status: "PENDING" };
/** 6 MB without the envelope of an answer, and without the quotes of a text. */
const MOST_CHARACTERS = 6 * 1_024 * 1_024 - 50 - 2;

describe("a result of the handler", () => {
  test.each([
    [0, false],
    [1, true],
  ])("of the most bytes and %i is recorded, and not answered: %s", async (more, isRecorded) => {
    const text = "~".repeat(MOST_CHARACTERS + more);
    const { answer, calls } = await invoke(startBackend(), async () => text);
    const Payload = JSON.stringify(text);
    const update = { Id: "result-request", Type: "EXECUTION", Action: "SUCCEED", Payload };
    expect(calls).toEqual(isRecorded ? [[update]] : []);
    expect(answer).toEqual({ Status: "SUCCEEDED", Result: isRecorded ? "" : Payload });
  });

  test("that is undefined is none, and that is an error is no result", async () => {
    const nothing = await invoke(startBackend(), async () => undefined);
    expect(nothing).toEqual({ answer: { Status: "SUCCEEDED" }, calls: [] });
    const failing = async () => Promise.reject(new RangeError("~".repeat(10)));
    expect((await invoke(startBackend(), failing)).answer).toMatchObject({
      Status: "FAILED",
      Error: { ErrorType: "RangeError", ErrorMessage: "~".repeat(10) },
    });
  });
});

describe("a call that is refused", () => {
  const handler = (context: EngineContext) =>
    context.step("charge", async () => "charged", NEVER_RETRIED) as Promise<unknown>;
  const refused = (status: number | undefined, message = "no") =>
    invoke(startBackend(), handler, () => {
      throw new ServiceError("Refused", message, status);
    });

  test.each([undefined, 200, 399, 429, 500, 503])("with %s ends the invocation", async (status) => {
    await expect(refused(status)).rejects.toThrow("no");
  });

  test.each([400, 404, 428, 430, 499])("with %s ends the execution", async (status) => {
    const { answer } = await refused(status);
    const said = { ErrorType: "Refused", ErrorMessage: "no" };
    expect(answer).toEqual({ Status: "FAILED", Error: said });
  });

  test.each(["Invalid Checkpoint Token", "invalid checkpoint token: it is used up"])(
    "with 400 and %j ends the invocation",
    async (message) => {
      await expect(refused(400, message)).rejects.toThrow(message);
    },
  );

  test("without a status, as the network is gone, ends the invocation", async () => {
    const refuse = () => {
      throw new Error("socket hang up");
    };
    await expect(invoke(startBackend(), handler, refuse)).rejects.toThrow("socket hang up");
  });

  test("with 400 and a message that only mentions the token ends the execution", async () => {
    const { answer } = await refused(400, "an invalid checkpoint token");
    expect(answer.Status).toBe("FAILED");
  });

  test("before the handler has begun: a page of the log", async () => {
    const backend = startBackend({ pageSize: 1, firstPageSize: 1 });
    await invoke(backend, async (context) => {
      await handler(context);
      await context.wait("settle", 1);
    });
    backend.service.state = () => {
      throw new ServiceError("Refused", "no", 404);
    };
    let began = false;
    const { answer } = await invoke(backend, async () => {
      began = true;
    });
    expect([answer.Status, began]).toEqual(["FAILED", false]);
  });
});

describe("an end that user code can't catch", () => {
  const fails = async (): Promise<never> => {
    throw new Error("out of reach");
  };
  const serdes = { serialize: fails, deserialize: fails };
  const caught = async (promise: PromiseLike<unknown>) => {
    try {
      return await promise;
    } catch {
      return "caught";
    }
  };

  test("a serdes of the user's fails: the invocation throws, and the handler goes no further", async () => {
    let further = false;
    const invocation = invoke(startBackend(), async (context) => {
      await caught(context.step("charge", async () => 1, { ...NEVER_RETRIED, serdes }));
      further = true;
    });
    await expect(invocation).rejects.toThrow("out of reach");
    expect(further).toBe(false);
  });

  test("what JSON can't write fails the execution", async () => {
    let further = false;
    const { answer } = await invoke(startBackend(), async (context) => {
      await caught(context.step("charge", async () => 1n, NEVER_RETRIED));
      further = true;
    });
    expect(answer.Status).toBe("FAILED");
    expect(further).toBe(false);
  });

  test("nothing is recorded after either of them", async () => {
    for (const options of [NEVER_RETRIED, { ...NEVER_RETRIED, serdes }]) {
      const backend = startBackend();
      const invocation = invoke(backend, async (context) => {
        void caught(context.step("charge", async () => 1n, options));
        await new Promise((resolve) => setTimeout(resolve, 5));
        await context.step("ship", async () => "shipped", NEVER_RETRIED);
      });
      await invocation.catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(backend.log().map(({ Name }) => Name)).not.toContain("ship");
    }
  });
});

test("what goes on after the answer records nothing", async () => {
  const backend = startBackend();
  let entered = false;
  const { answer } = await invoke(backend, async (context) => {
    setTimeout(() => void context.step("late", async () => 1, NEVER_RETRIED), 5);
    return "answered";
  });
  expect(answer).toEqual({ Status: "SUCCEEDED", Result: '"answered"' });
  await invoke(startBackend(), async (context) => {
    setTimeout(() => {
      void context.step("late", async () => (entered = true), NEVER_RETRIED);
    }, 5);
    await context.wait("settle", 10);
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(backend.log().map(({ Name }) => Name)).not.toContain("late");
  expect(entered).toBe(false);
});

test("a handler that comes to rest and moves again within a turn is not suspended", async () => {
  const backend = startBackend();
  const { answer } = await invoke(backend, async (context) => {
    const wait = context.wait("settle", 1);
    const step = context.step("charge", async () => "charged", NEVER_RETRIED);
    await Promise.race([wait, step]);
    return "first";
  });
  expect(answer).toEqual({ Status: "SUCCEEDED", Result: '"first"' });
  const only = await invoke(startBackend(), async (context) => {
    await context.wait("settle", 1);
  });
  expect(only.answer).toEqual(PENDING);
});
