/** Cases in which a right engine was once called wrong: nothing is broken in them. */
import { expect, test } from "vitest";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import type { Operation, Workflow } from "../model/workflow.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { caseOf, fault, ONCE, step, THROWS, takes, wait } from "./small-cases.ts";

const CASES: readonly { what: string; engines: readonly string[]; case: Case }[] = [
  {
    what: "a large FLAT batch that nobody awaits any more need not run its failed branch again",
    engines: ["embedded"],
    case: caseOf([
      {
        kind: "any",
        name: "first",
        operations: [
          {
            kind: "parallel",
            name: "fan",
            nesting: "FLAT",
            completion: { toleratedFailureCount: 1 },
            branches: [
              { operations: [step("notify", THROWS)] },
              { operations: [step("report", { padding: 270_000 })] },
            ],
          },
        ],
        onError: "throw",
      },
      step("charge", { ...THROWS, retry: { policy: "default" } }),
    ]),
  },
  {
    what: "a large FLAT batch that a combinator waits for need not run its failed branch again",
    engines: ["embedded"],
    case: caseOf([
      {
        kind: "allSettled",
        name: "all",
        operations: [
          step("charge", { ...THROWS, retry: { policy: "default" } }),
          {
            kind: "parallel",
            name: "fan",
            nesting: "FLAT",
            branches: [
              { operations: [step("notify", THROWS)] },
              { operations: [], padding: 270_000 },
            ],
          },
        ],
        onError: "throw",
      },
    ]),
  },
  {
    what: "what can never be written may fail the execution though a call has failed in passing",
    engines: ["embedded"],
    case: caseOf(
      [step("reserve", { gives: "bigint", ...takes(2) })],
      [],
      [fault("server-error", "reserve", "START")],
    ),
  },
  {
    what: "what a child has not awaited may run on after it, and is not recorded",
    engines: ["aws-sdk@2.4.0", "embedded"],
    case: caseOf([
      {
        kind: "child",
        name: "order",
        operations: [
          {
            kind: "child",
            name: "aside",
            operations: [step("charge", { semantics: "AtMostOncePerRetry" })],
            onError: "throw",
            awaited: "never",
          },
        ],
        onError: "throw",
      },
    ]),
  },
  {
    what: "what nobody awaited may be sent after the end of the execution, and is lost",
    engines: ["aws-sdk@2.4.0", "embedded"],
    case: caseOfHandler({
      operations: [{ ...step("ship", ONCE), awaited: "never" }],
      padding: 6_500_000,
    }),
  },
  {
    what: "an operand that ends before its START is replied to has not been heard of",
    engines: ["aws-sdk@2.4.0", "embedded"],
    case: caseOf([
      {
        kind: "allSettled",
        name: "all",
        operations: [
          {
            kind: "invoke",
            name: "target",
            end: { does: "succeed", seconds: 0 },
            onError: "throw",
          },
        ],
        onError: "throw",
      },
    ]),
  },
  {
    what: "a retry below a branch that has ended wakes the execution",
    engines: ["aws-sdk@2.4.0", "embedded"],
    case: limited(3, [
      {
        kind: "parallel",
        name: "fan",
        branches: [
          {
            operations: [step("audit", { ...ONCE, ...takes(3_500), retry: { policy: "default" } })],
          },
          {
            operations: [
              {
                kind: "race",
                name: "first",
                operations: [
                  step("notify"),
                  step("report", { ...ONCE, ...THROWS, retry: { policy: "default" } }),
                ],
                onError: "throw",
              },
            ],
          },
        ],
      },
    ]),
  },
  {
    what: "the function of a large branch runs again although its batch has ended",
    engines: ["aws-sdk@2.4.0", "embedded"],
    case: limited(10, [
      { kind: "parallel", name: "fan", branches: [{ operations: [], padding: 270_000 }] },
      step("charge", takes(10_500)),
    ]),
  },
  {
    what: "a batch that is complete gives branches as STARTED that it never started",
    engines: ["model", "embedded"],
    case: caseOf([
      {
        kind: "parallel",
        name: "fan",
        completion: { minSuccessful: 1 },
        branches: [{ operations: [] }, { operations: [step("slow", takes(1))] }],
      },
      wait("pause", 1_000),
    ]),
  },
  {
    what: "an invoked function times out when it does",
    engines: ["model", "embedded"],
    case: caseOf([
      { kind: "invoke", name: "report", end: { does: "time-out", seconds: 2 }, onError: "catch" },
    ]),
  },
  {
    what: "a sign of life of one callback is none of another",
    engines: ["embedded"],
    case: caseOf([
      {
        kind: "allSettled",
        name: "both",
        operations: [
          { ...silent("approval"), heartbeatSeconds: 3 },
          { ...silent("review"), beats: [2], timeoutSeconds: 9 },
        ],
        onError: "throw",
      },
    ]),
  },
  {
    what: "whoever hears nothing of the call that ends the execution can't know that it has ended",
    engines: ["model", "embedded"],
    case: {
      ...caseOfHandler({ operations: [], padding: 6_500_000 }),
      schedule: {
        interruptions: [],
        faults: [{ fault: "reply-lost", call: "result", occurrence: 1 }],
      },
    },
  },
  {
    what: "what an execution that FAILED has lost in a failed call need not be in the log",
    engines: ["aws-sdk@2.4.0", "embedded"],
    case: caseOf(
      [
        {
          kind: "wait-for-callback",
          name: "approval",
          end: { does: "succeed", seconds: 1 },
          onError: "throw",
          ...THROWS,
        },
      ],
      [],
      [fault("throttled", "approval", "FAIL")],
    ),
  },
];

/** A callback that nobody ends. */
function silent(name: string) {
  return {
    kind: "callback",
    name,
    end: { does: "time-out", seconds: 1 },
    onError: "catch",
  } as const;
}

/** A case in which an invocation may take no longer than this. */
function limited(invocationSeconds: number, operations: readonly Operation[]): Case {
  const whole = caseOf(operations);
  return { ...whole, limits: { ...whole.limits, invocationSeconds } };
}

function caseOfHandler(workflow: Workflow): Case {
  return { ...caseOf([]), workflow };
}

const runs = CASES.flatMap(({ engines, ...rest }) =>
  engines.map((engine) => ({ engine, ...rest })),
);

test.each(runs)("$engine: $what", async ({ engine, case: case_ }) => {
  const { failure } = await judgeCase(case_, await createRunner(engine), PROPERTIES);
  expect(failure).toBeUndefined();
});
