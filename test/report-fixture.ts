/** Reports as values that say a bit of everything, for the tests of their renderers. */
import { type Case, makeCase } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";
import type { Event, History } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { COUNTEREXAMPLE_VERSION, type Counterexample } from "../reports/counterexample.ts";
import { inevitabilityOf } from "../reports/inevitability.ts";
import type { ReplayReport } from "../reports/replay-report.ts";
import { RUN_REPORT_VERSION, type RunReport } from "../reports/run-report.ts";
import { indexOf } from "./history-editor.ts";
import { caseOf, insideBody, ONCE, step, takes, wait } from "./small-cases.ts";

export const PROGRAM = "npx durable-conformance";

const interrupted = caseOf([step("charge", ONCE)], [insideBody("charge")]);

/** An interrupted step of which the handler hears something else than it should. */
export const internalError: Counterexample = counterexample(interrupted, {
  property: "interruption-reaches-handler",
  sentence:
    "Where an interrupted at-most-once step is not retried, the handler sees a StepError caused by StepInterruptedError, live and on replay.",
  ...replaced(interrupted, "operation-resolved", (event) => ({
    ...event,
    outcome: { kind: "threw", error: { name: "Error", message: "metadata required for 1" } },
  })),
  operation: "charge",
  expected: "the handler to see a StepError caused by StepInterruptedError for charge",
  found: "gave it Error: metadata required for 1",
});

const busy = caseOf([
  {
    kind: "child",
    name: "order",
    operations: [step("ship", takes(30_000)), wait("settle", 5)],
    onError: "throw",
  },
]);

/** A child context in which an engine polls for long, and then answers PENDING with work to do. */
export const tooEarly: Counterexample = counterexample(busy, {
  property: "suspends-only-when-idle",
  sentence: "An invocation suspends only when nothing in it can go on.",
  ...polling(busy),
  expected: "ship to go on",
  found: "answered PENDING",
});

/** A run that was stopped, with findings, a gap, a lost case and things never seen. */
export const runReport: RunReport = {
  format: "durable-conformance/run-report",
  version: RUN_REPORT_VERSION,
  madeWith: { version: "0.1.0", node: "24.21.0" },
  engine: "aws-sdk@1.1.7",
  bound: null,
  shard: { number: 2, of: 4, all: 40_000, scope: "sequential" },
  seed: 7,
  casesAsked: 10_000,
  casesRun: 9_500,
  events: 123_456,
  seconds: 12.3,
  stopped: "interrupted-by-user",
  knownAllowed: false,
  kept: [
    {
      file: "counterexamples/old.json",
      finding: null,
      outcome: "mended",
      breaks: null,
    },
    {
      file: "corpus/hangs.json",
      finding: { id: "hangs", title: "It hangs", number: 1 },
      outcome: "changed",
      breaks: "invocations-end/step/hangs",
    },
  ],
  lines: [
    { kind: "ok", id: "live-equals-replay", sentence: "Replays agree.", runs: 9_499 },
    {
      kind: "FAIL",
      id: internalError.property,
      sentence: internalError.sentence,
      failed: 45,
      known: 45,
      runs: 9_499,
    },
    {
      kind: "FAIL",
      id: tooEarly.property,
      sentence: tooEarly.sentence,
      failed: 1,
      known: 0,
      runs: 9_499,
    },
    { kind: "gap", id: "one-body-at-a-time", sentence: "One.", reason: "no run exercised it" },
  ],
  sometimes: [
    { id: "retried-then-succeeded", sentence: "A step was retried and succeeded.", count: 812 },
    { id: "replayed-past-a-wait", sentence: "A replay came past a wait.", count: 0 },
  ],
  coverage: {
    columns: ["at least once", "wait"],
    rows: [
      { row: "body-entered", cells: [1_204, null] },
      { row: "checkpoint-recorded START", cells: [12, 0] },
    ],
  },
  combinations: [
    {
      title: "Ingredients: workflow x schedule",
      columns: ["crash", "late reply"],
      rows: [
        { row: "early completion", cells: [12, 0] },
        { row: "empty collection", cells: [0, 0] },
        { row: "error caught", cells: [1_204, null] },
      ],
    },
  ],
  findings: [
    {
      counterexample: internalError,
      file: "counterexamples/internal-error.json",
      known: "interrupted-step-gives-internal-error",
      cases: 45,
      shrunk: 3,
      alike: 3,
    },
    {
      counterexample: tooEarly,
      file: "counterexamples/too-early.json",
      known: null,
      cases: 1,
      shrunk: 1,
      alike: 1,
    },
  ],
  lost: [
    {
      reason: "The engine blocked its thread",
      cases: 1,
      caseNumber: 77,
      file: "counterexamples/lost.json",
    },
  ],
  disagreements: 0,
};

