/** What an interrupted invocation does afterwards reaches neither the service nor the history. */
import { describe, expect, test } from "vitest";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import type { Engine } from "../impl/engine.ts";
import { withSteps } from "../impl/faulty/faulty.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import { type Case, makeCase } from "../model/case.ts";
import type { Interruption } from "../model/schedule.ts";
import type { Operation, Step } from "../model/workflow.ts";
import { createMeddlingEngine, type Meddling, type Remains } from "./meddling-engine.ts";
import { condition } from "./small-cases.ts";

const step = (name: string): Step => ({
  kind: "step",
  name,
  semantics: "AtLeastOncePerRetry",
  retry: { policy: "never" },
  runs: [{ does: "return", milliseconds: 50 }],
  onError: "throw",
});

/** A case that is interrupted at these points. */
function interruptedAt(...interruptions: Interruption[]): Case {
  const operations = [step("a"), { kind: "wait", name: "w", seconds: 1 }, step("b")] as const;
  return makeCase(
    { operations },
    { interruptions },
    { invocationSeconds: 5, executionSeconds: 60 },
  );
}

/** Everything that is left in an interrupted invocation's hands, used. */
function actOnAll({ invocation, context, bodies }: Remains, token: string): void {
  const { arn, transport } = invocation;
  const request = { DurableExecutionArn: arn, CheckpointToken: token };
  const update = { Id: "late", Name: "late", Type: "STEP", Action: "START" } as const;
  void transport.checkpoint({ ...request, Updates: [update] });
  void transport.checkpoint(request);
  void transport.getExecutionState(request);
  for (const body of bodies.values()) void body(1);
  void invocation.handler(context, undefined);
  void context.step("late", async () => "late", { semantics: "AtLeastOncePerRetry" });
  void context.wait("late", 1);
}

/** Acts some microtasks later. */
async function afterMicrotasks(count: number, act: () => void): Promise<void> {
  for (let microtask = 0; microtask < count; microtask += 1) await undefined;
  act();
}

/** What there is to see of a run: its history, and what the service told the engine. */
async function see(case_: Case, meddling: Meddling) {
  const engine = createMeddlingEngine(meddling);
  const { history, leftovers } = await runSimulated(case_, engine);
  return { seen: JSON.stringify({ history, told: engine.told }), leftovers };
}

describe("an invocation that was interrupted by the body it runs", () => {
  const case_ = interruptedAt(
    { edge: "body-entered", operation: "a", occurrence: 1 },
    { edge: "body-entered", operation: "b", occurrence: 1 },
  );
  /** Acts right after the first time that each body has been entered: that is after the interruption. */
  const meddle = (act: (remains: Remains) => void): Meddling => {
    const met = new Set<string>();
    return {
      onBody: (remains, operation) => {
        if (!met.has(operation)) act(remains);
        met.add(operation);
      },
    };
  };
  const act = (remains: Remains) => actOnAll(remains, remains.invocation.token);

  test.each<readonly [string, (remains: Remains) => void]>([
    ["at once", act],
    ["in a microtask", (remains) => queueMicrotask(() => act(remains))],
    ["with an answer", (remains) => remains.answer("SUCCEEDED")],
  ])("can act %s: it is counted and nothing else", async (_, acts) => {
    const honest = await see(case_, {});
    const meddled = await see(case_, meddle(acts));
    expect(meddled.seen).toBe(honest.seen);
    expect(honest.leftovers).toBe(0);
    expect(meddled.leftovers).toBeGreaterThan(0);
  });

  test.each<readonly [string, (late: () => void) => unknown]>([
    ["setImmediate", (late) => setImmediate(late)],
    ["setTimeout", (late) => setTimeout(late, 1)],
    ["setTimeout, for when the next one runs", (late) => setTimeout(late, 20)],
    ["setInterval", (late) => setInterval(late, 7)],
  ])("can set a timer by %s: it never fires", async (_, set) => {
    const honest = await see(case_, {});
    let sets = 0;
    let fires = 0;
    const meddled = await see(
      case_,
      meddle((remains) => {
        sets += 1;
        set(() => {
          fires += 1;
          act(remains);
        });
      }),
    );
    expect(meddled.seen).toBe(honest.seen);
    expect({ sets, fires }).toEqual({ sets: 2, fires: 0 });
  });
});

describe.each<Interruption>([
  { edge: "operation-called", operation: "a", occurrence: 1 },
  { edge: "body-entered", operation: "a", occurrence: 1 },
  { edge: "body-finished", operation: "a", occurrence: 1 },
  { edge: "operation-resolved", operation: "b", occurrence: 1 },
  { edge: "checkpoint-requested", operation: "a", action: "SUCCEED", occurrence: 1 },
  { edge: "checkpoint-recorded", operation: "w", action: "START", occurrence: 1 },
  { edge: "checkpoint-replied", operation: "b", action: "START", occurrence: 1 },
  { edge: "invocation-answered", occurrence: 1 },
])("an invocation that was interrupted at $edge", (interruption) => {
  const case_ = interruptedAt(interruption);
  type Act = (remains: Remains, token: string) => void;
  test.each<readonly [string, Act]>([
    ["as the next one starts, with its token", actOnAll],
    ["while the next one runs", (...given) => void afterMicrotasks(20, () => actOnAll(...given))],
    ["with an answer for the next one", (remains) => remains.answer("SUCCEEDED")],
    ["with a suspension of the next one", (remains) => remains.answer("PENDING")],
  ])("can act %s: nothing comes of it", async (_, act) => {
    const honest = await see(case_, {});
    let acts = 0;
    const meddled = await see(case_, {
      onInvocation: (earlier, token) => {
        for (const remains of earlier) {
          acts += 1;
          act(remains, token);
        }
      },
    });
    expect(meddled.seen).toBe(honest.seen);
    expect(acts).toBeGreaterThan(0);
  });
});

