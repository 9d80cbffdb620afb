/**
 * A new mistake must not pass for a known one. Mistakes are planted in the newest SDK, one at a time;
 * of cases that hold without it and fail with it, none may be explained by a finding.
 */
import { expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { mendableOf } from "../cli/mendable.ts";
import { createMendedEngine } from "../impl/aws-sdk/mended.ts";
import { NEWEST_SDK_VERSION } from "../impl/aws-sdk/sdk.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import type { Observed } from "../properties/observe.ts";
import { Explainer } from "../properties/suite/explain.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";

/** What stands in the source, once or first, and what it is made into. */
const PLANTED: Readonly<Record<string, readonly [before: string, after: string]>> = {
  "START of an at-most-once step is not awaited": [
    `if (semantics === StepSemantics.AtMostOncePerRetry) {
                        await checkpoint.checkpoint(stepId, {`,
    `if (semantics === StepSemantics.AtMostOncePerRetry) {
                        checkpoint.checkpoint(stepId, {`,
  ],
  "the body is told one attempt more": [
    "attempt: currentAttempt,\n                    };",
    "attempt: currentAttempt + 1,\n                    };",
  ],
  "a wait lasts a second longer": ["WaitSeconds: actualSeconds", "WaitSeconds: actualSeconds + 1"],
  "the delay of a retry is always a second": [
    "NextAttemptDelaySeconds: nextAttemptDelaySeconds",
    "NextAttemptDelaySeconds: 1",
  ],
  "a step is recorded without its result": [
    "Payload: serializedResult,\n                        Name: name,",
    "Name: name,",
  ],
  "a batch tolerates one failure more": [
    "failureCount > completion.toleratedFailureCount) {",
    "failureCount > completion.toleratedFailureCount + 1) {",
  ],
  "a condition is told one poll more": [
    "config.waitStrategy(deserializedState, currentAttempt)",
    "config.waitStrategy(deserializedState, currentAttempt + 1)",
  ],
  "a batch waits for one success more": [
    "successCount >= completion.minSuccessful",
    "successCount > completion.minSuccessful",
  ],
  "a retry does not wait": [
    "await checkpoint.waitForRetryTimer(stepId);\n                    return await executeStepLogic();",
    "return await executeStepLogic();",
  ],
};

const likely = await mendableOf(`aws-sdk@${NEWEST_SDK_VERSION}`, readCorpus().findings);
const findings = [...likely.keys()];

async function engineWith(
  mended: readonly string[],
  [before, after]: readonly [string, string] = ["", ""],
): Promise<Observed> {
  const engine = await createMendedEngine(NEWEST_SDK_VERSION, mended, (source) => {
    if (!source.includes(before)) throw new Error(`The source has no ${before}`);
    return source.replace(before, after);
  });
  const run = async (case_: Case) => (await runSimulated(case_, engine)).history;
  return { guarantees: engine.guarantees, run };
}

const published = await engineWith([]);

const CASES = 5;

/** Cases that only the planted mistake makes fail, with the signatures of how. */
async function* failingWith(planted: Observed) {
  for (let batch = 0; batch < 40; batch += 1) {
    for (const case_ of drawBatch(11, batch, BATCH_SIZE, "all")) {
      const { failure } = await judgeCase(case_, planted, PROPERTIES);
      if (failure === undefined) continue;
      const before = await judgeCase(case_, published, PROPERTIES);
      if (before.failure === undefined) yield { case: case_, signature: failure.signature };
    }
  }
}

test.each(Object.entries(PLANTED))(
  "not known: %s",
  async (_, planted) => {
    const mended = new Map<string, Promise<Observed>>();
    const mend = (ids: readonly string[]) => {
      const key = ids.join(" ");
      const engine = mended.get(key) ?? engineWith(ids, planted);
      mended.set(key, engine);
      return engine;
    };
    const explainer = new Explainer({ findings, mend }, PROPERTIES, likely);
    const told: { readonly kind: string; readonly signature: string }[] = [];
    for await (const { case: case_, signature } of failingWith(await mend([]))) {
      const explanation = await explainer.explain(case_, signature);
      told.push({ kind: explanation.kind, signature });
      if (told.length === CASES) break;
    }
    expect(told).toHaveLength(CASES);
    expect(told.filter(({ kind }) => kind === "known")).toEqual([]);
  },
  120_000,
);