export const brokenReplay: ReplayReport = {
  version: "0.1.0",
  node: "24.21.0",
  engine: "aws-sdk@1.1.7",
  file: "counterexamples/internal-error.json",
  case: internalError.case,
  history: internalError.history,
  counterexample: internalError,
  comparison: "aws-sdk@1.1.7 still breaks the same property in the same way.",
};

/** One that is replayed with everything that can go wrong in its schedule. */
export const troubledReplay: ReplayReport = {
  ...brokenReplay,
  case: makeCase(internalError.case.workflow, {
    interruptions: [{ edge: "invocation-answered", occurrence: 1, restartSeconds: 1 }],
    faults: [
      { fault: "throttled", operation: "charge", action: "START", occurrence: 1 },
      { fault: "reply-late", seconds: 2, operation: "charge", action: "FAIL", occurrence: 1 },
    ],
    pages: { first: 0, size: 1 },
    change: { fromInvocation: 2, operation: "charge", becomes: "renamed" },
  }),
};

export const rightReplay: ReplayReport = {
  ...brokenReplay,
  engine: "aws-sdk@2.4.0",
  history: simulate(interrupted, awsGuarantees),
  counterexample: undefined,
  comparison: "aws-sdk@2.4.0 breaks nothing in this case.",
};

function counterexample(
  case_: Case,
  told: Pick<
    Counterexample,
    "property" | "sentence" | "at" | "history" | "expected" | "found" | "operation"
  >,
): Counterexample {
  return {
    format: "durable-conformance/counterexample",
    version: COUNTEREXAMPLE_VERSION,
    engine: "aws-sdk@1.1.7",
    madeWith: { version: "0.1.0", node: "24.21.0" },
    signature: `${told.property}/step/reason`,
    inevitability: inevitabilityOf(case_, told.history, told.at, awsGuarantees),
    alsoBroken: ["model-accepts"],
    case: case_,
    shrink: {
      from: { operations: 4, interruptions: 3 },
      to: { operations: 1, interruptions: 1 },
      tried: 27,
      minimal: true,
      certificate: [{ removed: "charge", breaks: null }],
    },
    drawn: { seed: 7, caseNumber: 12 },
    ...told,
  };
}

/** The right history with the first event of this kind made another, and nothing after it. */
function replaced(
  case_: Case,
  kind: Event["kind"],
  change: (event: Event) => Event,
): { readonly history: History; readonly at: number } {
  const right = simulate(case_, awsGuarantees);
  const at = indexOf(right, { kind });
  return { history: [...right.slice(0, at), change(right[at] as Event)], at };
}

function polling(case_: Case): { readonly history: History; readonly at: number } {
  const right = simulate(case_, awsGuarantees);
  const entered = indexOf(right, { kind: "body-entered", operation: "ship" });
  const begun = right.slice(0, entered + 1);
  const answered = indexOf(right, { kind: "checkpoint-replied", operation: "ship" });
  const told = right
    .slice(entered + 1, answered + 1)
    .filter((event) => "updates" in event)
    .filter(({ updates }) => updates.every(({ action }) => action === "START"));
  const polls = Array.from({ length: 40 }, (_, index) => 1_000 + index * 500).flatMap(
    (at): readonly Event[] => [
      { kind: "checkpoint-requested", at, updates: [] },
      { kind: "checkpoint-recorded", at: at + 1, updates: [] },
      { kind: "checkpoint-replied", at: at + 2, updates: [] },
    ],
  );
  const answer: Event = { kind: "invocation-answered", at: 25_000, answer: { kind: "PENDING" } };
  const history = [...begun, ...told, ...polls, answer];
  return { history, at: history.length - 1 };
}
