/** The page by itself: what it may load and run, its anchors, and that polls do not flood it. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { renderReplayPage, renderRunPage } from "../reports/html/page.ts";
import { SCRIPT, SCRIPT_HASH } from "../reports/html/script.ts";
import { timelineOf } from "../reports/timeline.ts";
import { brokenReplay, internalError, PROGRAM, runReport, tooEarly } from "./report-fixture.ts";

test("the hash that allows the page's script is the script's", () => {
  const hash = createHash("sha256").update(SCRIPT).digest("base64");
  expect(SCRIPT_HASH).toBe(`sha256-${hash}`);
});

test("the page asks for nothing from outside", () => {
  const page = renderRunPage(runReport, PROGRAM);
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/\b(src|href)="(?!#)/);
  expect(page).not.toMatch(/\burl\((?!#)|@import/);
});

test("every id is there once, and every link within the page leads to one", () => {
  const page = renderRunPage(runReport, PROGRAM);
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of page.matchAll(/ href="#([^"]*)"/g)) expect(ids).toContain(target);
});

test("each event up to the first divergence has its anchor", () => {
  const page = renderReplayPage(brokenReplay, PROGRAM);
  for (let op = 0; op <= internalError.at; op += 1) {
    expect(page).toContain(`id="interruption-reaches-handler/op/${op}"`);
  }
});

test("a run of polls is one column", () => {
  const { columns } = timelineOf({
    case: tooEarly.case,
    history: tooEarly.history,
    divergence: tooEarly,
  });
  const polls = columns.filter((column) => column.words.verb === "poll");
  expect(polls).toHaveLength(1);
  expect(polls[0]?.words).toMatchObject({ subject: "40 polls" });
  expect(tooEarly.history.length).toBeGreaterThan(120);
  expect(columns.length).toBeLessThan(20);
});

test("the model's box says what a right engine would have done", () => {
  const { columns, couldDo, before } = timelineOf({
    case: internalError.case,
    history: internalError.history,
    divergence: internalError,
  });
  expect(columns.at(-1)).toMatchObject({
    op: internalError.at,
    label: "give Error",
    instead: { lane: "charge", label: "give StepError" },
  });
  expect(couldDo.join()).toMatch(/^give charge \(StepError caused by StepInterruptedError/);
  expect(before).toEqual([{ operation: "charge", log: "FAILED", live: "its end recorded" }]);
});

test("what is replayed from the log is told from what ran", () => {
  const { columns } = timelineOf({
    case: internalError.case,
    history: internalError.history,
    divergence: internalError,
  });
  const calls = columns.filter((column) => column.words.verb === "call");
  expect(calls.map((column) => column.kind === "event" && column.replayed)).toEqual([false, true]);
});
