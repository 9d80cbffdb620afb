/** Small cases in which every kind of operation, option and trouble comes up at least once. */
import type { Case } from "../../model/case.ts";
import { FAILURE_NAMES } from "../../model/fault.ts";
import { LOSSY_VALUES } from "../../model/odd-value.ts";
import type { Action, Fault, Interruption, Schedule } from "../../model/schedule.ts";
import type {
  Batch,
  Callback,
  Child,
  Combinator,
  Invoke,
  Operation,
  WaitForCallback,
  WaitForCondition,
  Workflow,
} from "../../model/workflow.ts";
import {
  attempts,
  caseOf,
  fault,
  insideBody,
  ONCE,
  step,
  THROWS,
  THROWS_ONCE,
  takes,
  wait,
  whenResolved,
} from "../small-cases.ts";
import { EXAMPLES } from "./all.ts";

type Cases = Readonly<Record<string, Case>>;

const CATCH = { onError: "catch" } as const;
const charge = step("charge");
const ship = step("ship", takes(5_000));
const inShip = insideBody("ship");

function scheduled(case_: Case, schedule: Partial<Schedule>): Case {
  return { ...case_, schedule: { ...case_.schedule, ...schedule } };
}

function handler(workflow: Partial<Workflow>, ...interruptions: readonly Interruption[]): Case {
  const case_ = caseOf([charge], interruptions);
  return { ...case_, workflow: { ...case_.workflow, ...workflow } };
}

function at(operation: string, action: Action): Interruption {
  return { edge: "checkpoint-recorded", operation, action, occurrence: 1 };
}

function child(operations: readonly Operation[], more: Partial<Child> = {}): Child {
  return { kind: "child", name: "order", operations, onError: "throw", ...more };
}

function fan(more: Partial<Batch>, ...operations: readonly Operation[]): Batch {
  const branches = operations.map((operation) => ({ operations: [operation] }));
  return { kind: "parallel", name: "fan", branches, ...more };
}

function both(kind: Combinator["kind"], ...operations: readonly Operation[]): Combinator {
  return { kind, name: "both", operations, onError: "catch" };
}

function approval(more: Partial<Callback> = {}): Callback {
  const end = { does: "succeed", seconds: 3 } as const;
  return { kind: "callback", name: "approval", end, onError: "catch", ...more };
}

function submitted(more: Partial<WaitForCallback> = {}): WaitForCallback {
  const runs = [{ does: "return", milliseconds: 0 }] as const;
  const fields = { end: { does: "succeed", seconds: 3 }, runs, ...CATCH } as const;
  return { kind: "wait-for-callback", name: "approval", ...fields, ...more };
}

function report(does: Invoke["end"]["does"], more: Partial<Invoke> = {}): Invoke {
  return { kind: "invoke", name: "report", end: { does, seconds: 2 }, onError: "catch", ...more };
}

function job(more: Partial<WaitForCondition> = {}): WaitForCondition {
  const runs = [{ does: "return", milliseconds: 0 }] as const;
  const fields = { polls: 3, delaySeconds: 4, runs, ...CATCH } as const;
  return { kind: "wait-for-condition", name: "job", ...fields, ...more };
}

function ofCall(name: string, call: "poll" | "result" | "page"): Fault {
  return { fault: name, call, occurrence: 1 } as Fault;
}

const failing = step("audit", THROWS);
const throwing = { policy: "limited", attempts: 1, manner: "throws" } as const;
const mutating = { policy: "limited", attempts: 2, delaySeconds: 1, manner: "mutates" } as const;
const slow = step("slow", takes(9_000));
const pages = { first: 1, size: 1 };
const inTurn = [charge, wait("settle", 5), ship];
const large = { padding: 270_000 };

