/** The same case on the real SDK gives the same history, byte for byte, whatever has run before. */
import { beforeAll, describe, expect, test } from "vitest";
import { createAwsSdkEngine } from "../impl/aws-sdk/engine.ts";
import { NEWEST_SDK_VERSION } from "../impl/aws-sdk/sdk.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import { type Case, makeCase } from "../model/case.ts";
import type { EventKind } from "../model/history.ts";
import { drawBatch } from "../properties/generators/case.ts";

const engine = await createAwsSdkEngine(NEWEST_SDK_VERSION);

async function historyOf(case_: Case): Promise<string> {
  return JSON.stringify((await runSimulated(case_, engine)).history);
}

describe("several hundred cases", () => {
  const cases = [1, 2, 3, 4].flatMap((batch) => drawBatch(2_026, batch));
  const first: string[] = [];
  beforeAll(async () => {
    for (const case_ of cases) first.push(await historyOf(case_));
  });

  test("give the same histories again, in another order", async () => {
    for (const [index, case_] of [...cases.entries()].reverse()) {
      expect(await historyOf(case_), JSON.stringify(case_)).toBe(first[index]);
    }
  });

  test("are varied enough to say so", () => {
    expect(new Set(first).size).toBeGreaterThan(300);
    const kinds: readonly EventKind[] = [
      "interrupted",
      "timer-fired",
      "strategy-asked",
      "body-entered",
      "execution-ended",
    ];
    for (const kind of kinds) {
      const count = first.filter((history) => history.includes(`"${kind}"`)).length;
      expect(count, kind).toBeGreaterThan(50);
    }
  });
});

describe("the jitter of the SDK's own retry delays", () => {
  const jittered = (randomness: number) =>
    makeCase(
      {
        operations: [
          {
            kind: "step",
            name: "a",
            semantics: "AtLeastOncePerRetry",
            retry: { policy: "default" },
            runs: [{ does: "throw", milliseconds: 0 }],
            onError: "throw",
          },
        ],
      },
      undefined,
      undefined,
      randomness,
    );

  test("is the case's own randomness", async () => {
    expect(await historyOf(jittered(1))).toBe(await historyOf(jittered(1)));
    expect(await historyOf(jittered(1))).not.toBe(await historyOf(jittered(2)));
  });
});
