/** Where a case begins to fail and where it is mended, in words; and the order of versions. */
import { expect, test } from "vitest";
import { answerOf, unknownBetween, type VersionResult } from "../reports/bisection.ts";
import { byVersion } from "../reports/version-ranges.ts";

function results(outcomes: Readonly<Record<string, VersionResult["outcome"]>>): VersionResult[] {
  return Object.entries(outcomes).map(([version, outcome]) => ({ version, outcome, why: null }));
}

test.each([
  [
    { "1.0.0": "breaks", "1.1.0": "breaks", "2.0.0": "holds" },
    "broken from 1.0.0 to 1.1.0, holds from 2.0.0",
  ],
  [
    { "1.0.0": "holds", "1.1.0": "breaks", "2.0.0": "holds" },
    "holds in 1.0.0, broken in 1.1.0, holds from 2.0.0",
  ],
  [
    { "0.0.1": "skipped", "1.0.0": "holds", "1.1.0": "skipped", "1.2.0": "holds" },
    "holds from 1.0.0",
  ],
  [
    { "1.0.0": "otherwise", "1.1.0": "lost", "1.2.0": "breaks" },
    "broken otherwise in 1.0.0, hangs or dies in 1.1.0, broken from 1.2.0",
  ],
  [{ "1.0.0": "skipped" }, "nothing is known: no version could be run"],
] as const)("%j", (outcomes, answer) => {
  expect(answerOf(results(outcomes), true)).toBe(answer);
});

test("where newer versions were not asked for, nothing is said of them", () => {
  const some = results({ "1.0.0": "holds", "1.1.0": "breaks", "1.2.0": "breaks" });
  expect(answerOf(some, false)).toBe("holds in 1.0.0, broken from 1.1.0 to 1.2.0");
});

test("a skipped version between two that differ is told", () => {
  const gap = {
    "1.0.0": "holds",
    "1.1.0": "skipped",
    "1.2.0": "breaks",
    "1.3.0": "skipped",
  } as const;
  expect(unknownBetween(results(gap))).toEqual(["1.1.0"]);
});

test("versions are ordered by their numbers", () => {
  const versions = ["1.10.0", "2.0.0", "1.9.0", "1.9.10", "1.9.9"];
  expect(versions.toSorted(byVersion)).toEqual(["1.9.0", "1.9.9", "1.9.10", "1.10.0", "2.0.0"]);
  const names = ["embedded", "aws-sdk@1.10.0", "aws-sdk@1.2.0"];
  expect(names.toSorted(byVersion)).toEqual(["aws-sdk@1.2.0", "aws-sdk@1.10.0", "embedded"]);
});
