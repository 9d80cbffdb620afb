/** How Stryker runs, for `npm run mutation` and `npm run mutation-table` alike. */
import type { PartialStrykerOptions } from "@stryker-mutator/api/core";

export const OPTIONS: PartialStrykerOptions = {
  mutate: ["impl/embedded/**/*.ts", "properties/**/*.ts", "model/**/*.ts"],
  testRunner: "in-this-thread",
  plugins: ["./scripts/mutation/runner.ts"],
  coverageAnalysis: "perTest",
  concurrency: 1,
  // A mutant in what runs when a module is loaded leaves behind all the modules loaded with it.
  maxTestRunnerReuse: 600,
  // By the clock on the wall, and the machine may be busy: the runner notices by itself what does
  // not end, but for a loop that never asks whether its mutant is switched on.
  timeoutMS: 180_000,
  // It would be read with the compiler's API, which TypeScript 7 has not; nothing needs it.
  tsconfigFile: "none",
  ignorePatterns: ["dist", "counterexamples", ".durable-conformance", ".mutation"],
  tempDirName: ".mutation/sandbox",
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, reportTests: false },
  jsonReporter: { fileName: ".mutation/report.json" },
};
