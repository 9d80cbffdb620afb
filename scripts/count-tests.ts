/**
 * `node scripts/count-tests.ts REPORT [REPORT]`: what vitest's JSON reports say, in the one line that CI
 * reads. What a later report says of a test file is said instead of what an earlier one said.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The parts that count of what vitest writes. */
export interface TestReport {
  /** False too where something failed outside of any test. */
  readonly success: boolean;
  readonly testResults: readonly {
    /** The path of the test file. */
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Gives "N passed, N failed", and how many were skipped if any were. A test file that could not be
 * loaded or did not come to its end counts as failed, and so does a run that failed for no test.
 * `reports` are of one whole run, and then of files of it that were run again.
 */
export function countTests(reports: readonly TestReport[]): string {
  const files = new Map(
    reports.flatMap(({ testResults }) => testResults.map((each) => [each.name, each])),
  );
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of files.values()) {
    let failedHere = 0;
    for (const test of assertionResults) {
      if (test.status === "passed") counts.passed += 1;
      else if (test.status === "failed") failedHere += 1;
      else counts.skipped += 1;
    }
    counts.failed += status === "failed" ? Math.max(failedHere, 1) : failedHere;
  }
  if (counts.failed === 0 && reports.at(-1)?.success !== true) counts.failed = 1;
  const tail = counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`;
  return `${counts.passed} passed, ${counts.failed} failed${tail}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const reports = process.argv.slice(2).map((file): TestReport => {
    return JSON.parse(readFileSync(file, "utf8"));
  });
  process.stdout.write(`${countTests(reports)}\n`);
}