const STEPS: Cases = {
  "an interrupted attempt is followed by one that throws": caseOf(
    [step("charge", { ...ONCE, ...THROWS, ...attempts(2), ...CATCH }), ship],
    [insideBody("charge"), inShip],
  ),
  "a strategy throws": caseOf(
    [step("charge", { ...THROWS, ...CATCH, retry: throwing }), ship],
    [inShip],
  ),
  "a strategy throws because of an interruption": caseOf(
    [step("charge", { ...ONCE, ...CATCH, retry: throwing }), ship],
    [insideBody("charge"), inShip],
  ),
  "a strategy changes the error": caseOf(
    [step("charge", { ...ONCE, ...THROWS, ...CATCH, retry: mutating })],
    [insideBody("charge")],
  ),
  "delays that grow": caseOf([
    step("charge", { ...THROWS, ...CATCH, retry: { policy: "linear", attempts: 3 } }),
  ]),
  "delays that multiply": caseOf([
    step("charge", { ...THROWS_ONCE, retry: { policy: "exponential", rate: 3, jitter: "HALF" } }),
  ]),
  "an asymmetric serdes": caseOf([step("charge", { serdes: "asymmetric" }), ship], [inShip]),
  "a slow serdes": caseOf([step("charge", { serdes: "slow" }), ship], [inShip]),
  "a step that is awaited later, and one that never is": caseOf(
    [
      { ...step("charge", takes(1_000)), awaited: "later" },
      { ...step("audit", ONCE), awaited: "never" },
      wait("settle", 5),
    ],
    [insideBody("charge")],
  ),
  "plain work, and a wait that is longer than a timer can be": caseOf([
    { kind: "work", name: "audit", milliseconds: 50 },
    wait("settle", 2_147_484),
  ]),
  "what is awaited later fails": caseOf([
    { ...step("charge", THROWS), awaited: "later" },
    { ...wait("settle", 5), awaited: "later" },
    step("audit"),
  ]),
  "a wait in the background": caseOf([{ ...wait("settle", 5), awaited: "later" }, ship], [inShip]),
  "an invocation is cut off by its limit": caseOf([step("charge", { ...ONCE, ...takes(70_000) })]),
  "an execution is cut off by its limit": caseOf([wait("settle", 700)]),
};

const ODD_VALUES: Cases = {
  ...Object.fromEntries(
    LOSSY_VALUES.map((gives) => [
      `a step gives an odd value: ${gives}`,
      caseOf([step("charge", { gives }), ship], [inShip]),
    ]),
  ),
  "a child that gives an odd value": caseOf([child([charge], { gives: "date" }), ship], [inShip]),
  "the handler's result is odd": handler({ gives: "undefined" }),
};

const FAILING_SERDES: Cases = {
  "a result can't be written at first": caseOf(
    [step("charge", { serdes: "write-fails-once" }), ship],
    [inShip],
  ),
  "a result can't be written at first, which interrupts the step": caseOf([
    step("charge", { ...ONCE, ...CATCH, serdes: "write-fails-once" }),
    ship,
  ]),
  "a result can't be read at first": caseOf(
    [step("charge", { serdes: "read-fails-once" }), ship],
    [inShip],
  ),
  "the result of a child can't be written at first": caseOf([
    child([charge], { serdes: "write-fails-once" }),
  ]),
  "the result of a child can't be read at first": caseOf([
    child([charge], { serdes: "read-fails-once" }),
  ]),
  "an item can't be written at first": caseOf([
    fan({ kind: "map", itemSerdes: "write-fails-once" }, charge, wait("settle", 3)),
  ]),
  "an item can't be read at first": caseOf([
    fan({ kind: "map", itemSerdes: "read-fails-once" }, charge, wait("settle", 3)),
  ]),
  "an answer can't be read at first": caseOf([approval({ serdes: "read-fails-once" }), ship]),
  "a submitted callback's answer can't be read at first": caseOf([
    submitted({ serdes: "read-fails-once" }),
  ]),
  "a state can't be written at first": caseOf([job({ serdes: "write-fails-once" })]),
  "a state can't be read at the second poll": caseOf([job({ serdes: "read-fails-second" })]),
  "the second item can't be written": caseOf([
    fan({ kind: "map", itemSerdes: "write-fails-second" }, charge, wait("settle", 3)),
  ]),
  "a step gives what can't be written": caseOf([step("charge", { gives: "bigint" })]),
  "a child gives what can't be written": caseOf([child([charge], { gives: "circular" })]),
  "the handler gives what can't be written": handler({ gives: "bigint" }),
  "the handler gives what can't be written, and would be large": handler({
    gives: "circular",
    padding: 6_500_000,
  }),
};

const OUTSIDE: Cases = {
  "a callback fails": caseOf([approval({ end: { does: "fail", seconds: 1 } }), ship], [inShip]),
  "a callback falls silent": caseOf([
    approval({ end: { does: "time-out", seconds: 9 }, heartbeatSeconds: 3, beats: [2] }),
  ]),
  "a callback ends before its START is replied to": scheduled(
    caseOf([approval({ timeoutSeconds: 5 })]),
    {
      arrivals: [
        {
          edge: "checkpoint-recorded",
          operation: "approval",
          action: "START",
          occurrence: 1,
          ends: "approval",
        },
      ],
    },
  ),
  "a wait for a callback": caseOf([submitted({ serdes: "asymmetric" }), ship], [inShip]),
  "a wait for a callback that fails": caseOf([submitted({ end: { does: "fail", seconds: 1 } })]),
  "a submitter throws, and again": caseOf([submitted({ ...THROWS, ...attempts(2) }), ship]),
  "a submitter throws, then not": caseOf([submitted({ ...THROWS_ONCE, ...attempts(2) })]),
  "a submitter's strategy throws": caseOf([submitted({ ...THROWS, retry: throwing })]),
  ...Object.fromEntries(
    (["succeed", "fail", "time-out", "stop"] as const).map((does) => [
      `an invoke ends: ${does}`,
      caseOf([report(does), ship], [inShip]),
    ]),
  ),
  "an invoke with a serdes": caseOf([report("succeed", { serdes: "asymmetric" })]),
  "a condition is met": caseOf([job({ serdes: "asymmetric" }), ship], [insideBody("job"), inShip]),
  "a condition is given up": caseOf([job({ attempts: 2 })]),
  "a condition throws": caseOf([job(THROWS)]),
  "a condition polls as the helper says": caseOf([job({ helper: { attempts: 2 } })]),
};

