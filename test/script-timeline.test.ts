/** What was recorded of a finding's script, as a timeline and as a page. */
import { expect, test } from "vitest";
import { renderFindingPage } from "../reports/html/finding-page.ts";
import { keptRuns, type ScriptEvent, type ScriptRuns } from "../reports/script-run.ts";
import { scriptTimeline } from "../reports/script-timeline.ts";
import { ALL, made } from "./hostile.ts";
import { PROGRAM } from "./report-fixture.ts";

const START = { what: "START", operation: "charge" };
const started = (invocation: number, at: number): ScriptEvent => {
  return { kind: "started", invocation, at, operations: 1 };
};
const answered = (invocation: number, at: number, status: string): ScriptEvent => {
  return { kind: "answered", invocation, at, status, said: "" };
};
const called: ScriptEvent = { kind: "called", invocation: 1, at: 2, updates: [START] };
const ran: ScriptEvent = { kind: "ran", invocation: 1, at: 9, operation: "charge" };

/** Columns in short. */
function told(events: readonly ScriptEvent[]): readonly string[] {
  return scriptTimeline(events).timeline.columns.map(
    ({ kind, words: { verb, subject, detail } }) => `${kind}: ${verb} ${subject}, ${detail}`,
  );
}

test("an invocation that does not answer has an end, before the next and at the end", () => {
  expect(told([started(1, 0), called, started(2, 50), answered(2, 51, "FAILED")])).toEqual([
    "event: start invocation 1, 1 in the log",
    "event: write START charge, sent",
    "cut: NO ANSWER , nothing more is heard of it",
    "event: start invocation 2, 1 in the log",
    "event: answer FAILED, ok",
  ]);
  expect(told([started(1, 0), called]).at(-1)).toMatch(/^cut: NO ANSWER/);
});

test("what comes after the end of its invocation says so", () => {
  const columns = told([started(1, 0), answered(1, 1, "PENDING"), ran]);
  expect(columns.at(-1)).toBe("event: run charge, its body starts, after the end of invocation 1");
});

test("the first event that the run that holds does not have is marked, whenever it came", () => {
  const right = [started(1, 7), { ...called, at: 70 }, answered(1, 99, "SUCCEEDED")];
  const { timeline, divergence } = scriptTimeline([started(1, 0), called, ran], right);
  expect(divergence).toEqual({
    at: 2,
    expected: "answer SUCCEEDED",
    found: "run charge: its body starts; the run that holds has: answer SUCCEEDED",
  });
  expect(timeline.lanes.map(({ name }) => name)).toEqual(["handler", "charge", "log"]);
  expect(scriptTimeline(right, right).divergence).toBeUndefined();
});

const RUNS: ScriptRuns = {
  finding: "a-finding",
  expected: "one body",
  runs: [
    { version: "1.0.1", verdict: "holds", said: "one body", events: [] },
    { version: "1.0.2", verdict: "fails", said: "two", events: [started(1, 0), called, ran] },
    { version: "1.1.0", verdict: "holds", said: "one", events: [started(1, 0), called] },
  ],
};

test("the runs that are shown are the newest that fails, and the next that holds", () => {
  const { wrong, right } = keptRuns(RUNS);
  expect([wrong?.version, right?.version]).toEqual(["1.0.2", "1.1.0"]);
});

test("hostile texts stay texts on the page of a finding", () => {
  const script = { path: "a.mjs", about: "It fails.", source: "run();\n" };
  const page = made({ runs: RUNS, script, replays: [] }, ALL) as Parameters<
    typeof renderFindingPage
  >[0];
  // Which verdict it is, is no text that can say anything.
  const runs = page.runs.runs.map((run, index) => {
    return { ...run, verdict: RUNS.runs[index]?.verdict ?? "holds" };
  });
  const html = renderFindingPage({ ...page, runs: { ...page.runs, runs } }, PROGRAM);
  expect(html).not.toMatch(/<img|<b>|javascript:alert\(1\)"/);
  for (const character of ["\u001b", "\u202e"]) expect(html).not.toContain(character);
  expect(html.match(/<script>/g)).toHaveLength(1);
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
});
