/** The commands, as data: what they are called, what they take, and where their code is. */
import type { Flag } from "./arguments.ts";
import { CORPUS, type Command, ENGINE, JSON_FLAG, OUT, SCOPE, SEED, TIER } from "./command.ts";
import { CORPUS_COMMANDS } from "./corpus-commands.ts";
import { REGRESSION_COMMANDS } from "./regression-commands.ts";
import { REPLAY_FORMATS, RUN_FORMATS, reportFlag } from "./report-files.ts";
import { SETTINGS } from "./settings/settings.ts";

const VERBOSE: Flag = {
  name: "--verbose",
  help: "Show known findings in full too, and all that never met",
};

export const VERIFY: Command = {
  name: "verify",
  summary: "Check the guarantees on an engine under generated cases",
  flags: [
    { ...ENGINE, help: `${ENGINE.help} (default: embedded)` },
    TIER,
    SEED,
    { name: "--runs", value: "NUMBER", help: "How many cases (default: 5000)" },
    SCOPE,
    {
      name: "--time-limit",
      value: "SECONDS",
      help: "Begin no new case after this long (default: 60; exhaustive: 600)",
    },
    { name: "--exhaustive", help: "Draw no cases: run all that there are up to a bound" },
    {
      name: "--operations",
      value: "NUMBER",
      help: "Exhaustive: workflows of at most so many operations (default: 2)",
    },
    {
      name: "--interruptions",
      value: "NUMBER",
      help: "Exhaustive: at most so many interruptions of an execution (default: 2)",
    },
    {
      name: "--kinds",
      value: "KINDS",
      help: "Exhaustive: steps-and-waits (one after the other, the default) or all (every kind)",
    },
    {
      name: "--drawn",
      value: "NUMBER",
      help: "Exhaustive: draw so many schedules for each workflow, and do not run all",
    },
    {
      name: "--property",
      value: "ID",
      repeatable: true,
      help: "Check only this property; may be given several times",
    },
    {
      name: "--shard",
      value: "NUMBER/OF",
      help: "Run only this part of the run, for instance 2/4; merge puts the reports together",
    },
    OUT,
    { ...CORPUS, help: `${CORPUS.help}, whose cases run first` },
    { name: "--no-corpus", help: "Run no kept case, and take no finding for known" },
    {
      name: "--allow-known",
      help: "Exit 0 where only findings that are known on this engine fail",
    },
    { name: "--no-allow-known", help: "Exit 1 there, whatever the settings say" },
    VERBOSE,
    { name: "--workers", value: "NUMBER", help: "Worker threads (default: one for each core)" },
    reportFlag(RUN_FORMATS),
    JSON_FLAG,
  ],
  examples: [
    "verify --engine aws-sdk@1.1.7",
    "verify --runs 20000 --seed 1",
    "verify --tier killed --runs 100",
    "verify --exhaustive --operations 2 --interruptions 2",
    "verify --report html=report.html --report junit=report.xml",
    "verify --seed 1 --shard 2/4 --report json=shard-2.json",
  ],
  settings: SETTINGS.map(({ key }) => key),
  check: async (given) => (await import("./commands/verify.ts")).checkVerify(given),
  run: async (given) => (await import("./commands/verify.ts")).verify(given),
};

const MERGE: Command = {
  name: "merge",
  argument: "REPORT...",
  summary: "Put the reports of all shards of a run together into one",
  flags: [OUT, VERBOSE, reportFlag(RUN_FORMATS), JSON_FLAG],
  examples: [
    "merge shard-1.json shard-2.json",
    "merge shards/*.json --report html=report.html --report junit=report.xml",
  ],
  run: async (given) => (await import("./commands/merge.ts")).merge(given),
};

const REPLAY: Command = {
  name: "replay",
  argument: "FILE",
  summary: "Run a saved case or counterexample again",
  flags: [
    { ...ENGINE, help: `${ENGINE.help} (default: the one that the file names)` },
    TIER,
    reportFlag(REPLAY_FORMATS),
    { name: "--emit-test", help: "Print a vitest file instead: the same as --report vitest=-" },
    JSON_FLAG,
  ],
  examples: [
    "replay counterexamples/FILE.json --engine aws-sdk@2.4.0",
    "replay FILE --report html=timeline.html",
    "replay FILE --emit-test",
  ],
  run: async (given) => (await import("./commands/replay.ts")).replay(given),
};