const CONTEXTS: Cases = {
  "a child fails": caseOf([child([failing], CATCH), ship], [inShip]),
  "a child in a child": caseOf(
    [child([child([charge], { name: "inner", serdes: "asymmetric" })]), ship],
    [at("charge", "SUCCEED"), inShip],
  ),
  "three children, one in the other": caseOf([
    child([child([child([charge], { name: "inmost" })], { name: "inner" })]),
  ]),
  "a child awaits not all of its own": caseOf([
    child([{ ...step("aside", takes(1_000)), awaited: "never" }, charge]),
  ]),
};

const BATCHES: Cases = {
  "a batch tolerates no failure": caseOf(
    [fan({ completion: { toleratedFailureCount: 0 } }, failing, slow), ship],
    [inShip],
  ),
  "a batch tolerates some failures": caseOf([
    fan({ completion: { toleratedFailurePercentage: 40 }, maxConcurrency: 1 }, charge, failing),
  ]),
  "a batch has enough successes": caseOf(
    [fan({ completion: { minSuccessful: 1, toleratedFailureCount: 1 } }, failing, charge, slow)],
    [at("charge", "SUCCEED")],
  ),
  "a FLAT batch": caseOf([fan({ nesting: "FLAT" }, charge, failing), ship], [inShip]),
  "a map with a serdes of its items": caseOf([
    fan({ kind: "map", itemSerdes: "asymmetric", serdes: "slow" }, charge, wait("settle", 3)),
  ]),
  "a batch of nothing": caseOf([fan({}), charge]),
  "a retry in one branch beside another": caseOf([
    fan({}, step("charge", { ...THROWS_ONCE, ...attempts(2) }), slow),
  ]),
  "a batch of one branch, interrupted, one at a time": caseOf(
    [fan({ maxConcurrency: 1 }, charge, ship)],
    [inShip],
  ),
};

const COMBINATORS: Cases = {
  ...Object.fromEntries(
    (["all", "allSettled", "any", "race"] as const).map((kind) => [
      `${kind} of a batch, a wait for a callback and a child with a combinator`,
      caseOf(
        [
          both(
            kind,
            fan({}, charge),
            submitted(),
            child([{ ...both("race", failing), name: "first", onError: "throw" }]),
          ),
          ship,
        ],
        [inShip],
      ),
    ]),
  ),
  ...Object.fromEntries(
    (["allSettled", "race"] as const).map((kind) => [
      `${kind} of children and an invoke`,
      caseOf(
        [
          both(
            kind,
            child([charge, wait("settle", 5)]),
            report("fail"),
            child([failing], { name: "other" }),
          ),
          ship,
        ],
        [inShip],
      ),
    ]),
  ),
  "all of a batch whose branches go one at a time": caseOf([
    both("all", fan({ maxConcurrency: 1 }, charge, wait("settle", 5), ship), step("audit")),
  ]),
  "a race that is over before a batch has started all of its branches": caseOf([
    both("race", charge, fan({ maxConcurrency: 1 }, slow, wait("settle", 5))),
    wait("pause", 20),
  ]),
  "any of a strategy that throws": caseOf([
    both("any", step("charge", { ...THROWS, retry: throwing })),
  ]),
  "all of a large child, which is closed, and what is interrupted then": caseOf(
    [both("all", child([charge], large), slow)],
    [at("order", "SUCCEED")],
  ),
  "any of what succeeds at once and a large child, which is closed when it is given": caseOf(
    [both("any", charge, child([step("audit", takes(1_000))], large)), ship],
    [at("order", "SUCCEED"), inShip],
  ),
  "all of a large FLAT batch, which is closed, and what is interrupted then": caseOf(
    [
      both(
        "all",
        fan({ nesting: "FLAT", maxConcurrency: 1 }, step("charge", large), step("audit")),
        slow,
      ),
    ],
    [at("fan", "SUCCEED")],
  ),
  "all of large results": caseOf([both("all", step("charge", large)), ship], [inShip]),
  ...Object.fromEntries(
    (["all", "allSettled", "any", "race"] as const).flatMap((kind) => [
      [`${kind} of what succeeds and what fails`, caseOf([both(kind, charge, failing), ship])],
      [
        `${kind} of what fails soon and later, interrupted`,
        caseOf(
          [both(kind, failing, step("charge", { ...THROWS, ...takes(2_000) })), ship],
          [inShip],
        ),
      ],
      [`${kind} of a wait and a callback`, caseOf([both(kind, wait("settle", 5), approval())])],
    ]),
  ),
};

