/** A corpus that is not as it must be is refused with one sentence that names the file. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCorpus } from "../cli/corpus.ts";
import { UsageError } from "../cli/usage-error.ts";
import { KNOWN_FINDING_VERSION, type KnownFinding } from "../reports/known-finding.ts";
import { emptyFolder } from "./cli-fixture.ts";
import { caseOf, step } from "./small-cases.ts";

const FINDING: KnownFinding = {
  format: "durable-conformance/known-finding",
  version: KNOWN_FINDING_VERSION,
  id: "step-forgotten",
  title: "A step is forgotten",
  cases: [{ signatures: ["a/b/c"], case: caseOf([step("charge")]), engines: { mine: "fails" } }],
};

/** The folder of a corpus with one file. */
function folderWith(value: unknown, name = "step-forgotten.json"): string {
  const folder = emptyFolder();
  writeFileSync(join(folder, name), JSON.stringify(value));
  return folder;
}

test("a corpus is read in the order of its ids, and what is no JSON file is left alone", () => {
  const folder = folderWith(FINDING);
  writeFileSync(join(folder, "a-first.json"), JSON.stringify({ ...FINDING, id: "a-first" }));
  writeFileSync(join(folder, "README.md"), "notes");
  const { findings } = readCorpus(folder);
  expect(findings.map(({ id }) => id)).toEqual(["a-first", "step-forgotten"]);
  expect(findings[1]).toEqual(FINDING);
});

const changedCase = (change: object) => ({
  ...FINDING,
  cases: [{ ...FINDING.cases[0], ...change }],
});

test.each([
  [
    "a newer version",
    { ...FINDING, version: 2 },
    "at version: found 2, which is newer than this program reads; accepted is 1.",
  ],
  [
    "another format",
    FINDING.cases[0]?.case,
    'at format: found "durable-conformance/case"; accepted is "durable-conformance/known-finding".',
  ],
  [
    "another id than its file",
    { ...FINDING, id: "other" },
    'at id: found "other"; accepted is the name of the file, "step-forgotten".',
  ],
  [
    "an id that is no name",
    { ...FINDING, id: "../up" },
    'at id: found "../up"; accepted is a name like ^[a-z][a-z0-9]*(-[a-z0-9]+)*$.',
  ],
  ["no case", { ...FINDING, cases: [] }, "at cases: found []; accepted is at least 1 of them."],
  [
    "an unknown status",
    changedCase({ engines: { mine: "flaky" } }),
    'at cases[0].engines.mine: found "flaky"; accepted is "fails" | "holds" | "not-applicable".',
  ],
  [
    "a case of a newer version",
    changedCase({ case: { ...FINDING.cases[0]?.case, version: 99 } }),
    "at cases[0].case.version: found 99; accepted is 1.",
  ],
])("a file with %s", (_, value, sentence) => {
  const folder = folderWith(value);
  const file = join(folder, "step-forgotten.json");
  expect(() => readCorpus(folder)).toThrow(new UsageError(`${file}: ${sentence}`));
});

test("a folder that is not there", () => {
  expect(() => readCorpus("nowhere")).toThrow(
    new UsageError(
      '--corpus: found "nowhere", which can\'t be read (ENOENT); accepted is a folder of known findings.',
    ),
  );
});
