/** Each finding has a script, a section in docs/findings.md, and a line in the table there. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { NEWEST_SDK_VERSION } from "../impl/aws-sdk/sdk.ts";
import { keptRuns } from "../reports/script-run.ts";
import {
  FINDINGS,
  FINDINGS_DOCUMENT,
  MENDED,
  type Row,
  tableOf,
  verdictsIn,
  versionsInWords,
  withVerdicts,
} from "../scripts/findings-table.ts";
import { readScriptRuns } from "../scripts/script-runs.ts";

const DOCUMENT = readFileSync(FINDINGS_DOCUMENT, "utf8");
const SECTIONS = new Map(
  DOCUMENT.split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("\n")), section]),
);

const TABLE = verdictsIn(DOCUMENT);

test("the scripts, the sections and the lines of the table are about the same findings", () => {
  expect([...SECTIONS.keys()]).toEqual(FINDINGS);
  expect([...TABLE.keys()]).toEqual(FINDINGS);
});

test.each([...SECTIONS])("%s says what it must", (id, section) => {
  expect(section).toMatch(/^> (?!—)/m);
  expect(section).toMatch(/^> — /m);
  expect(section).toMatch(/^_Source:_ `/m);
  expect(section).toContain(`_Program:_ [\`${id}.mjs\`](../examples/findings/${id}.mjs)`);
  expect(section).toContain(`_Versions:_ ${versionsInWords(TABLE.get(id) as Row)}\n`);
  expect(Object.values(TABLE.get(id) as Row)).toContain("fails");
});

test("every finding of 2.4.0, and no other, has the place mended that it is about", () => {
  const failing = FINDINGS.filter((id) => TABLE.get(id)?.["2.4.0"] === "fails");
  expect(MENDED).toEqual(failing);
});

test("what is renewed with what is there stays as it is", () => {
  expect(withVerdicts(DOCUMENT, TABLE)).toBe(DOCUMENT);
});

test("what is renewed with something else changes the table and the section", () => {
  const [id = ""] = FINDINGS;
  const row = { ...(TABLE.get(id) as Row), "1.0.1": "holds", "2.4.0": "holds" } as const;
  const renewed = withVerdicts(DOCUMENT, new Map([...TABLE, [id, row]]));
  expect(renewed).toContain(tableOf(new Map([...TABLE, [id, row]])));
  expect(renewed).toContain(
    "_Versions:_ holds on 1.0.1; fails on 1.0.2 to 2.3.1; holds on 2.4.0\n",
  );
});

test("every kept case belongs to a finding that is described", () => {
  for (const { id } of readCorpus().findings) expect(FINDINGS).toContain(id);
});

test("what was recorded of the scripts says of each version what the table says", () => {
  const recorded = readScriptRuns();
  expect(recorded.map(({ finding }) => finding)).toEqual(FINDINGS);
  for (const { finding, expected, runs } of recorded) {
    const published = runs.filter(({ version }) => !version.startsWith("mended@"));
    const verdicts = published.map(({ version, verdict }) => [version, verdict]);
    expect([finding, Object.fromEntries(verdicts)]).toEqual([finding, TABLE.get(finding)]);
    const mended = runs.find(({ version }) => version === `mended@${NEWEST_SDK_VERSION}`);
    expect([finding, mended?.verdict]).toEqual([
      finding,
      TABLE.get(finding)?.[NEWEST_SDK_VERSION] === "fails" ? "holds" : undefined,
    ]);
    for (const text of [expected, ...runs.map(({ said }) => said)]) expect(text).not.toBe("");
    const { wrong, right } = keptRuns({ runs });
    for (const run of [wrong, right]) expect(run?.events.length).toBeGreaterThan(2);
  }
});
