/**
 * A run as JUnit XML, for what reads test results: `classname` is engine and suite, `name` the
 * stable id. What was not exercised is skipped, and a case that got no verdict is an error. Only a suite
 * counts what is skipped: the schema by which Jenkins takes files (junit-10.xsd) knows it nowhere else.
 */
import { escapeMarkup } from "../html/markup.ts";
import { isWrong } from "../kept-case.ts";
import type { ReplayReport } from "../replay-report.ts";
import type { Line, Lost, RunReport } from "../run-report.ts";
import type { Program } from "../text/command.ts";
import { renderCounterexample } from "../text/counterexample.ts";
import { describeKept } from "../text/kept.ts";

interface TestCase {
  readonly suite: string;
  readonly name: string;
  readonly result: Result;
}

type Result =
  | { readonly kind: "passed" }
  | { readonly kind: "skipped"; readonly message: string }
  | { readonly kind: "failure" | "error"; readonly message: string; readonly details: string };

export function renderRunJUnit(report: RunReport, program: Program): string {
  const cases = [
    ...report.lines.map((line) => property(line, report, program)),
    ...report.sometimes.map(({ id, sentence, count }): TestCase => {
      const result: Result =
        count > 0 ? { kind: "passed" } : { kind: "skipped", message: `never seen: ${sentence}` };
      return { suite: "sometimes", name: id, result };
    }),
    ...coverage(report),
    ...kept(report),
    ...report.lost.map(lost),
  ];
  return document(report.engine, cases, report.seconds);
}

/** A replay is one test: the property that the case breaks, or the case by its file. */
export function renderReplayJUnit(report: ReplayReport, program: Program): string {
  const { engine, file, counterexample, comparison } = report;
  const result: Result =
    counterexample === undefined
      ? { kind: "passed" }
      : {
          kind: "failure",
          message: comparison,
          details: renderCounterexample(counterexample, { file, program }),
        };
  const name = counterexample === undefined ? file : counterexample.property;
  return document(engine, [{ suite: "replay", name, result }], 0);
}

function property(line: Line, { findings }: RunReport, program: Program): TestCase {
  const base = { suite: "properties", name: line.id };
  switch (line.kind) {
    case "ok":
      return { ...base, result: { kind: "passed" } };
    case "gap":
      return { ...base, result: { kind: "skipped", message: line.reason } };
    case "FAIL": {
      const own = findings.filter(({ counterexample }) => counterexample.property === line.id);
      const details = own.map(({ counterexample, file }) =>
        renderCounterexample(counterexample, { file, program }),
      );
      const message = `${line.sentence} ${line.failed} of ${line.runs} runs failed.`;
      return { ...base, result: { kind: "failure", message, details: details.join("\n") } };
    }
  }
}

function coverage({ coverage: { columns, rows } }: RunReport): readonly TestCase[] {
  return rows.flatMap(({ row, cells }) =>
    columns.flatMap((column, index): TestCase[] => {
      const cell = cells[index];
      if (cell === null || cell === undefined) return [];
      const result: Result =
        cell > 0 ? { kind: "passed" } : { kind: "skipped", message: "never struck" };
      return [{ suite: "coverage", name: `${row}, ${column}`, result }];
    }),
  );
}

function kept({ kept: cases }: RunReport): readonly TestCase[] {
  return cases.map((each): TestCase => {
    const { file, finding, outcome } = each;
    const name = finding === null ? file : `${finding.id} ${finding.number}`;
    const message = describeKept(each)?.sentence ?? outcome;
    const skipped = outcome === "unexercised" || outcome === "not-applicable";
    const result: Result = isWrong(outcome)
      ? { kind: "failure", message, details: message }
      : skipped
        ? { kind: "skipped", message }
        : { kind: "passed" };
    return { suite: "kept", name, result };
  });
}

function lost({ reason, cases, caseNumber, file }: Lost): TestCase {
  const saved = file === undefined ? "" : `, saved as ${file}`;
  const details = `${reason}. The first was case ${caseNumber}${saved}.`;
  const message = `${cases} without a verdict: ${reason}`;
  return { suite: "lost", name: `case ${caseNumber}`, result: { kind: "error", message, details } };
}

function document(engine: string, cases: readonly TestCase[], seconds: number): string {
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  const count = (all: readonly TestCase[], kind: Result["kind"]) =>
    all.filter(({ result }) => result.kind === kind).length;
  const counts = (all: readonly TestCase[]) =>
    `tests="${all.length}" failures="${count(all, "failure")}" errors="${count(all, "error")}"`;
  const parts = suites.map((suite) => {
    const own = cases.filter((each) => each.suite === suite);
    const name = attribute(`${engine}.${suite}`);
    return [
      `  <testsuite name=${name} ${counts(own)} skipped="${count(own, "skipped")}" time="0">`,
      ...own.map((each) => testCase(each, name)),
      "  </testsuite>",
    ].join("\n");
  });
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="durable-conformance" ${counts(cases)} time="${seconds.toFixed(3)}">`,
    ...parts,
    "</testsuites>",
  ].join("\n")}\n`;
}

function testCase({ name, result }: TestCase, className: string): string {
  const start = `    <testcase classname=${className} name=${attribute(name)} time="0"`;
  switch (result.kind) {
    case "passed":
      return `${start}/>`;
    case "skipped":
      return `${start}><skipped message=${attribute(result.message)}/></testcase>`;
    default: {
      const { kind, message, details } = result;
      return `${start}><${kind} message=${attribute(message)}>${lines(details)}</${kind}></testcase>`;
    }
  }
}

function attribute(text: string): string {
  return `"${escapeMarkup(text)}"`;
}

function lines(text: string): string {
  return text.split("\n").map(escapeMarkup).join("\n");
}
