/** What no engine could have done is refused as a mistake of the harness or of the service. */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Rule } from "../model/refusal.ts";
import { simulate } from "../model/simulate.ts";
import { walkModel } from "../properties/model-accepts.ts";
import { readStory } from "../properties/story.ts";
import { bodyEntered, called, requested, SOMETHING_ELSE, stepUpdate } from "./examples/example.ts";
import { change, drop, type Edit, editHistory, endWith, insertAfter } from "./history-editor.ts";
import { attempts, caseOf, step, THROWS_ONCE, takes, wait } from "./small-cases.ts";

const two = caseOf([step("charge"), step("ship")]);
const waiting = caseOf([wait("settle", 5)]);
const retried = caseOf([step("charge", { ...THROWS_ONCE, ...attempts(2) })]);
const slow = caseOf([step("charge", takes(90_000))]);
const given = { kind: "operation-resolved", operation: "charge" } as const;
const answered = { kind: "invocation-answered" } as const;
const PENDING = { kind: "PENDING" } as const;
const ranOnce = { kind: "body-finished", operation: "charge" } as const;

/** What is wrong, how the right history is edited, and of which case (of two steps). */
type Wrong = readonly [does: string, edit: Edit, case_?: Case];

const HARNESS: readonly (readonly [string, Edit, typeof two?])[] = [
  ["counts the runs of a body wrongly", change({ kind: "body-entered" }, { run: 2 })],
  ["ends a body that does not run", drop({ kind: "body-entered" })],
  ["ends another run than runs", change({ kind: "body-finished" }, { run: 2 })],
  [
    "ends a body as its run does not end",
    change({ kind: "body-finished" }, { outcome: { kind: "returned", value: '"charge#2"' } }),
  ],
  ["goes back in time", change({ kind: "handler-finished" }, { at: -1 })],
  ["goes on after the end", insertAfter({ kind: "execution-ended" }, { kind: "livelocked" })],
  ["calls an operation out of turn", insertAfter({ kind: "invocation-started" }, called("ship"))],
  ["calls an operation twice", insertAfter({ kind: "operation-called" }, called("charge"))],
  ["gives an outcome twice", insertAfter(given, { ...given, outcome: { kind: "returned" } })],
  [
    "gives the outcome of something that is not in the workflow",
    insertAfter(given, { ...given, operation: "nobody", outcome: { kind: "returned" } }),
  ],
  ["runs a body that is not in the workflow", insertAfter(given, bodyEntered("nobody", 1))],
  [
    "ends the handler before its last operation",
    insertAfter(given, { kind: "handler-finished", outcome: { kind: "returned", value: "{}" } }),
  ],
  [
    "ends the handler otherwise than the workflow does",
    change({ kind: "handler-finished" }, { outcome: { kind: "threw", error: SOMETHING_ELSE } }),
  ],
  ["numbers invocations wrongly", change({ kind: "invocation-started" }, { invocation: 2 })],
  ["shows what happens without an invocation", drop({ kind: "invocation-started" })],
  ["replies to no call", drop({ kind: "checkpoint-recorded" })],
  ["records without a call", drop({ kind: "checkpoint-requested" })],
  [
    "takes another answer than was given",
    change({ kind: "answer-accepted" }, { answer: { kind: "PENDING" } }),
  ],
  ["ends the execution otherwise", change({ kind: "execution-ended" }, { status: "FAILED" })],
  [
    "lets the execution time out before its limit",
    endWith({ kind: "operation-called" }, { kind: "execution-ended", status: "TIMED_OUT" }),
  ],
  [
    "lets an invocation time out before its limit",
    change({ kind: "interrupted" }, { at: 59_999 }),
    slow,
  ],
  ["calls an operation after the answer", insertAfter(answered, called("ship"))],
  [
    "gives an outcome after the answer",
    insertAfter(answered, { ...given, outcome: { kind: "returned", value: '"charge#1"' } }),
  ],
  ["answers twice", insertAfter(answered, { kind: "invocation-answered", answer: PENDING })],
  ["sends a call after the answer", insertAfter(answered, requested())],
  [
    "has a strategy that is not the workflow's",
    change({ kind: "strategy-asked" }, { decision: { kind: "stop" } }),
    retried,
  ],
];

const SERVICE: readonly (readonly [string, Edit, typeof two?])[] = [
  [
    "starts an invocation while one is live",
    insertAfter({ kind: "operation-called" }, { kind: "invocation-started", invocation: 2 }),
  ],
  [
    "starts an invocation that nothing calls for",
    insertAfter({ kind: "answer-accepted" }, { kind: "invocation-started", invocation: 2 }),
    waiting,
  ],
  ["ends a wait before its time", change({ kind: "timer-fired" }, { at: 4_999 }), waiting],
  [
    "ends the delay of a retry before its time",
    change({ kind: "timer-fired" }, { at: 4_999 }),
    retried,
  ],
  [
    "fires a timer that was not set",
    insertAfter(ranOnce, { kind: "timer-fired", operation: "charge" }),
  ],
  ["records nothing of what was sent", change({ kind: "checkpoint-recorded" }, { updates: [] })],
  [
    "records something else than was sent",
    change({ kind: "checkpoint-recorded" }, { updates: [stepUpdate("ship", "START")] }),
  ],
  [
    "fires a timer twice",
    insertAfter({ kind: "timer-fired" }, { kind: "timer-fired", operation: "settle" }),
    waiting,
  ],
];

function ruleFor([, edit, case_ = two]: Wrong): Rule | undefined {
  const history = editHistory(simulate(case_, awsGuarantees), [edit]);
  const walk = walkModel(readStory(case_, awsGuarantees, history));
  return walk.kind === "refused" ? walk.refusal.rule : undefined;
}

for (const wrong of HARNESS) {
  test(`a harness that ${wrong[0]}`, () => {
    expect(ruleFor(wrong)).toBe("harness-broke-its-rules");
  });
}

for (const wrong of SERVICE) {
  test(`a service that ${wrong[0]}`, () => {
    expect(ruleFor(wrong)).toBe("service-broke-its-rules");
  });
}
