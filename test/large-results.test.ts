/** A result over 6 MB is recorded, and the execution has its end whatever follows. */
import { expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import { makeCase } from "../model/case.ts";
import type { Schedule } from "../model/schedule.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { step } from "./small-cases.ts";

const ANSWER_LOST: Schedule = { interruptions: [{ edge: "invocation-answered", occurrence: 1 }] };

test.each([
  ["aws-sdk@1.0.1", { interruptions: [] }],
  ["aws-sdk@1.0.1", ANSWER_LOST],
  ["aws-sdk@2.4.0", { interruptions: [] }],
  ["aws-sdk@2.4.0", ANSWER_LOST],
  ["embedded", { interruptions: [] }],
  ["embedded", ANSWER_LOST],
])("%s needs one invocation, with the schedule %o", async (engine, schedule) => {
  const runner = await createRunner(engine);
  const case_ = makeCase({ operations: [step("charge")], padding: 6_500_000 }, schedule);
  const history = await runner.run(case_);
  expect(history.at(-1)).toMatchObject({ kind: "execution-ended", status: "SUCCEEDED" });
  expect(history.filter(({ kind }) => kind === "invocation-started")).toHaveLength(1);
  const story = readStory(case_, runner.guarantees, history);
  const broken = PROPERTIES.filter((each) => judge(each, story).kind === "broken");
  expect(broken.map(({ id }) => id)).toEqual([]);
});
