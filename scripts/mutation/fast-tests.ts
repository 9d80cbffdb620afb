/**
 * The tests by which mutants are judged, room by room: those that run in the runner's own thread,
 * take little time, and look at what is in the room. What runs the command line is left out: its
 * processes see no mutant.
 */
import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Right and wrong histories, judged by all guarantees; the faulty engines. */
const GUARANTEES: readonly string[] = [
  "property-examples",
  "verdicts",
  "enough-branches",
  "what-could-move",
  "what-guarantees-see",
  "suite",
  "crash-free-run",
  "decisions-are-kept",
  "invocation-bound",
  "faulty-engines-minimal",
  "calls-in-flight",
  "failing-serdes",
];

/** What model and guarantees say of the same histories. */
const AGREEMENT: readonly string[] = [
  "agreement-examples",
  "rule-examples",
  "step-rules",
  "what-the-model-refuses",
];

/** What is counted and compared, and what says of a case or a failure what it is like. */
const COUNTING: readonly string[] = [
  "what-right-cases-show",
  "combinations",
  "sometimes",
  "suite",
  "difference",
  "what-tells-apart",
  "shape",
  "crash-free-run",
];

/** The files of `properties/` that do so, and judge nothing. */
const COUNTING_FILES = [
  "combinations",
  "comparable",
  "coverage",
  "difference",
  "ingredients",
  "observe",
  "shape",
  "signature",
  "sometimes",
].map((name) => `properties/${name}.ts`);

/** What draws cases, and makes them smaller. */
const CASES: readonly string[] = [
  "what-is-simpler",
  "what-is-drawn",
  "novelty",
  "generators-wide",
  "suite",
  "shape",
  "shrink",
  "shrink-candidates",
];

const EXHAUSTIVE: readonly string[] = [
  "what-is-exhausted",
  "every-workflow",
  "explore-workflow",
  "exhaust",
  "step-rules",
];

/** Engines, run on small cases of every kind. */
const ENGINES: readonly string[] = [
  "embedded",
  "embedded-handlers",
  "embedded-invocation",
  "embedded-callback",
  "embedded-condition",
  "embedded-invoke",
  "embedded-rules",
  "embedded-large",
  "embedded-log",
  "embedded-scope",
  "embedded-journal",
  "embedded-serdes",
  "faulty-engines-minimal",
  "changes",
  "conditions",
  "contexts",
  "faults",
  "heartbeats",
  "large-results",
  "odd-values",
  "replies",
  "scenarios",
  "settle-time",
  "slow-serdes",
  "stale-news",
  "strategies",
  "no-false-alarms",
];

/** What goes through all that the model can do. */
const WAYS_ON: readonly string[] = [
  "what-is-explored",
  "what-the-model-refuses",
  "explore",
  "explore-workflow",
  "inevitability",
  "list",
  "what-could-move",
  "what-is-exhausted",
];

/** The files of `model/` that do so; those of `model/next/` say what may come next. */
const WAYS_ON_FILES = [
  "covering-paths",
  "engine-view",
  "explore",
  "fingerprint",
  "found",
  "growing",
  "links",
  "list",
  "moves",
  "numbers",
  "reached",
  "ways-on",
  "words",
].map((name) => `model/${name}.ts`);

/** The files of `model/` that say what a case may be. */
const SCHEMA_FILES = [
  "case",
  "change",
  "fault",
  "history",
  "operation-names",
  "operation-options",
  "outside-operations",
  "retry",
  "schedule",
  "serdes",
  "workflow",
].map((name) => `model/${name}.ts`);

/** What the model says of histories; right and wrong, held against the guarantees. */
const MODEL: readonly string[] = [
  ...AGREEMENT,
  "harness-rules",
  "what-could-move",
  "property-examples",
  "faults",
  "failing-serdes",
  "changes",
  "replies",
  "odd-values",
  "large-results",
  "without-token",
  "decisions-are-kept",
];

/** What is said of cases and histories in words. */
const WORDS: readonly string[] = [
  "changes",
  "every-workflow",
  "faults",
  "replies",
  "report-text",
  "what-is-drawn",
  "what-is-exhausted",
];

/** By the beginning of paths; the first that fits decides. */
const ROOMS: readonly (readonly [room: string, tests: readonly string[]])[] = [
  ["impl/embedded/", ENGINES],
  ["properties/generators/", CASES],
  ["properties/shrink/", CASES],
  ["properties/suite/", ["suite", "explain"]],
  ["properties/exhaustive/", EXHAUSTIVE],
  ...COUNTING_FILES.map((file) => [file, COUNTING] as const),
  ["properties/", GUARANTEES],
  ["model/describe", [...WORDS, "what-is-said", "what-the-model-refuses"]],
  ["model/next/", WAYS_ON],
  ["model/promela/", ["promela-program"]],
  ["model/possible.ts", ["possible", "what-records-break"]],
  ["model/recorded/", ["records-unclear", "what-records-break", "check-history"]],
  ["model/shown.ts", ["shown", "check-history"]],
  ["model/scenarios.ts", ["scenarios", "scenario-table"]],
  ["model/enabled.ts", ["what-the-model-refuses", "fingerprint", "shown", "explore-workflow"]],
  ["model/fingerprint.ts", ["fingerprint"]],
  ...WAYS_ON_FILES.map((file) => [file, WAYS_ON] as const),
  ...SCHEMA_FILES.map((file) => [file, ["schemas", "what-a-case-may-be", ...MODEL]] as const),
  ["model/", MODEL],
];

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The names of the test files for mutants of these files, which may be named by patterns. */
export function testsFor(patterns: readonly string[]): readonly string[] {
  // One that goes over several rooms needs the tests of all of them.
  const files = globSync([...patterns], { cwd: ROOT });
  const names = files.flatMap((file) => ROOMS.find(([room]) => file.startsWith(room))?.[1] ?? []);
  return [...new Set(names)];
}

/** Single tests of those files that take long, though others find nearly all that they find. */
export const SLOW_TESTS: readonly RegExp[] = [
  / needs one invocation, with the schedule \{ interruptions/,
  /^aws.* needs one invocation, with the schedule /,
  /: (a large FLAT batch|what nobody awaited|the function of a large branch|whoever hears nothing) /,
  /^(?!one-body|batches-end|contexts-close|retries-follow|timeouts-).* > model and guarantees agree on: /,
  /^what is cut loses no violation/,
  /^(nothing breaks on the embedded engine|a sample of two operations|steps that are left out)/,
  /^all: (1 operation|%i operation|the number of operations)/,
  /^attempt-never-rises > its minimal case breaks attempts-rise/,
  /^large-result-lost-on-replay > its minimal case breaks nothing/,
  /^what shrinking takes away is nearly always part of the shape/,
  /^taking one candidate after /,
  /: each kept case of a finding that can be mended shows it$/,
  /^every ingredient is drawn and comes to pass/,
  / outlives the process that it failed in$/,
  / > what the model does holds \(/,
];
