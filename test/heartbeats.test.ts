/** Callbacks that time out when the outside party is silent, and the signs of life that keep them. */
import { expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event, History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { outsideEnd } from "../model/values.ts";
import type { Callback, WaitForCallback } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judge } from "../properties/property.ts";
import { readStory } from "../properties/story.ts";
import { caseOf } from "./small-cases.ts";

function callback(different: Partial<Callback>): Callback {
  const end = { does: "succeed", seconds: 9 } as const;
  return { kind: "callback", name: "approval", end, onError: "catch", ...different };
}

const HEARTBEAT = "Callback timed out on heartbeat";
const TIMEOUT = "Callback timed out";

test.each<[Partial<Callback>, number | undefined, string]>([
  [{}, 9, "SUCCEEDED"],
  [{ heartbeatSeconds: 4 }, 4, HEARTBEAT],
  [{ heartbeatSeconds: 4, beats: [3] }, 7, HEARTBEAT],
  [{ heartbeatSeconds: 4, beats: [6, 3] }, 9, "SUCCEEDED"],
  [{ heartbeatSeconds: 4, beats: [4] }, 4, HEARTBEAT],
  [{ heartbeatSeconds: 4, beats: [3], timeoutSeconds: 5 }, 5, TIMEOUT],
  [{ heartbeatSeconds: 5, timeoutSeconds: 5 }, 5, TIMEOUT],
  [{ heartbeatSeconds: 9 }, 9, HEARTBEAT],
  [{ end: { does: "time-out", seconds: 0 }, beats: [1] }, undefined, ""],
])(
  "%j ends after %s s with %s, in the model and in the service",
  async (different, seconds, how) => {
    const approval = callback(different);
    const ending = outsideEnd(approval, "approval");
    expect(ending?.seconds).toBe(seconds);
    const case_ = caseOf([approval]);
    const runner = await createRunner("embedded");
    for (const history of [await runner.run(case_), simulate(case_, awsGuarantees)]) {
      const started = history.find(recordsStart);
      const ended = history.find(({ kind }) => kind === "outside-ended");
      expect(seconds === undefined).toBe(ended === undefined);
      if (ended?.kind !== "outside-ended") continue;
      expect(ended.at - (started?.at ?? 0)).toBe((seconds ?? 0) * 1_000);
      expect(ended.status).toBe(how === "SUCCEEDED" ? how : "TIMED_OUT");
      const given = history.find(({ kind }) => kind === "operation-resolved");
      if (how !== "SUCCEEDED") expect(JSON.stringify(given)).toContain(how);
      expect(brokenBy(case_, history)).toEqual([]);
    }
  },
);

function startsCallback(event: Event): boolean {
  return (
    event.kind === "checkpoint-requested" && event.updates.some(({ type }) => type === "CALLBACK")
  );
}

function recordsStart(event: Event): boolean {
  return (
    event.kind === "checkpoint-recorded" && event.updates.some(({ type }) => type === "CALLBACK")
  );
}

function brokenBy(case_: Case, history: History): readonly string[] {
  const story = readStory(case_, awsGuarantees, history);
  return PROPERTIES.filter((each) => judge(each, story).kind === "broken").map(({ id }) => id);
}

const waiting: WaitForCallback = {
  kind: "wait-for-callback",
  name: "order",
  runs: [{ does: "return", milliseconds: 0 }],
  end: { does: "succeed", seconds: 9 },
  timeoutSeconds: 20,
  heartbeatSeconds: 4,
  beats: [3, 6, 8],
  onError: "throw",
};

test.each(["1.0.1", "1.1.7", "2.4.0"])(
  "%s starts callbacks with both timeouts",
  async (version) => {
    const case_ = caseOf([waiting, callback({ timeoutSeconds: 5, heartbeatSeconds: 2 })]);
    const history = await (await createRunner(`aws-sdk@${version}`)).run(case_);
    expect(history.filter(({ kind }) => kind === "heartbeat")).toHaveLength(3);
    expect(brokenBy(case_, history)).toEqual([]);
  },
);

test("an engine that forgets a timeout, or starts a callback again, is seen", async () => {
  const case_ = caseOf([waiting]);
  const history = simulate(case_, awsGuarantees);
  const forgets = JSON.parse(
    JSON.stringify(history).replaceAll(',"heartbeatSeconds":4', ""),
  ) as History;
  const expected = ["started-once-as-asked", "model-accepts"];
  expect(brokenBy(case_, forgets)).toEqual(expect.arrayContaining(expected));
  const index = history.findIndex(recordsStart);
  const again = history.find(startsCallback) as Event;
  const twice = history.toSpliced(index + 2, 0, { ...again, at: history[index]?.at ?? 0 });
  expect(brokenBy(case_, twice)).toEqual(expect.arrayContaining(expected));
});