const LARGE: Cases = {
  "a large child": caseOf([child([charge], large), ship], [inShip]),
  "a large branch": caseOf(
    [{ kind: "parallel", name: "fan", branches: [{ operations: [charge], ...large }] }, ship],
    [inShip],
  ),
  "a large FLAT batch that is made again": caseOf(
    [fan({ nesting: "FLAT" }, step("charge", large), step("audit")), ship],
    [inShip],
  ),
  "a large FLAT batch that nobody awaits any more, made again beside a retry": caseOf([
    both(
      "any",
      fan(
        { nesting: "FLAT", completion: { toleratedFailureCount: 1 } },
        failing,
        step("charge", large),
      ),
    ),
    step("report", { ...THROWS_ONCE, retry: { policy: "default" } }),
  ]),
  "a large FLAT batch that a combinator waits for, made again beside a retry": caseOf([
    both(
      "allSettled",
      step("report", { ...THROWS_ONCE, retry: { policy: "default" } }),
      fan(
        { nesting: "FLAT", completion: { toleratedFailureCount: 1 } },
        failing,
        step("charge", large),
      ),
    ),
  ]),
  "a large branch is made again, with a batch in it that goes on": caseOf([
    {
      kind: "parallel",
      name: "fan",
      branches: [
        { operations: [job({ polls: 2 })] },
        {
          operations: [
            {
              kind: "parallel",
              name: "inner",
              branches: [{ operations: [wait("settle", 1)] }],
              awaited: "never",
            },
            charge,
          ],
          ...large,
        },
      ],
    },
  ]),
  "the handler's result is large": handler({ padding: 6_500_000 }),
  "the call with a large result fails": scheduled(handler({ padding: 6_500_000 }), {
    faults: [ofCall("throttled", "result")],
  }),
};

const SCHEDULES: Cases = {
  "the handler's answer is lost": handler({}, { edge: "invocation-answered", occurrence: 1 }),
  "an interruption between two operations": caseOf(inTurn, [whenResolved("charge"), inShip]),
  "a late restart": caseOf(
    [approval(), ship],
    [{ ...whenResolved("approval"), restartSeconds: 10 }],
  ),
  "pages of the log": scheduled(caseOf(inTurn, [inShip]), { pages }),
  "a page of the log fails": scheduled(caseOf(inTurn, [inShip]), {
    pages,
    faults: [ofCall("throttled", "page")],
  }),
  "a late reply": caseOf(
    [wait("settle", 2), charge],
    [],
    [{ fault: "reply-late", operation: "settle", action: "START", occurrence: 1, seconds: 5 }],
  ),
};

const FAILED_CALLS: Cases = {
  ...Object.fromEntries(
    [...FAILURE_NAMES, "token-missing" as const].flatMap((name) => [
      [
        `START of a step meets ${name}`,
        caseOf([step("charge", ONCE)], [], [fault(name, "charge", "START")]),
      ],
      [
        `the end of a step meets ${name}`,
        caseOf(
          [step("charge", { ...THROWS_ONCE, ...attempts(2) })],
          [],
          [fault(name, "charge", "RETRY")],
        ),
      ],
    ]),
  ),
};

const CHANGES: Cases = {
  ...Object.fromEntries(
    (["renamed", "swapped", "wait", "callback", "child"] as const).map((becomes) => [
      `the handler is changed: ${becomes}`,
      scheduled(caseOf(inTurn, [inShip]), {
        change: { fromInvocation: 2, operation: "charge", becomes },
      }),
    ]),
  ),
};

/** By what they are about, and by what is special about each. */
export const RICH_CASES: Readonly<Record<string, Cases>> = {
  steps: STEPS,
  "odd-values": ODD_VALUES,
  "failing-serdes": FAILING_SERDES,
  outside: OUTSIDE,
  contexts: CONTEXTS,
  batches: BATCHES,
  combinators: COMBINATORS,
  large: LARGE,
  schedules: SCHEDULES,
  "failed-calls": FAILED_CALLS,
  changes: CHANGES,
};

/** Those, and the right ones of the examples, by the guarantee that they exercise. */
export const RIGHT_CASES: Readonly<Record<string, Cases>> = {
  examples: Object.fromEntries(EXAMPLES.map(({ property, right }) => [property, right])),
  ...RICH_CASES,
};
