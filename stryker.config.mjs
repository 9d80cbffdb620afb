/**
 * Mutation testing: small changes of the code, of which each has to make a test fail. Told in
 * docs/mutation.md. All of it takes hours; `npm run mutation -- --mutate FILE` does one file.
 *
 * @type {import("@stryker-mutator/core").PartialStrykerOptions}
 */
export default {
  mutate: ["impl/embedded/**/*.ts", "properties/**/*.ts", "model/**/*.ts"],
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  vitest: { configFile: "vitest.mutation.config.ts" },
  coverageAnalysis: "perTest",
  concurrency: 1,
  // It would be read with the compiler's API, which TypeScript 7 has not; nothing needs it.
  tsconfigFile: "none",
  ignorePatterns: ["dist", "counterexamples", ".durable-conformance", ".mutation"],
  tempDirName: ".mutation/sandbox",
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, reportTests: false },
  jsonReporter: { fileName: ".mutation/report.json" },
};
