/** The engines that are wrong on purpose, and the command that tells whether each is caught. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FAULTY_ENGINES } from "../impl/faulty/all.ts";
import { PROPERTIES } from "../properties/all.ts";
import type { FaultyReport } from "../reports/faulty-report.ts";
import {
  FAULTY_JSON,
  FAULTY_MARKDOWN,
  renderFaultyMarkdown,
} from "../scripts/faulty-engines-table.ts";
import { runCli } from "./cli-fixture.ts";

const report = JSON.parse(readFileSync(FAULTY_JSON, "utf8")) as FaultyReport;

test("the documents have all of them, with their properties", () => {
  const declared = FAULTY_ENGINES.map(({ name, bug, caughtBy }) => [name, bug, caughtBy]);
  expect(report.engines.map(({ name, bug, property }) => [name, bug, property])).toEqual(declared);
  expect(new Set(FAULTY_ENGINES.map(({ name }) => name)).size).toBe(FAULTY_ENGINES.length);
  expect(FAULTY_ENGINES.length).toBeGreaterThanOrEqual(25);
  const markdown = readFileSync(FAULTY_MARKDOWN, "utf8");
  expect(renderFaultyMarkdown(markdown, report)).toBe(markdown);
});

test.each(report.engines)("$name was caught for every seed", ({ property, casesToFind }) => {
  expect(casesToFind).not.toContain(null);
  expect(PROPERTIES.map(({ id }) => id)).toContain(property);
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
