/** What the log of the embedded engine has of each operation: its place, its kind, its name. */
import { describe, expect, test } from "vitest";
import type { EngineContext } from "../impl/engine.ts";
import { startBackend } from "./backend-fixture.ts";
import { type Invoked, invoke, NEVER_RETRIED } from "./embedded-fixture.ts";

type Handler = (context: EngineContext) => Promise<unknown>;
const value = (given: unknown) => ({ Status: "SUCCEEDED", Result: JSON.stringify(given) });

/** Id, kind, name and parent of all that was sent, in the order of the ids. */
function sentIn({ calls }: Invoked): readonly (readonly unknown[])[] {
  const identities = new Map(
    calls
      .flat()
      .map(({ Id, Type, SubType, Name, ParentId }) => [Id, [Id, Type, SubType, Name, ParentId]]),
  );
  return [...identities]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, sent]) => sent);
}

function step(context: EngineContext, name: string, given: unknown = name) {
  return context.step(name, async () => given, NEVER_RETRIED);
}

const branches = ["first", "second"].map((name) => ({
  name,
  body: async (context: EngineContext) => step(context, `${name}-step`),
}));

async function logAfter(handler: Handler) {
  const invoked = await invoke(startBackend(), handler);
  expect(invoked.answer).toMatchObject({ Status: "SUCCEEDED" });
  return { log: sentIn(invoked), answer: invoked.answer };
}

describe("a batch", () => {
  test.each([
    ["map", "Map", "MapIteration"],
    ["parallel", "Parallel", "ParallelBranch"],
  ] as const)(
    "%s has an entry, one for each branch, and what is in them",
    async (kind, ...kinds) => {
      const { log } = await logAfter(async (context) =>
        context.batch(kind, "fan", branches, { flat: false, maxConcurrency: 1 }),
      );
      const [whole, branch] = kinds;
      expect(log).toEqual([
        ["1", "CONTEXT", whole, "fan", undefined],
        ["1-1", "CONTEXT", branch, "first", "1"],
        ["1-1-1", "STEP", "Step", "first-step", "1-1"],
        ["1-2", "CONTEXT", branch, "second", "1"],
        ["1-2-1", "STEP", "Step", "second-step", "1-2"],
      ]);
    },
  );

  test("that is flat has no entries for its branches, and the same places", async () => {
    const { log, answer } = await logAfter(async (context) =>
      context.batch("map", "fan", branches, { flat: true, maxConcurrency: 1 }),
    );
    expect(log).toEqual([
      ["1", "CONTEXT", "Map", "fan", undefined],
      ["1-1-1", "STEP", "Step", "first-step", "1"],
      ["1-2-1", "STEP", "Step", "second-step", "1"],
    ]);
    const items = [
      { index: 0, status: "SUCCEEDED", value: "first-step" },
      { index: 1, status: "SUCCEEDED", value: "second-step" },
    ];
    expect(answer).toEqual(value({ reason: "ALL_COMPLETED", items }));
  });

  test.each([true, false])(
    "has its items written and read by their serdes (flat: %s)",
    async (flat) => {
      const itemSerdes = {
        serialize: async (given: unknown) => `<${given}>`,
        deserialize: async (text: string | undefined) => `read ${text}`,
      };
      const { answer } = await logAfter(async (context) => {
        const { items } = await context.batch("map", "fan", branches, { flat, itemSerdes });
        return items.map((item) => ("value" in item ? item.value : item.status));
      });
      expect(answer).toEqual(value(["read <first-step>", "read <second-step>"]));
    },
  );
});

test("children and combinators are contexts", async () => {
  const { log } = await logAfter(async (context) => {
    await context.child("order", async (inside) => step(inside, "charge"));
    await context.combine("all", "both", [step(context, "ship"), step(context, "audit")]);
  });
  expect(log).toEqual([
    ["1", "CONTEXT", "RunInChildContext", "order", undefined],
    ["1-1", "STEP", "Step", "charge", "1"],
    ["2", "STEP", "Step", "ship", undefined],
    ["3", "STEP", "Step", "audit", undefined],
    ["4", "CONTEXT", "RunInChildContext", "both", undefined],
  ]);
});

test("a wait and an invoked function are what they are called", async () => {
  const invoked = await invoke(startBackend(), async (context) => {
    const paid = context.invoke("pay", { functionName: "bank", input: null });
    await context.wait("settle", 1);
    await paid;
  });
  expect(sentIn(invoked)).toEqual([
    ["1", "CHAINED_INVOKE", "ChainedInvoke", "pay", undefined],
    ["2", "WAIT", "Wait", "settle", undefined],
  ]);
});

test("a callback in another place fails the execution, and gives nothing", async () => {
  const backend = startBackend();
  await invoke(backend, async (context) => {
    await step(context, "charge");
    await context.wait("settle", 1);
  });
  backend.pass(1);
  let given = false;
  const { answer, calls } = await invoke(backend, async (context) => {
    await context.callback("approval", {});
    given = true;
  });
  const message = "The handler has called Callback approval where the log has Step charge";
  const error = { ErrorType: "NonDeterministicExecutionError", ErrorMessage: message };
  expect(answer).toEqual({ Status: "FAILED", Error: error });
  expect([given, calls]).toEqual([false, []]);
});

test("an entry without kind and name is told by its type", async () => {
  const backend = startBackend();
  backend.checkpoint({ Id: "1", Type: "WAIT", Action: "START", WaitOptions: { WaitSeconds: 1 } });
  const { answer } = await invoke(backend, async (context) => step(context, "charge"));
  expect(answer).toMatchObject({
    Error: { ErrorMessage: "The handler has called Step charge where the log has WAIT " },
  });
});

test("the submitter of a wait-for-callback has the strategy that it is given", async () => {
  const backend = startBackend();
  const asked: number[] = [];
  await invoke(backend, async (context) =>
    context.waitForCallback("approval", () => Promise.reject(new Error("once more")), {
      strategy: (_, attempt) => {
        asked.push(attempt);
        return { kind: "retry", delaySeconds: 7 };
      },
    }),
  );
  expect(asked).toEqual([1]);
  expect(backend.pass(6)).toEqual([]);
  expect(backend.pass(1)).toEqual(["1-2"]);
});

test("a context has a helper for retries", async () => {
  let given: unknown;
  await invoke(startBackend(), async (context) => {
    given = context.retryHelper?.({ policy: "linear", attempts: 1 })?.(new Error("no"), 1);
  });
  expect(given).toEqual({ kind: "stop" });
});

test("what comes of an operation whose context is over reaches nobody", async () => {
  const backend = startBackend();
  const heard: unknown[] = [];
  let late: PromiseLike<unknown> | undefined;
  const { answer } = await invoke(backend, async (context) => {
    await context.child("order", async (inside) => {
      late = inside.step(
        "charge",
        () => new Promise((resolve) => setTimeout(() => resolve("late"), 5)),
        NEVER_RETRIED,
      );
      late.then(
        (given) => heard.push(given),
        (error) => heard.push(error),
      );
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    return "done";
  });
  expect(answer).toEqual(value("done"));
  expect(heard).toEqual([]);
});
