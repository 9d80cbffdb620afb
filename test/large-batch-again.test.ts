/**
 * A large FLAT batch that a combinator waits for is made again in each invocation until that settles:
 * an engine that suspends before has left something undone.
 */
import { describe, expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import type { History } from "../model/history.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { suspendsOnlyWhenIdle } from "../properties/suspends-only-when-idle.ts";
import { PENDING } from "./examples/example.ts";
import { drop, endWith } from "./history-editor.ts";
import { caseOf, wait } from "./small-cases.ts";

const runner = await createRunner("embedded");

/** The batch ends at once, with a large winner; two invocations come before the combinator settles. */
const CASE = caseOf([
  {
    kind: "allSettled",
    name: "all",
    operations: [
      wait("soon", 5),
      {
        kind: "callback",
        name: "approval",
        end: { does: "succeed", seconds: 20 },
        onError: "throw",
      },
      {
        kind: "parallel",
        name: "fan",
        nesting: "FLAT",
        completion: { minSuccessful: 1 },
        branches: [{ operations: [wait("settle", 100)] }, { operations: [], padding: 270_000 }],
      },
    ],
    onError: "throw",
  },
]);
const right = await runner.run(CASE);

function judged(history: History) {
  const story = readStory(CASE, runner.guarantees, history);
  return { model: walkModel(story), guarantee: judge(suspendsOnlyWhenIdle, story) };
}

test("it is made again, and what had not ended in it is not", () => {
  const { model, guarantee } = judged(right);
  expect(right.filter((event) => "run" in event && event.kind === "body-entered")).toMatchObject(
    [
      ["fan-0", 1],
      ["fan-1", 1],
      ["fan-1", 2],
      ["fan-1", 3],
    ].map(([operation, run]) => {
      return { operation, run };
    }),
  );
  expect(model).toMatchObject({ kind: "accepted" });
  expect(guarantee).toEqual({ kind: "holds" });
});

describe("model and guarantee refuse an engine that", () => {
  test.each([
    {
      engine: "suspends before it has made it again",
      edits: [
        drop({ kind: "body-entered", operation: "fan-1", nth: 2 }),
        endWith({ kind: "operation-called", operation: "all", nth: 2 }, PENDING),
      ],
    },
    {
      engine: "starts the branch again that had not ended, and suspends",
      edits: [
        endWith(
          { kind: "operation-called", operation: "fan", nth: 2 },
          { kind: "body-entered", operation: "fan-0", run: 2 },
          { kind: "operation-called", operation: "settle" },
          { kind: "operation-called", operation: "all" },
          PENDING,
        ),
      ],
    },
  ])("$engine", ({ edits }) => {
    const { model, guarantee } = judged(edits.reduce((history, edit) => edit(history), right));
    expect(model).toMatchObject({ refusal: { rule: "suspended-with-work-to-do" } });
    expect(guarantee).toMatchObject({ reason: "suspended-with-work" });
  });
});
