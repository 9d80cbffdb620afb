/**
 * A reply without a token: what an engine may do then. AWS's issue #918 asks the SDK to suspend, whatever
 * it has to do, as the execution goes on in another invocation; the published versions throw, or fail.
 */
import { expect, test } from "vitest";
import { createEmbeddedEngine } from "../impl/embedded/engine.ts";
import type { Engine, EngineInvocation } from "../impl/engine.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { caseOf, step, wait } from "./small-cases.ts";

const embedded = createEmbeddedEngine();

/** Suspends as soon as it is told no token, and does nothing after that. */
const suspending: Engine = { ...embedded, invoke: suspendWithoutToken };

function suspendWithoutToken(invocation: EngineInvocation): ReturnType<Engine["invoke"]> {
  const { transport } = invocation;
  return new Promise((resolve, reject) => {
    const checkpoint: typeof transport.checkpoint = async (request) => {
      const reply = await transport.checkpoint(request);
      if (reply.CheckpointToken !== undefined) return reply;
      resolve({ Status: "PENDING" });
      return new Promise(() => {});
    };
    embedded
      .invoke({ ...invocation, transport: { ...transport, checkpoint } })
      .then(resolve, reject);
  });
}

async function judgedOn(engine: Engine, case_: Case) {
  const run = async (given: Case) => (await runSimulated(given, engine)).history;
  return judgeCase(case_, { guarantees: engine.guarantees, run }, PROPERTIES);
}

const withoutToken = (action: "START" | "SUCCEED", ...operations: Parameters<typeof caseOf>[0]) =>
  caseOf(operations, [], [{ fault: "token-missing", operation: "charge", action, occurrence: 1 }]);

test.each([
  ["with nothing that could wake it", withoutToken("START", step("charge"), step("ship"))],
  [
    "beside a wait",
    withoutToken("SUCCEED", { ...wait("settle", 60), awaited: "later" }, step("charge")),
  ],
])("it may suspend %s, and the execution goes on at once", async (_, case_) => {
  const { story, failure } = await judgedOn(suspending, case_);
  expect(failure).toBeUndefined();
  const answered = story.history.findIndex(({ kind }) => kind === "answer-accepted");
  expect(story.history[answered]).toMatchObject({ answer: { kind: "PENDING" } });
  const [answer, next] = story.history.slice(answered, answered + 2);
  expect(next).toMatchObject({ kind: "invocation-started", at: (answer?.at ?? 0) + 1 });
  expect(story.history.at(-1)).toMatchObject({ status: "SUCCEEDED" });
});

test("with a token it may not", async () => {
  const { failure } = await judgedOn(
    {
      ...embedded,
      invoke: (invocation) => {
        const { transport } = invocation;
        const checkpoint: typeof transport.checkpoint = async (request) => {
          const { CheckpointToken: _, ...reply } = await transport.checkpoint(request);
          return reply;
        };
        return suspendWithoutToken({ ...invocation, transport: { ...transport, checkpoint } });
      },
    },
    caseOf([{ ...wait("settle", 60), awaited: "later" }, step("charge")]),
  );
  expect(failure?.property).toBe("suspends-only-when-idle");
});

test("nothing is held against it in drawn cases", async () => {
  const cases = [0, 1, 2, 3].flatMap((batch) => drawBatch(5, batch, 100, "all"));
  const tokenless = cases.filter(({ schedule }) =>
    schedule.faults?.some(({ fault }) => fault === "token-missing"),
  );
  expect(tokenless.length).toBeGreaterThan(20);
  let suspended = 0;
  for (const case_ of tokenless) {
    const { story, failure } = await judgedOn(suspending, case_);
    expect([case_, failure?.signature]).toEqual([case_, undefined]);
    suspended += story.history.filter((event) => "withoutToken" in event).length;
  }
  expect(suspended).toBeGreaterThan(10);
}, 60_000);