const SCENARIOS: Command = {
  name: "scenarios",
  summary: "Show four interrupted steps, as model and engine run them",
  flags: [{ ...ENGINE, help: `${ENGINE.help} (default: embedded)` }, JSON_FLAG],
  examples: ["scenarios --engine aws-sdk@1.1.7"],
  settings: ["engine"],
  check: async (given) => (await import("./commands/scenarios.ts")).checkScenarios(given),
  run: async (given) => (await import("./commands/scenarios.ts")).scenarios(given),
};

const CHECK_HISTORY: Command = {
  name: "check-history",
  argument: "FILE",
  summary: "Judge a history that was recorded elsewhere, without running anything",
  flags: [
    {
      name: "--except",
      value: "RULE",
      repeatable: true,
      help: "Leave out this rule for AWS histories; may be given several times",
    },
    JSON_FLAG,
  ],
  examples: ["check-history execution-history.json"],
  run: async (given) => (await import("./commands/check-history.ts")).checkHistory(given),
};

const EXPLORE: Command = {
  name: "explore",
  summary: "Walk through all states of the model, for all workflows up to a size",
  flags: [
    { name: "--operations", value: "NUMBER", help: "At most so many operations (default: 2)" },
    {
      name: "--interruptions",
      value: "NUMBER",
      help: "At most so many interruptions of an execution (default: 2)",
    },
    {
      name: "--kinds",
      value: "KINDS",
      help: "steps-and-waits (one after the other, the default) or all (every kind, concurrent)",
    },
    { name: "--case", value: "FILE", help: "Only the workflow of this case or counterexample" },
    {
      name: "--faults",
      help: "Calls to the service fail too, each of which counts as an interruption",
    },
    {
      name: "--free",
      help: "Timers also fire, and engines ask for news, while other things could happen",
    },
    {
      name: "--ends-only",
      help: "Judge one history to each end, not histories that take every step (faster)",
    },
    {
      name: "--states",
      value: "NUMBER",
      help: "Give a workflow up at so many states (default: 100 million)",
    },
    { name: "--time-limit", value: "SECONDS", help: "Begin no workflow after this long" },
    { name: "--workers", value: "NUMBER", help: "Worker threads (default: one for each core)" },
    JSON_FLAG,
  ],
  examples: [
    "explore --operations 3 --interruptions 3",
    "explore --operations 2 --kinds all",
    "explore --case counterexamples/FILE.json --interruptions 4",
  ],
  run: async (given) => (await import("./commands/explore.ts")).explore(given),
};

const FAULTY: Command = {
  name: "faulty",
  summary: "Check that the suite catches engines that are wrong on purpose",
  flags: [
    { name: "--seeds", value: "NUMBER", help: "How many seeds for each engine (default: 10)" },
    { name: "--runs", value: "NUMBER", help: "How many cases for each seed (default: 10000)" },
    { name: "--workers", value: "NUMBER", help: "Worker threads (default: one for each core)" },
    JSON_FLAG,
  ],
  examples: ["faulty --seeds 1", "verify --scope all --engine faulty/start-not-awaited"],
  run: async (given) => (await import("./commands/faulty.ts")).faulty(given),
};

const INIT: Command = {
  name: "init",
  summary: "Write what one needs to begin with an engine of one's own; overwrite nothing",
  flags: [],
  examples: ["init"],
  run: async () => (await import("./commands/init.ts")).init(),
};

export const COMMANDS: readonly Command[] = [
  INIT,
  VERIFY,
  MERGE,
  REPLAY,
  SCENARIOS,
  FAULTY,
  ...REGRESSION_COMMANDS,
  CHECK_HISTORY,
  EXPLORE,
  ...CORPUS_COMMANDS,
];
