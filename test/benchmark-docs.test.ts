/** docs/benchmarks.md has what docs/benchmarks.json has, section by section. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PAGE, readResults, withResults } from "../bench/report-file.ts";
import { SECTION_NAMES } from "../bench/sections.ts";

test("the tables are those of what was measured (npm run bench -- --docs renews them)", () => {
  const page = readFileSync(PAGE, "utf8");
  expect(withResults(page, readResults())).toBe(page);
});

test("each section has a place on the page", () => {
  const page = readFileSync(PAGE, "utf8");
  for (const name of SECTION_NAMES) expect(page).toContain(`<!-- ${name} -->`);
});
