/** The corpus of this package: every kept case does what is declared, and nothing can be left out. */
import { expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { SDK_VERSIONS } from "../impl/aws-sdk/sdk.ts";
import { mendedRunners } from "../impl/mended-runners.ts";
import { createRunner, isBuiltIn, type Runner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { shapeOf } from "../properties/shape.ts";
import { candidatesOf } from "../properties/shrink/candidates.ts";
import type { Failure } from "../properties/signature.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";

const ENGINES = SDK_VERSIONS.map((version) => `aws-sdk@${version}`);
const { findings } = readCorpus();
const kept = findings.flatMap(({ id, cases }) =>
  cases.map((each, index) => ({ id, name: `${id}, case ${index + 1}`, ...each })),
);

const runners = new Map<string, Promise<Runner>>();
function runnerOf(engine: string): Promise<Runner> {
  const runner = runners.get(engine) ?? createRunner(engine);
  runners.set(engine, runner);
  return runner;
}

async function failureOn(engine: string, case_: Case): Promise<Failure | undefined> {
  return (await judgeCase(case_, await runnerOf(engine), PROPERTIES)).failure;
}

/** A smaller case can break the same for another reason: then mending the finding does not change that. */
async function failsAlike(engine: string, id: string, case_: Case, signature: string | undefined) {
  if ((await failureOn(engine, case_))?.signature !== signature) return false;
  const mended = await mendedRunners(engine, [id]);
  if (mended.findings.length === 0) return true;
  const { failure } = await judgeCase(case_, await mended.mend([id]), PROPERTIES);
  return failure?.signature !== signature;
}

test("the finding that the project began with is there", () => {
  expect(findings.map(({ id }) => id)).toContain("interrupted-step-gives-internal-error");
});

test.each(kept)("$name says what becomes of it on every published version", ({ engines }) => {
  expect(Object.keys(engines).filter(isBuiltIn).toSorted()).toEqual(ENGINES.toSorted());
  expect(Object.values(engines)).toContain("fails");
});

test.each(kept)("$name does what is declared", async ({ case: case_, engines, signatures }) => {
  for (const [engine, status] of Object.entries(engines)) {
    if (status === "not-applicable") continue;
    const failure = await failureOn(engine, case_);
    if (status === "holds") expect([engine, failure?.signature]).toEqual([engine, undefined]);
    else
      expect([engine, signatures]).toEqual([engine, expect.arrayContaining([failure?.signature])]);
  }
});

test.each(kept)("$name is a run of the model", async ({ case: case_ }) => {
  expect(await failureOn("model", case_)).toBe(undefined);
});

/** On the newest engine that fails: an older one may be broken in more ways. */
test.each(kept)(
  "nothing can be taken away from $name",
  async ({ id, case: case_, engines, signatures }) => {
    const engine = ENGINES.findLast((each) => engines[each] === "fails") as string;
    const signature = (await failureOn(engine, case_))?.signature;
    expect(signatures).toContain(signature);
    for (const candidate of candidatesOf(case_)) {
      const alike = await failsAlike(engine, id, candidate.case, signature);
      expect([candidate.removed, alike]).toEqual([candidate.removed, false]);
    }
  },
);

test("no two findings keep a case of the same shape and signature", () => {
  const owners = new Map<string, string>();
  for (const { id, cases } of findings) {
    for (const { signatures, case: case_ } of cases) {
      for (const signature of signatures) {
        const key = `${signature} ${shapeOf(case_)}`;
        expect([signature, owners.get(key) ?? id]).toEqual([signature, id]);
        owners.set(key, id);
      }
    }
  }
});
