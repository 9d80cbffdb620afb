/** Whatever data says, text stays within 80 columns and its lines, and tells a terminal nothing. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awsGuarantees } from "../model/guarantees.ts";
import type { ErrorView, Event } from "../model/history.ts";
import { simulate } from "../model/simulate.ts";
import { caseArbitrary } from "../properties/generators/case.ts";
import { COUNTEREXAMPLE_VERSION, type Counterexample } from "../reports/counterexample.ts";
import { KeptOutcome } from "../reports/kept-case.ts";
import { RUN_REPORT_VERSION, type RunReport } from "../reports/run-report.ts";
import { renderReplay } from "../reports/text/command.ts";
import { renderCounterexample } from "../reports/text/counterexample.ts";
import { clip, flow, labelled, paragraph, printable, wrap } from "../reports/text/layout.ts";
import { renderHeader, renderRunReport } from "../reports/text/run-report.ts";
import { renderScenarios } from "../reports/text/scenarios.ts";

const words = fc.array(fc.string({ unit: "binary", maxLength: 30 })).map((list) => list.join(" "));
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary", maxLength: 200 }),
  words,
  fc.constant("\u001b[2J\u001b]0;title\u0007\r\n\u2028\u202e\ufeff\u009b31m"),
  fc.constant("x".repeat(300)),
);

const error: fc.Arbitrary<ErrorView> = fc.record({ name: text, message: text });
const hostileEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant("error-escaped" as const), at: fc.constant(0), error }),
  fc.record({
    kind: fc.constant("operation-resolved" as const),
    at: fc.constant(0),
    operation: text,
    outcome: fc.record({ kind: fc.constant("threw" as const), error }),
  }),
  fc.record({
    kind: fc.constant("checkpoint-requested" as const),
    at: fc.constant(0),
    updates: fc.array(
      fc.record({
        operation: text,
        type: fc.constant("STEP" as const),
        action: fc.constant("SUCCEED" as const),
        payload: text,
      }),
    ),
  }),
);

const counterexample: fc.Arbitrary<Counterexample> = fc
  .record({
    case: caseArbitrary,
    hostile: fc.array(hostileEvent),
    engine: text,
    property: text,
    sentence: text,
    expected: text,
    found: text,
    at: fc.nat(30),
  })
  .map(({ case: case_, hostile, ...fields }) => {
    const size = { operations: 1, interruptions: 1 };
    return {
      format: "durable-conformance/counterexample" as const,
      version: COUNTEREXAMPLE_VERSION,
      madeWith: { version: "1.22.333", node: "24.100.100" },
      ...fields,
      signature: "a/b/c",
      alsoBroken: [],
      case: case_,
      history: [...hostile, ...simulate(case_, awsGuarantees)],
      shrink: { from: size, to: size, tried: 1, minimal: true, certificate: [] },
      drawn: { seed: 0, caseNumber: 0 },
    };
  });

const KEPT_OUTCOMES = KeptOutcome.literals;

const report: fc.Arbitrary<RunReport> = fc
  .record({ counterexample, file: text, engine: text, reason: text, count: fc.nat(100_000_000) })
  .map(({ counterexample: found, file, engine, reason, count }) => ({
    format: "durable-conformance/run-report" as const,
    version: RUN_REPORT_VERSION,
    madeWith: { version: "1.22.333", node: "24.100.100" },
    engine,
    bound: null,
    seed: 2_147_483_647,
    casesAsked: 100_000_000,
    casesRun: count,
    events: 9_999_999_999,
    seconds: 86_400,
    stopped: "time-limit" as const,
    knownAllowed: count % 2 === 0,
    kept: KEPT_OUTCOMES.map((outcome, index) => ({
      file,
      finding: index % 2 === 0 ? null : { id: engine, title: reason, number: count },
      outcome,
      breaks: index % 3 === 0 ? null : reason,
    })),
    lines: [
      { kind: "ok", id: "waits-neither-early-nor-restarted", sentence: "", runs: count },
      {
        kind: "FAIL",
        id: "live-equals-replay",
        sentence: "",
        failed: count,
        known: 0,
        runs: count,
      },
      { kind: "gap", id: "answers-what-the-handler-did", sentence: "", reason },
    ],
    sometimes: [{ id: "interrupted-while-a-retry-was-pending", sentence: "", count }],
    coverage: {
      columns: ["at least once", "at most once", "wait", "invocation"],
      rows: [{ row: "checkpoint-requested SUCCEED", cells: [count, 0, null, count] }],
    },
    findings: [null, engine].map((known) => ({
      counterexample: found,
      file,
      known,
      cases: count,
      shrunk: count,
      alike: count,
    })),
    lost: [{ reason, cases: count, caseNumber: count, file }],
    disagreements: count,
  }));

/** Fails where a line is too long or a character is more than what it looks like. */
function expectPlain(output: string): void {
  for (const line of output.split("\n")) {
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    if (!/^ {2}(Reproduce {3}npx|file) /.test(line)) expect(line.length).toBeLessThanOrEqual(80);
  }
}

