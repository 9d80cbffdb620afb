/** Which kept cases are applicable: to an engine that lacks something, and to steps and waits alone. */
import { expect, test } from "vitest";
import { type Kept, withinScope } from "../cli/kept-cases.ts";
import { KnownFindings } from "../cli/known-findings.ts";
import { LackError } from "../cli/pool/watched-worker.ts";
import { runKept } from "../cli/run-kept.ts";
import type { Change } from "../model/change.ts";
import { caseOf, step, wait } from "./small-cases.ts";

const FINDING = { id: "some-finding", title: "Some finding", number: 1 };
const AT_ONCE = [step("charge"), wait("pause", 1)];
const LATER = [{ ...step("charge"), awaited: "later" as const }, wait("pause", 1)];
const WORK = { kind: "work", name: "send", milliseconds: 50 } as const;
const CHILD = { kind: "child", name: "order", operations: LATER, onError: "throw" } as const;

function kept(operations: Parameters<typeof caseOf>[0], change: Partial<Kept> = {}): Kept {
  const plain = { file: "some.json", finding: FINDING, signatures: [], declared: undefined };
  return { ...plain, case: caseOf(operations), ...change };
}

test.each([
  ["one operation after the other", kept(AT_ONCE), "sequential", undefined],
  ["two under way at once", kept(LATER), "sequential", "not-applicable"],
  ["two at once, where all is drawn", kept(LATER), "all", undefined],
  ["plain work", kept([WORK]), "sequential", "not-applicable"],
  ["what needs more than steps and waits", kept([CHILD]), "sequential", undefined],
  ["what an earlier run saved", kept(LATER, { finding: null }), "sequential", undefined],
] as const)("%s", (_, each, scope, declared) => {
  expect(withinScope(each, scope, "./mine.ts").declared).toBe(declared);
});

test.each(["embedded", "aws-sdk@2.4.0", "faulty/start-not-awaited"])("all run on %s", (engine) => {
  for (const each of [kept(LATER), kept([WORK]), kept(LATER, { declared: "fails" })]) {
    expect(withinScope(each, "sequential", engine)).toEqual(each);
  }
});

/** A case in which the wait becomes something else, on an engine that lacks what it needs. */
function lackingIn(becomes: Change["becomes"]) {
  const { schedule, ...plain } = caseOf(AT_ONCE);
  const change = { fromInvocation: 2, operation: "pause", becomes } as const;
  const changed = kept(AT_ONCE, { case: { ...plain, schedule: { ...schedule, change } } });
  const replayer = { replay: async () => [new LackError("It has not all")] };
  return runKept([changed], "./mine.ts", replayer, new KnownFindings("./mine.ts", []));
}

test("what a changed handler calls is part of what a kept case needs", async () => {
  for (const becomes of ["wait-for-condition", "invoke", "child", "callback"] as const) {
    expect(await lackingIn(becomes)).toMatchObject([[{ outcome: "not-applicable" }, undefined]]);
  }
  await expect(lackingIn("step")).rejects.toThrow("It has not all");
});
