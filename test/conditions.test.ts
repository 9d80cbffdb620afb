/** Wait-for-condition: its wait strategies, its state, and what ends it. */
import { expect, test } from "vitest";
import type { SdkVersion } from "../impl/aws-sdk/sdk.ts";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { History, Update } from "../model/history.ts";
import { type Allowed, pollAllowed } from "../model/retry.ts";
import type { WaitForCondition } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { caseOf, step, THROWS, takes } from "./small-cases.ts";

function condition(different: Partial<WaitForCondition>): WaitForCondition {
  return {
    kind: "wait-for-condition",
    name: "job",
    polls: 3,
    delaySeconds: 4,
    runs: [{ does: "return", milliseconds: 0 }],
    onError: "throw",
    ...different,
  };
}

const after = (minimumSeconds: number, maximumSeconds = minimumSeconds): Allowed => ({
  kind: "retry",
  minimumSeconds,
  maximumSeconds,
});

test.each<[Partial<WaitForCondition>, readonly Allowed[]]>([
  [{}, [after(4), after(4), { kind: "stop" }]],
  [{ attempts: 2 }, [after(4), { kind: "throw" }]],
  [{ helper: {} }, [after(1, 5), after(1, 8), { kind: "stop" }]],
  [
    { helper: { initialSeconds: 2, rate: 3, jitter: "NONE" } },
    [after(2), after(6), { kind: "stop" }],
  ],
  [{ helper: { attempts: 1 } }, [{ kind: "throw" }]],
])("%j allows as much as it should", (different, allowed) => {
  const polled = condition(different);
  const decided = allowed.map((_, index) => pollAllowed(polled, index + 1, awsGuarantees));
  expect(decided).toEqual(allowed);
});

async function run(case_: Case, version: SdkVersion = "2.4.0") {
  const history = await (await createRunner(`aws-sdk@${version}`)).run(case_);
  return { history, broken: brokenBy(case_, history) };
}

function brokenBy(case_: Case, history: History): readonly string[] {
  const story = readStory(case_, awsGuarantees, history);
  return PROPERTIES.filter((each) => judge(each, story).kind === "broken").map(({ id }) => id);
}

/** What was recorded of each poll. */
function polled(history: History): readonly Update[] {
  return history
    .flatMap((event) => (event.kind === "checkpoint-recorded" ? event.updates : []))
    .filter(({ action }) => action !== "START");
}

test.each<SdkVersion>(["1.0.1", "2.4.0"])("the helper of %s paces the polls", async (version) => {
  const helper = { initialSeconds: 2, rate: 3, jitter: "NONE" } as const;
  const { history, broken } = await run(caseOf([condition({ helper })]), version);
  expect(polled(history)).toMatchObject([
    { action: "RETRY", payload: "1", delaySeconds: 2 },
    { action: "RETRY", payload: "2", delaySeconds: 6 },
    { action: "SUCCEED", payload: "3" },
  ]);
  expect(broken).toEqual([]);
});

test.each([{ attempts: 2 }, { helper: { attempts: 2 } }])(
  "a wait strategy that throws ends it: %j",
  async (different) => {
    const { history, broken } = await run(caseOf([condition(different)]));
    expect(polled(history).map(({ action }) => action)).toEqual(["RETRY", "FAIL"]);
    expect(broken).toEqual([]);
  },
);

test.each(["date", "map", "holes", "null", "undefined"] as const)(
  "a state that gives %s goes from poll to poll as it is read again",
  async (gives) => {
    for (const serdes of [{}, { serdes: "slow" }, { serdes: "asymmetric" }] as const) {
      const { history, broken } = await run(caseOf([condition({ gives, ...serdes })]));
      expect(polled(history).map(({ action }) => action)).toEqual(["RETRY", "RETRY", "SUCCEED"]);
      expect(broken).toEqual([]);
    }
  },
);

test("a poll that starts from another state than the last one gave is seen", async () => {
  const case_ = caseOf([condition({})]);
  const { history } = await run(case_);
  const wrong = JSON.parse(
    JSON.stringify(history).replaceAll('"payload":"2"', '"payload":"1"'),
  ) as History;
  expect(brokenBy(case_, wrong)).toEqual(
    expect.arrayContaining(["conditions-poll-as-they-should", "model-accepts"]),
  );
});

test("2.4.0 records the failure of a later poll twice while something else is busy", async () => {
  const busy = step("busy", takes(6_000));
  const fails = condition({
    polls: 9,
    runs: [{ does: "return", milliseconds: 0 }, ...THROWS.runs],
    awaited: "later",
  });
  const { broken } = await run(caseOf([fails, busy]));
  expect(broken).toContain("only-legal-updates");
});
