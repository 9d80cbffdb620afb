/** What timers have done is told with the next reply, unless the engine has gone on by itself. */
import { expect, test } from "vitest";
import { awsGuarantees } from "../model/guarantees.ts";
import { simulate } from "../model/simulate.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { readStory } from "../properties/story.ts";
import { call, PENDING, stepUpdate, thrownBy } from "./examples/example.ts";
import { drop, editHistory, endWith } from "./history-editor.ts";
import { caseOf, step, THROWS } from "./small-cases.ts";

/** Soon enough for an invocation to stay for it. */
const SOON = { policy: "limited", attempts: 3, delaySeconds: 1 } as const;
const failing = caseOf([step("charge", { ...THROWS, retry: SOON })]);
const retry = stepUpdate("charge", "RETRY", { error: thrownBy("charge", 2), delaySeconds: 1 });

/** One invocation that starts the retry when its own clock says so, START and RETRY in one call. */
const byItsOwnClock = editHistory(simulate(failing, awsGuarantees), [
  drop({ kind: "invocation-answered" }),
  drop({ kind: "answer-accepted" }),
  drop({ kind: "invocation-started", nth: 2 }),
  drop({ kind: "operation-called", operation: "charge", nth: 2 }),
  drop({ kind: "checkpoint-requested", operation: "charge", action: "START", nth: 2 }),
  drop({ kind: "checkpoint-recorded", operation: "charge", action: "START", nth: 2 }),
  drop({ kind: "checkpoint-replied", operation: "charge", action: "START", nth: 2 }),
  endWith(
    { kind: "strategy-asked", operation: "charge", nth: 2 },
    ...call(1_000, stepUpdate("charge", "START"), retry),
    PENDING,
  ),
]);

test("an engine may start a retry by its own clock, and suspend for the next", () => {
  expect(walkModel(readStory(failing, awsGuarantees, byItsOwnClock)).kind).toBe("accepted");
});

test("the retry of the next attempt is not due with the news of the one before", () => {
  const early = [
    ...byItsOwnClock.slice(0, -1),
    { kind: "body-entered", at: 1_000, operation: "charge", attempt: 3, run: 3 } as const,
  ];
  const walk = walkModel(readStory(failing, awsGuarantees, early));
  expect(walk).toMatchObject({ refusal: { rule: "body-ran-before-its-retry-was-due" } });
});
