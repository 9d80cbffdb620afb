/** An invocation that runs into its limit just after it has worked is not to blame. */
import { describe, expect, test } from "vitest";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { invocationsEnd } from "../properties/invocations-end.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { readStory } from "../properties/story.ts";
import { editHistory, endWith } from "./history-editor.ts";
import { caseOf, step, takes } from "./small-cases.ts";

const LIMIT = 60_000;
const SETTLE = awsGuarantees.settleMilliseconds;

/** The body ends so long before the limit, and nothing more happens. */
function idleFor(milliseconds: number) {
  const case_ = caseOf([step("charge", takes(LIMIT - milliseconds))]);
  const ended = { kind: "body-finished", operation: "charge" } as const;
  const timeout = { kind: "interrupted", at: LIMIT, why: "invocation-timeout" } as const;
  const history = editHistory(simulate(case_, awsGuarantees), [endWith(ended, timeout)]);
  return readStory(case_, awsGuarantees, history);
}

describe("idle before the limit", () => {
  test.each([1, SETTLE])("for %i ms: it had no time to suspend", (milliseconds) => {
    const story = idleFor(milliseconds);
    expect(walkModel(story).kind).toBe("accepted");
    expect(invocationsEnd.check(story).kind).toBe("holds");
  });

  test.each([SETTLE + 1, LIMIT - 1])("for %i ms: it hangs", (milliseconds) => {
    const story = idleFor(milliseconds);
    expect(walkModel(story)).toMatchObject({ refusal: { rule: "invocation-never-ended" } });
    expect(invocationsEnd.check(story)).toMatchObject({ kind: "broken", reason: "hang" });
  });
});
