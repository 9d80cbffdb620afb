/** The README's table of findings has what the corpus has, and says what was measured. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { SDK_VERSIONS } from "../impl/aws-sdk/sdk.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { Attribution } from "../scripts/attribution.ts";
import {
  MEASURED,
  type Measured,
  medianOf,
  renderTable,
  statusOn,
  withTable,
} from "../scripts/effort-table.ts";
import { measure } from "../scripts/findings-measure.ts";
import { FINDINGS_DOCUMENT, verdictsIn } from "../scripts/findings-table.ts";
import { README } from "../scripts/readme-counterexample.ts";

const { findings } = readCorpus();
const measured: Measured = JSON.parse(readFileSync(MEASURED, "utf8"));
const scripts = verdictsIn(readFileSync(FINDINGS_DOCUMENT, "utf8"));

test("the README has the table (npm run findings-table -- --render renews it)", () => {
  const readme = readFileSync(README, "utf8");
  expect(withTable(readme, renderTable(findings, measured, scripts))).toBe(readme);
});

test("every row is a finding, every column a version, and a number stands where its cases fail", () => {
  const table = renderTable(findings, measured, scripts).split("\n");
  expect(table[0]).toBe(`| finding | size | ${SDK_VERSIONS.join(" | ")} |`);
  expect(table.length).toBe(scripts.size + 2);
  for (const [index, [id, row]] of [...scripts].entries()) {
    const [, name, size, ...cells] = (table[index + 2] as string)
      .split("|")
      .map((each) => each.trim());
    const finding = findings.find((each) => each.id === id);
    expect(name).toBe(`[${id}](docs/findings.md#${id})`);
    expect(size).toMatch(finding === undefined ? /^$/ : /^\d+\+\d+$/);
    for (const [column, version] of SDK_VERSIONS.entries()) {
      const isKept = finding !== undefined && statusOn(finding, `aws-sdk@${version}`) === "fails";
      const fails = isKept
        ? /^(\d+|>&nbsp;\d+ \(\d\/10\)|\?)$/
        : /^(\d+|>&nbsp;\d+ \(\d\/10\)|\?|script)$/;
      const expected = { fails, holds: /^-$/, "not applicable": /^n\/a$/ }[row[version]];
      expect(cells[column], `${id} on ${version}`).toMatch(expected);
    }
  }
});

test("where a case of a finding fails, its script does", () => {
  for (const finding of findings) {
    for (const version of SDK_VERSIONS) {
      if (statusOn(finding, `aws-sdk@${version}`) !== "fails") continue;
      expect([finding.id, version, scripts.get(finding.id)?.[version]]).toEqual([
        finding.id,
        version,
        "fails",
      ]);
    }
  }
});

test("what was measured is of findings that the version has, over ten seeds", () => {
  expect(new Set(measured.seeds).size).toBe(10);
  for (const version of SDK_VERSIONS) {
    for (const [id, numbers] of Object.entries(measured.efforts[`aws-sdk@${version}`] ?? {})) {
      expect([id, scripts.get(id)?.[version]]).toEqual([id, "fails"]);
      expect(numbers.length).toBe(measured.seeds.length);
    }
  }
});

test("measuring finds what a patch mends, at the same case again", async () => {
  const id = "interrupted-step-gives-internal-error";
  const attribution = await Attribution.of("1.1.7");
  const measureFirst = (cases: number) => measure({ seed: 1, cases }, [id], attribution);
  const efforts = await measureFirst(500);
  expect(efforts[id]).toBeGreaterThan(0);
  expect(await measureFirst(500)).toEqual(efforts);
  expect(await measureFirst((efforts[id] as number) - 1)).toEqual({ [id]: null });
});

test("measuring finds what is drawn, and what no case shows not", async () => {
  const ids = ["stale-token-fails-execution", "answer-exceeds-lambdas-limit"];
  const attribution = await Attribution.of("2.4.0");
  const efforts = await measure({ seed: 1, cases: 300 }, ids, attribution);
  expect(efforts["stale-token-fails-execution"]).toBeGreaterThan(0);
  expect(efforts["answer-exceeds-lambdas-limit"]).toBe(null);
});

test("asking of all that is sought at once loses nothing that asking one by one finds", async () => {
  const attribution = await Attribution.of("2.0.0");
  const first = new Map<string, number>();
  const cases = drawBatch(7, 0, 100, "all");
  for (const [index, case_] of cases.entries()) {
    const signature = (await attribution.published(case_))?.signature;
    if (signature === undefined) continue;
    for (const { finding } of await attribution.shownBy(case_, signature)) {
      if (!first.has(finding)) first.set(finding, index + 1);
    }
  }
  const efforts = await measure(
    { seed: 7, cases: cases.length },
    attribution.findings,
    attribution,
  );
  const found = Object.entries(efforts).filter(([, number]) => number !== null);
  expect(new Map(found)).toEqual(first);
  expect(first.size).toBeGreaterThanOrEqual(3);
});

test("the median of an even number is the higher one, and nothing if that was not found", () => {
  expect(medianOf([4, 1, 3, 2])).toBe(3);
  expect(medianOf([1, null, 2, null])).toBe(null);
  expect(medianOf([null, 1, 2, 3])).toBe(3);
});
