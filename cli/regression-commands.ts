/** The commands that hold engines and versions against each other. */
import { type Command, JSON_FLAG, OUT, SCOPE, SEED } from "./command.ts";

export const REGRESSION_COMMANDS: readonly Command[] = [
  {
    name: "compare",
    argument: "ENGINE_A ENGINE_B",
    summary: "Run the same cases on two engines, and show what differs",
    flags: [
      SEED,
      { name: "--runs", value: "NUMBER", help: "How many cases (default: 2000)" },
      SCOPE,
      { name: "--time-limit", value: "SECONDS", help: "Stop after this long (default: 60)" },
      { ...OUT, help: "Where differing cases are saved (default: counterexamples)" },
      JSON_FLAG,
    ],
    examples: ["compare aws-sdk@1.1.7 aws-sdk@2.4.0", "compare aws-sdk@2.4.0 ./my-engine.ts"],
    run: async (given) => (await import("./commands/compare.ts")).compare(given),
  },
  {
    name: "bisect",
    argument: "CASE",
    summary: "Find in which published versions of an npm package a saved case fails",
    flags: [
      {
        name: "--package",
        value: "NAME",
        help: "@aws/durable-execution-sdk-js, or a package that exports createEngine",
      },
      { name: "--from", value: "VERSION", help: "The oldest version to run (default: all)" },
      { name: "--to", value: "VERSION", help: "The newest version to run (default: all)" },
      {
        name: "--cache",
        value: "FOLDER",
        help: "Where versions are installed (default: durable-conformance in ~/.cache)",
      },
      { name: "--offline", help: "Only versions that are installed; ask no registry" },
      JSON_FLAG,
    ],
    examples: ["bisect FILE --package @aws/durable-execution-sdk-js"],
    run: async (given) => (await import("./commands/bisect.ts")).bisect(given),
  },
];
