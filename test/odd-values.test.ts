/** Values that do not survive JSON: the handler gets them as they are read again, live and on replay. */
import { describe, expect, test } from "vitest";
import type { SdkVersion } from "../impl/aws-sdk/sdk.ts";
import { viewValue, withOdd } from "../impl/odd-values.ts";
import { createRunner } from "../impl/runner.ts";
import { type Case, makeCase } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { History } from "../model/history.ts";
import { LOSSY_VALUES, type OddValue, viewWith, writtenAs } from "../model/odd-value.ts";
import { simulate } from "../model/simulate.ts";
import type { Batch, Child, Operation } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { step } from "./small-cases.ts";

const ODD = LOSSY_VALUES;

test.each(ODD)(
  "the model knows how a result that gives %s is viewed, and how it is written",
  (odd) => {
    for (const result of ["charge#1", { charge: "charge#1" }]) {
      const value = withOdd(result, odd);
      expect(viewWith(result, odd)).toBe(viewValue(value));
      expect(writtenAs(viewValue(value))).toBe(JSON.stringify(value));
    }
  },
);

test("a plain result is viewed as it is written", () => {
  const value = { list: [1, "a", null, { deep: true }], text: "(as it is)" };
  expect(viewValue(value)).toBe(JSON.stringify(value));
  expect(writtenAs(viewValue(value))).toBe(JSON.stringify(value));
});

const literals = LOSSY_VALUES;
const steps: readonly Operation[] = literals.map((gives) => step(`step-${gives}`, { gives }));
const children: readonly Child[] = literals.map((gives) => ({
  kind: "child",
  name: `child-${gives}`,
  operations: [],
  onError: "throw",
  gives,
}));
const batch: Batch = {
  kind: "map",
  name: "fan",
  branches: literals.map((gives) => ({ operations: [], gives })),
};
/** Replayed once: it is interrupted at its end. */
function caseWith(operations: readonly Operation[], gives?: OddValue): Case {
  const answered = { edge: "invocation-answered", occurrence: 1 } as const;
  const result = gives === undefined ? {} : { gives };
  return makeCase({ operations, ...result }, { interruptions: [answered] });
}

async function run(case_: Case, version: SdkVersion): Promise<History> {
  return await (await createRunner(`aws-sdk@${version}`)).run(case_);
}

function brokenBy(case_: Case, history: History): readonly string[] {
  const story = readStory(case_, awsGuarantees, history);
  return PROPERTIES.filter((each) => judge(each, story).kind === "broken").map(({ id }) => id);
}

describe.each([
  ["steps", steps],
  ["child contexts", children],
  ["branches", [batch]],
])("%s", (_, operations) => {
  test("give the same live and on replay in 2.4.0", async () => {
    const case_ = caseWith(operations);
    const history = await run(case_, "2.4.0");
    expect(history.filter(({ kind }) => kind === "operation-resolved")).toHaveLength(
      2 * operations.length,
    );
    expect(brokenBy(case_, history)).toEqual([]);
  });
});

test.each([
  ["child contexts", children, "awaits-give-what-was-recorded"],
  ["branches", [batch], "batches-picture-their-branches"],
] as const)(
  "%s give their live values in 1.1.7, and the others on replay",
  async (_, operations, property) => {
    const case_ = caseWith(operations);
    const broken = brokenBy(case_, await run(case_, "1.1.7"));
    expect(broken).toContain(property);
    expect(broken).toContain("live-equals-replay");
    expect(broken).toContain("model-accepts");
  },
);

test.each(literals)("a handler may give %s, on the SDK and in the model", async (gives) => {
  const case_ = caseWith([step("charge")], gives);
  for (const history of [await run(case_, "2.4.0"), simulate(case_, awsGuarantees)]) {
    expect(brokenBy(case_, history)).toEqual([]);
    expect(history.at(-1)).toMatchObject({ status: "SUCCEEDED" });
  }
});
