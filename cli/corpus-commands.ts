/** The commands about kept cases. */
import type { Flag } from "./arguments.ts";
import { CORPUS, type Command, ENGINE, JSON_FLAG, OUT } from "./command.ts";

const ENGINES: Flag = { ...ENGINE, repeatable: true };

export const CORPUS_COMMANDS: readonly Command[] = [
  {
    name: "corpus list",
    summary: "List the known findings: where they fail, where they hold, how small they are",
    flags: [
      { ...ENGINE, help: "Only findings that are declared to fail on this engine" },
      CORPUS,
      JSON_FLAG,
    ],
    examples: ["corpus list", "corpus list --engine aws-sdk@2.4.0"],
    run: async (given) => (await import("./commands/corpus-list.ts")).corpusList(given),
  },
  {
    name: "corpus run",
    argument: "[ID...]",
    summary: "Run the cases of known findings, and check all that is declared of them",
    flags: [
      { ...ENGINES, help: `${ENGINE.help}; may be given several times (default: all declared)` },
      CORPUS,
      JSON_FLAG,
    ],
    examples: ["corpus run", "corpus run interrupted-step-gives-internal-error"],
    run: async (given) => (await import("./commands/corpus-run.ts")).corpusRun(given),
  },
  {
    name: "corpus keep",
    argument: "FILE",
    summary: "Keep a counterexample as a case of a known finding",
    flags: [
      { name: "--id", value: "ID", help: "The finding: a new one, or one that is there" },
      { name: "--title", value: "TEXT", help: "What goes wrong, in a sentence; of a new finding" },
      {
        ...ENGINES,
        help: "An engine to declare it for; may be given several times (default: every aws-sdk)",
      },
      { ...CORPUS, help: "The folder to keep it in (default: that of this checkout)" },
    ],
    examples: ["corpus keep FILE --id step-lost --title 'A step is lost'"],
    run: async (given) => (await import("./commands/corpus-keep.ts")).corpusKeep(given),
  },
  {
    name: "corpus prune",
    summary: "Remove saved counterexamples that hold now, are known or are there twice",
    flags: [
      OUT,
      CORPUS,
      { ...ENGINES, help: "A module whose counterexamples are to be run too; may be repeated" },
      { name: "--dry-run", help: "Only tell what would be removed" },
    ],
    examples: ["corpus prune --dry-run"],
    run: async (given) => (await import("./commands/corpus-prune.ts")).corpusPrune(given),
  },
];
