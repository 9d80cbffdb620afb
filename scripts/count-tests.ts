/**
 * `node scripts/count-tests.ts REPORT`: what vitest's JSON report says, in the one line that CI
 * reads. A test file that could not be loaded, and errors outside of any test, count as failed.
 */
import { readFileSync } from "node:fs";

interface Report {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly unknown[];
  }[];
}

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("Which report?");
const report: Report = JSON.parse(readFileSync(file, "utf8"));
const unloaded = report.testResults.filter(
  ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
).length;
const counted = report.numFailedTests + unloaded;
const failed = counted === 0 && !report.success ? 1 : counted;
const skipped = report.numPendingTests + report.numTodoTests;
const tail = skipped === 0 ? "" : `, ${skipped} skipped`;
process.stdout.write(`${report.numPassedTests} passed, ${failed} failed${tail}\n`);
