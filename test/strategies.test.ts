/** Retry strategies of every kind: what they allow, and what the real SDK makes of them. */
import { describe, expect, test } from "vitest";
import type { SdkVersion } from "../impl/aws-sdk/sdk.ts";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { EventOf, History } from "../model/history.ts";
import { type Allowed, decide, type RetryPolicy } from "../model/retry.ts";
import type { Interruption } from "../model/schedule.ts";
import type { Operation, WaitForCallback } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { caseOf, insideBody, ONCE, step, THROWS, THROWS_ONCE } from "./small-cases.ts";

const STOP: Allowed = { kind: "stop" };
const after = (minimumSeconds: number, maximumSeconds = minimumSeconds): Allowed => ({
  kind: "retry",
  minimumSeconds,
  maximumSeconds,
});

test.each<[RetryPolicy, readonly Allowed[]]>([
  [{ policy: "never" }, [STOP]],
  [{ policy: "limited", attempts: 2, delaySeconds: 7 }, [after(7), STOP]],
  [{ policy: "limited", attempts: 2 }, [after(1), STOP]],
  [{ policy: "limited", attempts: 1, manner: "throws" }, [{ kind: "throw" }]],
  [
    { policy: "default" },
    [after(1, 5), after(1, 10), after(1, 20), after(1, 40), after(1, 60), STOP],
  ],
  [{ policy: "exponential" }, [after(1, 5), after(1, 10), STOP]],
  [
    { policy: "exponential", attempts: 4, initialSeconds: 3, maximumSeconds: 8, jitter: "NONE" },
    [after(3), after(6), after(8), STOP],
  ],
  [{ policy: "exponential", rate: 1, jitter: "HALF" }, [after(3, 5), after(3, 5), STOP]],
  [{ policy: "linear" }, [after(1, 1), after(1, 2), after(1, 3), after(1, 4), after(1, 5), STOP]],
  [
    { policy: "linear", attempts: 3, initialSeconds: 2, incrementSeconds: 3, jitter: "NONE" },
    [after(2), after(5), STOP],
  ],
])("%j allows as much as it should", (policy, allowed) => {
  const decided = allowed.map((_, index) => decide(policy, index + 1, awsGuarantees));
  expect(decided).toEqual(allowed);
});

async function run(
  operations: readonly Operation[],
  version: SdkVersion = "2.4.0",
  interruptions: readonly Interruption[] = [],
) {
  const case_ = caseOf(operations, interruptions);
  const runner = await createRunner(`aws-sdk@${version}`);
  const history = await runner.run(case_);
  return { case: case_, history, broken: brokenBy(case_, history) };
}

function brokenBy(case_: Case, history: History): readonly string[] {
  const story = readStory(case_, awsGuarantees, history);
  return PROPERTIES.filter((each) => judge(each, story).kind === "broken").map(({ id }) => id);
}

function askedOf(history: History): readonly EventOf<"strategy-asked">[] {
  return history.filter((event) => event.kind === "strategy-asked");
}

function delaysOf(history: History): readonly unknown[] {
  return askedOf(history).map(({ decision }) =>
    decision.kind === "retry" ? decision.delaySeconds : decision.kind,
  );
}

describe.each<SdkVersion>(["1.0.1", "2.4.0"])("aws-sdk@%s", (version) => {
  test("has delays of its own helper, without jitter exactly these", async () => {
    const settings = { attempts: 4, initialSeconds: 3, maximumSeconds: 8, jitter: "NONE" } as const;
    const retry: RetryPolicy = { policy: "exponential", ...settings };
    const { history, broken } = await run([step("charge", { ...THROWS, retry })], version);
    expect(delaysOf(history)).toEqual([3, 6, 8, "stop"]);
    expect(broken).toEqual([]);
  });

  test("has linear delays, of its own helper or of user code", async () => {
    const settings = {
      attempts: 3,
      initialSeconds: 2,
      incrementSeconds: 3,
      jitter: "NONE",
    } as const;
    const retry: RetryPolicy = { policy: "linear", ...settings };
    const { history, broken } = await run([step("charge", { ...THROWS, retry })], version);
    expect(delaysOf(history)).toEqual([2, 5, "stop"]);
    expect(broken).toEqual([]);
  });

  test("waits a second where the strategy names no delay", async () => {
    const retry: RetryPolicy = { policy: "limited", attempts: 2 };
    const { history, broken } = await run([step("charge", { ...THROWS_ONCE, retry })], version);
    expect(delaysOf(history)).toEqual([1]);
    expect(broken).toEqual([]);
  });

  test.each([false, true])(
    "may record an error as the strategy has changed it (crash: %s)",
    async (crash) => {
      const retry: RetryPolicy = {
        policy: "limited",
        attempts: 1,
        delaySeconds: 1,
        manner: "mutates",
      };
      const charge = step("charge", {
        ...(crash ? {} : THROWS),
        ...(crash && version !== "1.0.1" ? ONCE : {}),
        retry,
      });
      const crashes = crash ? [insideBody("charge")] : [];
      const { history, broken } = await run([charge], version, crashes);
      const failed = history.flatMap((event) =>
        event.kind === "checkpoint-recorded" ? event.updates : [],
      );
      const mutated = failed.filter(({ error }) => error?.message.endsWith(", said the strategy"));
      expect(mutated.length > 0).toBe(!crash || version !== "1.0.1");
      expect(broken).toEqual([]);
    },
  );

  test("lets the error of a strategy that throws end the execution", async () => {
    const retry: RetryPolicy = { policy: "limited", attempts: 1, manner: "throws" };
    const { history, broken } = await run([step("charge", { ...THROWS, retry })], version);
    expect(delaysOf(history)).toEqual(["throw"]);
    expect(history.at(-1)).toMatchObject({ kind: "execution-ended", status: "FAILED" });
    expect(broken).toEqual([]);
  });

  test("retries a submitter as its strategy says", async () => {
    const waiting: WaitForCallback = {
      kind: "wait-for-callback",
      name: "approval",
      ...THROWS_ONCE,
      retry: { policy: "limited", attempts: 2, delaySeconds: 4 },
      end: { does: "succeed", seconds: 60 },
      onError: "throw",
    };
    const { history, broken } = await run([waiting], version);
    expect(askedOf(history)).toMatchObject([
      { operation: "approval-submitter", attempt: 1, decision: { kind: "retry", delaySeconds: 4 } },
    ]);
    expect(history.at(-1)).toMatchObject({ kind: "execution-ended", status: "SUCCEEDED" });
    expect(broken).toEqual([]);
  });
});

test("the error of a strategy that throws has to stay once an effect has come of it", async () => {
  const retry: RetryPolicy = { policy: "limited", attempts: 1, manner: "throws" };
  const charge = step("charge", { ...THROWS_ONCE, retry, onError: "catch" });
  const { broken } = await run([charge, step("ship")], "2.4.0", [insideBody("ship")]);
  expect(broken).toContain("decisions-are-kept");
  expect(broken).toContain("model-accepts");
});