test("an invocation that has answered is over as well", async () => {
  const case_ = interruptedAt();
  const honest = await see(case_, {});
  const meddled = await see(case_, {
    onInvocation: (earlier, token) => {
      for (const remains of earlier) actOnAll(remains, token);
    },
  });
  expect(meddled.seen).toBe(honest.seen);
  expect(meddled.leftovers).toBeGreaterThan(0);
  expect(honest.seen).toContain('"SUCCEEDED"');
});

describe("what is left of an invocation that has answered goes on for a while", () => {
  const work = (milliseconds: number) => ({ kind: "work", name: "work", milliseconds }) as const;
  const faulty = createLateEngine();
  /** What nobody awaits works, and then calls a step, with the handler long at its end. */
  const aside = (milliseconds: number, ...then: readonly Step[]) =>
    makeCase({
      operations: [
        {
          kind: "child",
          name: "aside",
          operations: [work(milliseconds), ...then],
          onError: "throw",
          awaited: "never",
        },
      ],
    });
  const run = async (case_: Case, engine: Engine) => (await runSimulated(case_, engine)).history;

  test("the start of a body there is told, at the time of the answer", async () => {
    const history = await run(aside(200, step("a")), faulty);
    const [accepted, late, ended] = history.slice(-3);
    expect(accepted).toMatchObject({ kind: "answer-accepted", answer: { kind: "SUCCEEDED" } });
    const { at } = accepted as { readonly at: number };
    const afterMilliseconds = 200 - at;
    expect(late).toEqual({
      kind: "body-entered-afterwards",
      at,
      operation: "a",
      afterMilliseconds,
    });
    expect(ended).toMatchObject({ kind: "execution-ended", at });
  });

  test("it changes nothing of what follows", async () => {
    const { workflow } = aside(200, step("a"));
    const wait = { kind: "wait", name: "w", seconds: 1 } as const;
    const operations = [...workflow.operations, wait, step("b")];
    const branches = [{ operations: [] }, { operations: [work(200), step("a")] }];
    const early = { kind: "parallel", name: "fan", branches, completion: { minSuccessful: 1 } };
    const suspended = makeCase({ operations: [early as Operation, wait, step("b")] });
    for (const case_ of [makeCase({ operations }), suspended]) {
      const right = await run(case_, createEmbeddedEngine());
      const wrong = await run(case_, faulty);
      expect(right.map(({ kind }) => kind)).not.toContain("body-entered-afterwards");
      expect(wrong.filter(({ kind }) => kind !== "body-entered-afterwards")).toEqual(right);
    }
    expect(JSON.stringify(await run(suspended, faulty))).toContain("body-entered-afterwards");
  });

  test("for five seconds and no longer", async () => {
    const told = async (milliseconds: number) =>
      (await run(aside(milliseconds, step("a")), faulty)).some(
        ({ kind }) => kind === "body-entered-afterwards",
      );
    expect(await told(5_000)).toBe(true);
    expect(await told(5_010)).toBe(false);
  });

  test("a poll of the embedded engine does not start, though its state is still being read", async () => {
    const poll = condition("poll", { delaySeconds: 2, serdes: "slow" });
    const first = { kind: "any", name: "first", operations: [step("a"), poll], onError: "throw" };
    const operations = [first as Operation, { kind: "wait", name: "w", seconds: 1 } as const];
    // By the third invocation both have ended their waits, so that the handler only goes through.
    const late = { edge: "invocation-started", occurrence: 2, restartSeconds: 10 } as const;
    const history = await run(
      makeCase({ operations }, { interruptions: [late] }),
      createEmbeddedEngine(),
    );
    const starts = history.filter(
      (event) => event.kind === "body-entered" && event.operation === "poll",
    );
    expect(starts).toHaveLength(1);
    const recorded = history.flatMap((event) =>
      event.kind === "checkpoint-recorded" ? event.updates : [],
    );
    const ofPoll = recorded.filter(({ operation }) => operation === "poll");
    expect(ofPoll.map(({ action }) => action)).toEqual(["START", "RETRY", "START"]);
    expect(history.slice(-2).map(({ kind }) => kind)).toEqual([
      "answer-accepted",
      "execution-ended",
    ]);
  });

  test("where the invocation was interrupted nothing does: its process is gone", async () => {
    const case_ = aside(200, step("a"));
    const interruption: Interruption = { edge: "invocation-answered", occurrence: 1 };
    const history = await run({ ...case_, schedule: { interruptions: [interruption] } }, faulty);
    expect(history.findIndex(({ kind }) => kind === "interrupted")).toBeGreaterThan(0);
    expect(history.filter(({ kind }) => kind === "body-entered-afterwards")).toHaveLength(1);
    expect(history.at(-2)).toMatchObject({ kind: "body-entered-afterwards", operation: "a" });
  });
});

/** An engine that starts the bodies of steps that are called after it has answered. */
function createLateEngine(): Engine {
  return {
    ...createEmbeddedEngine(),
    invoke: async (invocation) => {
      let over = false;
      const invoke = withSteps((context, name, body, options) => {
        if (over) void body(1);
        return context.step(name, body, options);
      });
      try {
        return await invoke(invocation);
      } finally {
        over = true;
      }
    },
  };
}
