/** The engines that are wrong on purpose: each is caught by its property, in its minimal case. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FAULTY_ENGINES } from "../impl/faulty/all.ts";
import { createRunner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import type { FaultyReport } from "../reports/faulty-report.ts";
import {
  FAULTY_JSON,
  FAULTY_MARKDOWN,
  renderFaultyMarkdown,
} from "../scripts/faulty-engines-table.ts";
import { runCli } from "./cli-fixture.ts";

const report = JSON.parse(readFileSync(FAULTY_JSON, "utf8")) as FaultyReport;

async function brokenBy(engine: string, case_: Case): Promise<readonly string[]> {
  const runner = await createRunner(engine);
  const { failure } = await judgeCase(case_, runner, PROPERTIES);
  return failure === undefined ? [] : [failure.property, ...failure.alsoBroken];
}

test("the documents have all of them, with their properties", () => {
  const declared = FAULTY_ENGINES.map(({ name, bug, caughtBy }) => [name, bug, caughtBy]);
  expect(report.engines.map(({ name, bug, property }) => [name, bug, property])).toEqual(declared);
  expect(new Set(FAULTY_ENGINES.map(({ name }) => name)).size).toBe(FAULTY_ENGINES.length);
  expect(FAULTY_ENGINES.length).toBeGreaterThanOrEqual(25);
  const markdown = readFileSync(FAULTY_MARKDOWN, "utf8");
  expect(renderFaultyMarkdown(markdown, report)).toBe(markdown);
});

describe.each(report.engines)("$name", ({ name, property, minimal, casesToFind }) => {
  test("was caught for every seed", () => {
    expect(casesToFind).not.toContain(null);
    expect(PROPERTIES.map(({ id }) => id)).toContain(property);
  });

  test(`its minimal case breaks ${property}`, async () => {
    expect(await brokenBy(`faulty/${name}`, minimal as Case)).toContain(property);
  });

  test("its minimal case breaks nothing on the engine that is right", async () => {
    expect(await brokenBy("embedded", minimal as Case)).toEqual([]);
  });
});

test("a bug that is not found within its cases is no pass", async () => {
  const { code, stdout } = await runCli(["faulty", "--seeds", "1", "--runs", "1"]);
  expect(stdout).toMatch(/^body-started-twice +one-body-at-a-time +1 +\d \+ \d$/m);
  expect(stdout).toMatch(/^causes-lost-on-replay +live-equals-replay +MISSED +-$/m);
  expect(stdout).toMatch(/\n\d+ caught, \d+ missed\n$/);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(code).toBe(1);
});

test("an engine that is wrong in a way of which there is none", async () => {
  const { code, stderr } = await runCli(["verify", "--engine", "faulty/nothing"]);
  expect(stderr).toMatch(/^durable-conformance: --engine: no engine is wrong in the way "nothing"/);
  expect(code).toBe(64);
});
