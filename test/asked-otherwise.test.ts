/** Whether outside parties are asked for what the handler has asked for, and by the right id. */
import * as Schema from "effect/Schema";
import { describe, expect, test } from "vitest";
import type { WireUpdate } from "../impl/backend/wire.ts";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import type { Engine, EngineContext, EngineInvocation } from "../impl/engine.ts";
import { requestOf } from "../impl/invoked.ts";
import { Outside } from "../impl/simulated/outside.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import { Event } from "../model/history.ts";
import type { Operation } from "../model/workflow.ts";
import { caseOf } from "./small-cases.ts";

const end = { does: "succeed", seconds: 3 } as const;
const OPERATIONS: readonly Operation[] = [
  { kind: "invoke", name: "pay", end, onError: "throw" },
  { kind: "callback", name: "approval", end, onError: "throw" },
];
const outside = () => new Outside({ operations: OPERATIONS });

const { functionName, input } = requestOf("pay");
const START: WireUpdate = {
  Id: "1",
  Type: "CHAINED_INVOKE",
  Action: "START",
  ChainedInvokeOptions: { FunctionName: functionName },
  Payload: JSON.stringify(input),
};

describe("what is invoked", () => {
  const hear = (change: Partial<WireUpdate>, name = "pay") =>
    outside().hear({ ...START, ...change }, name, 0);

  test("is what was asked for, however the input is spaced", () => {
    expect(hear({})).toBeUndefined();
    expect(hear({ Payload: JSON.stringify(input, null, 2) })).toBeUndefined();
  });

  test.each([
    [{ ChainedInvokeOptions: { FunctionName: "other" } }, "function", "other"],
    [{ ChainedInvokeOptions: undefined }, "function", "nothing"],
    [{ Payload: '{"askedBy":"other"}' }, "input", '{"askedBy":"other"}'],
    [{ Payload: undefined }, "input", "nothing"],
    [{ Payload: "{" }, "input", "{"],
  ])("is something else: %j", (change, what, found) => {
    expect(hear(change)).toEqual({ what, found });
  });

  test("is nobody's business where the workflow has nobody of that name", () => {
    expect(hear({ Payload: "{" }, "somebody")).toBeUndefined();
  });

  test("is asked of an invoke alone, whatever the workflow has by that name", () => {
    expect(hear({ Type: "CALLBACK" })).toBeUndefined();
    expect(hear({ Action: "SUCCEED" })).toBeUndefined();
  });
});

describe("the id of a callback", () => {
  const approve = caseOf([OPERATIONS[1] as Operation]);
  const withCallback = (callback: EngineContext["callback"]): Engine => {
    const right = createEmbeddedEngine();
    const handler =
      (invocation: EngineInvocation): EngineInvocation["handler"] =>
      (context, given) =>
        invocation.handler(Object.assign(context, { callback }), given);
    return {
      ...right,
      invoke: (invocation) => right.invoke({ ...invocation, handler: handler(invocation) }),
    };
  };

  test.each([[undefined], [null], [7], [{ id: "callback-1" }], [""]])(
    "that is %j is told, in a history that can be read again",
    async (id) => {
      const engine = withCallback(async () => ({ id, result: Promise.resolve() }) as never);
      const { history } = await runSimulated(approve, engine);
      const told = history.filter(({ kind }) => kind === "asked-otherwise");
      expect(told).toMatchObject([{ operation: "approval", what: "callback-id" }]);
      const text = JSON.stringify(history);
      expect(Schema.decodeUnknownSync(Schema.Array(Event))(JSON.parse(text))).toEqual(
        JSON.parse(text),
      );
    },
  );

  test("is that of the callback of this name, once it is started", () => {
    const parties = outside();
    expect(parties.reaches("approval", "callback-2"), "it is not there yet").toBe(false);
    parties.hear({ Id: "2", Type: "CALLBACK", Action: "START" }, "approval", 0);
    expect(parties.reaches("approval", "callback-2")).toBe(true);
    expect(parties.reaches("approval", "2")).toBe(false);
    expect(parties.reaches("approval", "")).toBe(false);
    expect(parties.reaches("approval", undefined)).toBe(false);
    for (const other of ["another", "pay"]) expect(parties.reaches(other, "2")).toBe(true);
  });
});
