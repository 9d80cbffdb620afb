/** The JUnit files have the elements and attributes that Jenkins' schema knows (junit-10.xsd), no others. */
import { expect, test } from "vitest";
import { renderReplayJUnit, renderRunJUnit } from "../reports/junit/junit.ts";
import { ALL, made } from "./hostile.ts";
import { brokenReplay, PROGRAM, rightReplay, runReport } from "./report-fixture.ts";

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  testsuites: ["name", "tests", "failures", "errors", "time"],
  testsuite: ["name", "tests", "failures", "errors", "skipped", "time"],
  testcase: ["classname", "name", "time"],
  skipped: ["message"],
  failure: ["message"],
  error: ["message"],
};

test.each([
  ["a run", renderRunJUnit(runReport, PROGRAM)],
  ["a run with hostile texts", renderRunJUnit(made(runReport, ALL) as typeof runReport, PROGRAM)],
  ["a replay that breaks", renderReplayJUnit(brokenReplay, PROGRAM)],
  ["a replay that does not", renderReplayJUnit(rightReplay, PROGRAM)],
])("%s", (_, xml) => {
  const elements = [...xml.matchAll(/<([a-z]+)((?: [a-z]+="[^"<>]*")*)\/?>/g)];
  expect(elements.length).toBeGreaterThan(2);
  expect(elements.length).toBe([...xml.matchAll(/<[^/?]/g)].length);
  for (const [, name = "", attributes = ""] of elements) {
    const names = [...attributes.matchAll(/ ([a-z]+)="/g)].map(([, each]) => each);
    expect(KNOWN[name], name).toEqual(expect.arrayContaining(names));
  }
});

test("a suite counts what is in it", () => {
  const xml = renderRunJUnit(runReport, PROGRAM);
  for (const [, counts = "", body = ""] of xml.matchAll(
    /<testsuite ([^>]*)>([\s\S]*?)<\/testsuite>/g,
  )) {
    const count = (element: string) => body.split(`<${element}`).length - 1;
    expect(counts).toContain(`tests="${count("testcase")}" failures="${count("failure")}"`);
    expect(counts).toContain(`errors="${count("error")}" skipped="${count("skipped")}"`);
  }
});
