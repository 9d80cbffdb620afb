/** Invoked functions on the embedded engine. */
import { describe, expect, test } from "vitest";
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
