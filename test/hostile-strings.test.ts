/**
 * A case and a history are data: whatever a text in them says, it stays text in every report. Each
 * field of the values is made hostile in turn, and all of them at once.
 */
import { describe, expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { REPLAY_RENDERERS, RUN_RENDERERS } from "../cli/report-formats.ts";
import { BISECTION_VERSION, type Bisection } from "../reports/bisection.ts";
import { COMPARISON_VERSION, type Comparison, type Side } from "../reports/comparison.ts";
import type { HistoryCheck } from "../reports/history-check.ts";
import type { KnownFinding } from "../reports/known-finding.ts";
import type { RunReport } from "../reports/run-report.ts";
import { renderAnswer, renderVersion } from "../reports/text/bisection.ts";
import { renderComparison, renderComparisonHeader } from "../reports/text/comparison.ts";
import { renderCorpus } from "../reports/text/corpus.ts";
import { renderHistoryCheck } from "../reports/text/history-check.ts";
import { printable } from "../reports/text/layout.ts";
import { renderRunReport } from "../reports/text/run-report.ts";
import { renderMergedHeader } from "../reports/text/shard.ts";
import { ALL, HOSTILE, made, pathsOf } from "./hostile.ts";
import {
  brokenReplay,
  internalError,
  PROGRAM,
  runReport,
  troubledReplay,
} from "./report-fixture.ts";

/** Says what is wrong with an output of a form, or nothing. */
type Check = (output: string) => string | undefined;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/;

const CHECKS: Readonly<Record<string, Check>> = {
  text: (output) => (CONTROL.test(output) ? "a control sequence" : undefined),
  html: (output) => {
    if (CONTROL.test(output)) return "a control character";
    if (/<(img|b>|\/?svg onload|!--)/i.test(output)) return "an element of the data's own";
    if (output.split("<script>").length !== 2) return "a script of the data's own";
    return / on\w+="|="[^"]*"[^\s/>]/.test(output.replace(/<script>.*<\/script>/s, ""))
      ? "an attribute that ended early"
      : undefined;
  },
  junit: (output) => {
    if (CONTROL.test(output)) return "a control character";
    const elements = [...output.matchAll(/<\/?(\w+)/g)].map(([, name]) => name as string);
    const strange = elements.find((name) => !ELEMENTS.has(name));
    if (strange !== undefined) return `the element ${strange}`;
    return output.includes("]]>") ? "the end of a section" : undefined;
  },
  github: (output) => {
    if (CONTROL.test(output)) return "a control character";
    return (
      proseOf(output).flatMap(wrongInProse)[0] ?? diagramsOf(output).flatMap(wrongInDiagram)[0]
    );
  },
  itf: isJson,
  chrome: isJson,
  aws: isJson,
  // That they parse whatever a text says is tried in emit-test.test.ts.
  vitest: (output) => (CONTROL.test(output) ? "a control sequence" : undefined),
  script: (output) => (CONTROL.test(output) ? "a control sequence" : undefined),
  json: isJson,
};

const ELEMENTS = new Set(["testsuites", "testsuite", "testcase", "failure", "error", "skipped"]);

function isJson(output: string): string | undefined {
  try {
    JSON.parse(output);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** The lines outside of code, and those that close or open it, as CommonMark has it. */
function proseOf(output: string): readonly string[] {
  const prose: string[] = [];
  let fence: string | undefined;
  for (const line of output.split("\n")) {
    const [, ticks] = /^(`{3,})/.exec(line) ?? [];
    if (fence === undefined && ticks !== undefined) fence = ticks;
    else if (fence !== undefined && line === fence) fence = undefined;
    else if (fence === undefined) prose.push(line);
  }
  if (fence !== undefined) prose.push("<code that never ends>");
  return prose;
}

function wrongInProse(line: string): readonly string[] {
  const own = line.replaceAll(/<br>|<\/?details>|<\/?summary>/g, "");
  return /[<`[\]!@{}~_\\]|:\S|\*\*.*\*\*.*\*\*/.test(own.replace(/^\| \*\*FAIL\*\*/, ""))
    ? [line]
    : [];
}

function diagramsOf(output: string): readonly string[] {
  return [...output.matchAll(/^```+mermaid\n(.*?)\n```/gms)].map(([, text]) => text as string);
}

const DIAGRAM_LINE =
  /^ *(sequenceDiagram|participant .*|rect rgb\(246, 200, 195\)|end|Note over [a-z,]+: (?<note>.*)|[a-z]+-?->>[a-z]+: (?<message>.*))$/;

function wrongInDiagram(diagram: string): readonly string[] {
  return diagram.split("\n").filter((line) => {
    const found = DIAGRAM_LINE.exec(line);
    if (found === null) return true;
    const message = found.groups?.note ?? found.groups?.message ?? "";
    return !/^([A-Za-z0-9 .,()-]|#\d+;)*$/.test(message) || /\b(end|rect)\b/.test(message);
  });
}

const side: Side = {
  breaks: { property: "p", signature: "p/step/reason", expected: "this", found: "that" },
  history: [...internalError.history],
  at: internalError.at,
};
const comparison: Comparison = {
  format: "durable-conformance/comparison",
  version: COMPARISON_VERSION,
  madeWith: internalError.madeWith,
  left: "aws-sdk@1.1.7",
  right: "aws-sdk@2.4.0",
  seed: 1,
  casesAsked: 10,
  casesRun: 10,
  stopped: null,
  differences: [
    {
      kind: "outcome",
      signature: "a | b",
      cases: 2,
      case: internalError.case,
      file: "counterexamples/differs.json",
      shrink: internalError.shrink,
      left: side,
      right: { ...side, breaks: null },
    },
  ],
  lost: [{ engine: "aws-sdk@1.1.7", reason: "It hung", cases: 1, file: "lost.json" }],
};
const bisection: Bisection = {
  format: "durable-conformance/bisection",
  version: BISECTION_VERSION,
  package: "engine",
  file: "case.json",
  results: [
    { version: "1.0.0", outcome: "breaks", why: "p/step/reason" },
    { version: "1.1.0", outcome: "skipped", why: "npm: nothing there" },
    { version: "2.0.0", outcome: "holds", why: null },
  ],
  answer: "broken in 1.0.0, holds from 2.0.0",
  stopped: null,
};
const historyCheck: HistoryCheck = {
  file: "history.json",
  events: 3,
  verdict: "unknown",
  first: {
    event: 2,
    rule: "started-once",
    sentence: "An operation is started once.",
    expected: "nothing",
    found: "a start",
    events: ["   1  ExecutionStarted", "   2  StepStarted  charge"],
  },
  missing: ["the times of 3 of 3 events"],
  holdsIf: ["with times that leave room for every delay"],
};

/** A change of an operation that is not there is refused where a case is read. */
const REFUSED = /^case\.schedule\.change\.operation$/;

/** What is printed and is no report of a run: text only. */
const TEXTS: readonly (readonly [unknown, (value: never) => string])[] = [
  [runReport, (report: RunReport) => renderMergedHeader(report, 4)],
  [
    comparison,
    (each: Comparison) => `${renderComparisonHeader(each)}${renderComparison(each, PROGRAM)}`,
  ],
  [bisection, (each: Bisection) => each.results.map(renderVersion).join("") + renderAnswer(each)],
  [historyCheck, renderHistoryCheck],
  [
    readCorpus().findings.slice(0, 2),
    (each: readonly KnownFinding[]) => renderCorpus("folder", each),
  ],
];

const RENDERERS: readonly (readonly [string, unknown, (value: never) => string])[] = [
  ["text", runReport, (report: never) => renderRunReport(report, PROGRAM)],
  ...Object.entries(RUN_RENDERERS).map(([name, render]) => [name, runReport, render] as const),
  ...Object.entries(REPLAY_RENDERERS).flatMap(([name, render]) => [
    [name, brokenReplay, render] as const,
    [name, troubledReplay, render] as const,
  ]),
  ...TEXTS.map(([value, render]) => ["text", value, render] as const),
];

describe.each(RENDERERS.map(([name, value, render]) => ({ name, value, render })))(
  "$name",
  ({ name, value, render }) => {
    const check = CHECKS[name] as Check;

    test("has a check, which passes on what is not hostile", () => {
      expect(check(render(value as never))).toBeUndefined();
    });

    const paths = pathsOf(value).filter((path) => !REFUSED.test(path.join(".")));
    test.each([[["every field"]], ...paths.map((path) => [path])])("%j", (path) => {
      const hostile = made(value, path.at(0) === "every field" ? ALL : path);
      expect(check(render(hostile as never))).toBeUndefined();
    });
  },
);

test("the checks find what they are to find", () => {
  for (const name of ["html", "junit", "github", "text"]) {
    const value = RUN_RENDERERS.github(runReport);
    expect(CHECKS[name]?.(`${value}\n${HOSTILE}\n`), name).toBeDefined();
  }
  expect(printable(HOSTILE)).not.toMatch(CONTROL);
});
