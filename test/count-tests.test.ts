/** What the gate counts, and which test file it runs once more. */
import { expect, test } from "vitest";
import { countTests, type TestReport } from "../scripts/count-tests.ts";
import { lostTestFile } from "../scripts/lost-test-file.ts";

function report(
  success: boolean,
  files: Readonly<Record<string, readonly [status: string, ...tests: readonly string[]]>>,
): TestReport {
  const testResults = Object.entries(files).map(([name, [status, ...tests]]) => {
    return { name, status, assertionResults: tests.map((each) => ({ status: each })) };
  });
  return { success, testResults };
}

const PASSED = ["passed", "passed", "passed"] as const;
const LOST = ["failed", "passed", "pending", "pending"] as const;

test.each<[string, readonly TestReport[], string]>([
  ["all passed", [report(true, { a: PASSED, b: PASSED })], "4 passed, 0 failed"],
  [
    "one skipped",
    [report(true, { a: ["passed", "passed", "skipped"] })],
    "1 passed, 0 failed, 1 skipped",
  ],
  ["one failed", [report(false, { a: ["failed", "passed", "failed"] })], "1 passed, 1 failed"],
  ["not loaded", [report(false, { a: PASSED, b: ["failed"] })], "2 passed, 1 failed"],
  ["not at its end", [report(false, { a: PASSED, b: LOST })], "3 passed, 1 failed, 2 skipped"],
  ["outside of any test", [report(false, { a: PASSED })], "2 passed, 1 failed"],
  ["no tests", [], "0 passed, 1 failed"],
  [
    "lost, and passed then",
    [
      report(false, { a: PASSED, b: LOST }),
      report(true, { b: ["passed", "passed", "passed", "passed"] }),
    ],
    "5 passed, 0 failed",
  ],
  [
    "lost again",
    [report(false, { a: PASSED, b: LOST }), report(false, { b: LOST })],
    "3 passed, 1 failed, 2 skipped",
  ],
  [
    "lost, and failed then",
    [report(false, { a: PASSED, b: LOST }), report(false, { b: ["failed", "passed", "failed"] })],
    "3 passed, 1 failed",
  ],
])("counts: %s", (_, reports, expected) => {
  expect(countTests(reports)).toBe(expected);
});

/** As vitest 5.1.1 prints them, but for their colours. */
function printed(signals: readonly string[], failed: number, errors = signals.length): string {
  const lost = signals.map((signal, at) => {
    const how = `Worker exited unexpectedly with signal ${signal} during started state`;
    return `Caused by: \u001b[1mError\u001b[22m: ${how} while running test file /checkout/test/${at}.test.ts\u001b[39m`;
  });
  return [
    ...lost,
    "",
    ` Test Files  ${failed > 0 ? `${failed} failed | ` : ""}3 passed (5)`,
    `      Tests  ${failed > 0 ? `${failed} failed | ` : ""}40 passed (47)`,
    ...(errors > 0
      ? [`\u001b[2m     Errors \u001b[22m ${errors} error${errors > 1 ? "s" : ""}`]
      : []),
    "   Start at  20:01:40",
  ].join("\n");
}

test.each(["SIGTRAP", "SIGILL"])(
  "a file is run once more if Node ended its process by %s",
  (signal) => {
    expect(lostTestFile(printed([signal], 0))).toBe("/checkout/test/0.test.ts");
  },
);

test.each([
  ["nothing failed", printed([], 0)],
  ["a test failed", printed([], 1)],
  ["a test failed too", printed(["SIGTRAP"], 1)],
  ["there is another error too", printed(["SIGTRAP"], 0, 2)],
  ["there is another error", printed([], 0, 1)],
  ["it is more than one file", printed(["SIGTRAP", "SIGTRAP"], 0)],
  ["the heap may be exhausted", printed(["SIGABRT"], 0)],
  ["somebody sent the signal", printed(["SIGKILL"], 0)],
  ["a test prints it", printed(["SIGTRAP"], 0).replace("Caused by: ", "As in: ")],
  ["nothing is known", ""],
])("no file is run once more: %s", (_, output) => {
  expect(lostTestFile(output)).toBeUndefined();
});