test("a counterexample", () => {
  fc.assert(
    fc.property(counterexample, text, (each, file) => {
      expectPlain(renderCounterexample(each, { file, program: "npx durable-conformance" }));
    }),
  );
});

test("a sentence has one full stop, and says who expects it", () => {
  const [sample] = fc.sample(counterexample, { seed: 1, numRuns: 1 });
  const said = { expected: "an end", found: "said: It failed." };
  const render = (property: string) =>
    renderCounterexample(
      { ...(sample as Counterexample), ...said, property },
      { file: "a.json", program: "npx durable-conformance" },
    );
  expect(render("only-legal-updates")).toContain(
    "\n  The property expects an end.\n  The engine said: It failed.\n",
  );
  expect(render("model-accepts")).toContain("\n  The model expects an end.\n");
});

test("the report of a run", () => {
  fc.assert(
    fc.property(report, (each) => {
      expectPlain(renderHeader({ ...each, properties: 25, timeLimitSeconds: 86_400, workers: 64 }));
      expectPlain(renderRunReport(each, "npx durable-conformance"));
    }),
  );
});

test("the scenarios", () => {
  const row = { attempt: 12, bodyRan: true, asked: "retry", ended: "execution timeout" } as const;
  const rows = Array.from({ length: 200 }, (_, index) => ({ ...row, invocation: index + 1 }));
  const starts = { "step-1": 100_000, "step-2": 100_000 };
  const model = { rows, status: "TIMED_OUT", starts };
  const engine = { rows: rows.slice(1, 20), status: "FAILED", starts: {} };
  fc.assert(
    fc.property(text, (name) => {
      expectPlain(renderScenarios(name, [{ number: 1, title: "at least once", model, engine }]));
    }),
  );
});

describe("layout", () => {
  test("wraps without losing anything", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 80 }), (each, width) => {
        const lines = wrap(each, width);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(printable(each).replaceAll(" ", ""));
      }),
    );
  });

  test("clips to a width, and shows that it does", () => {
    expect(clip("metadata required", 11)).toBe("metadata...");
    expect(clip("metadata", 8)).toBe("metadata");
    expect(clip("four 🐢 turtles", 9)).toBe("four ...");
  });

  test("puts a label before a text that wraps under itself", () => {
    const long = "word ".repeat(20).trimEnd();
    const [first, second] = labelled("Label", long, 2, 8).split("\n");
    expect(first).toBe(`  Label   ${"word ".repeat(14).trimEnd()}`);
    expect(second).toBe(`          ${"word ".repeat(6).trimEnd()}`);
  });

  test("lets short texts share a line as long as they fit", () => {
    expect(flow(["a", "b"])).toBe("a   b");
    expect(flow(["x".repeat(40), "y".repeat(40)])).toBe(`${"x".repeat(40)}\n${"y".repeat(40)}`);
  });

  test("makes data unable to break out of its line", () => {
    expect(paragraph("one\ntwo\u001b[31m", 2)).toBe("  one\\u000atwo\\u001b[31m");
  });
});

test("the command to paste is safe in a shell", () => {
  const render = (file: string) => renderReplay("npx durable-conformance", file, "aws-sdk@2.4.0");
  expect(render("out/a.json")).toBe(
    "  Reproduce   npx durable-conformance replay out/a.json --engine aws-sdk@2.4.0",
  );
  expect(render("my cases/it's; rm.json")).toContain(" replay 'my cases/it'\\''s; rm.json' ");
  expect(render("--json")).toContain(" replay ./--json ");
});
