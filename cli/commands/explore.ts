/** `durable-conformance explore`: all states of the model, for all workflows up to a size. */
import { availableParallelism } from "node:os";
import { MAXIMUM_STATES } from "../../model/explore.ts";
import type { Workflow } from "../../model/workflow.ts";
import { GUARANTEES } from "../../properties/all.ts";
import { countUpTo, stretchesUpTo } from "../../properties/exhaustive/stretches.ts";
import {
  EXPLORATION_REPORT_VERSION,
  type ExplorationReport,
  exitCodeOf,
} from "../../reports/exploration-report.ts";
import type { Stopped } from "../../reports/run-report.ts";
import { renderExploration } from "../../reports/text/exploration.ts";
import type { Arguments } from "../arguments.ts";
import { Explorers } from "../explore/explorers.ts";
import { addFindings, NOTHING } from "../explore/findings.ts";
import type { Job } from "../explore/messages.ts";
import { kinds, operations, wholeNumber } from "../flags.ts";
import { readReplayable } from "../input.ts";
import { Progress } from "../progress.ts";
import { UsageError } from "../usage-error.ts";
import { packageVersion } from "../version.ts";

const DEFAULT_INTERRUPTIONS = 2;
/** Few enough to see progress, many enough that telling costs nothing. */
const STRETCH = 50;

interface Options {
  readonly of: ExplorationReport["of"];
  readonly workflow: Workflow | undefined;
  readonly interruptions: number;
  readonly faults: boolean;
  readonly free: boolean;
  readonly endsOnly: boolean;
  readonly mostStates: number;
  readonly timeLimitSeconds: number | undefined;
  readonly workers: number;
  readonly json: boolean;
}

/** Gives the exit code. @throws UsageError for a wrong flag or file. */
export async function explore(given: Arguments): Promise<number> {
  const options = readOptions(given);
  const report = await run(options);
  const code = exitCodeOf(report);
  process.stdout.write(
    options.json
      ? `${JSON.stringify(report, null, 2)}\n`
      : `${renderExploration(report)}exit ${code}\n`,
  );
  return code;
}

function readOptions(given: Arguments): Options {
  const file = given.text("--case");
  for (const flag of ["--operations", "--kinds"]) {
    if (file === undefined || !given.has(flag)) continue;
    throw new UsageError(`${flag}: found beside --case; accepted is one of the two.`);
  }
  return {
    of:
      file === undefined
        ? { subject: "all-workflows", operations: operations(given), kinds: kinds(given) }
        : { subject: "file", file },
    workflow: file === undefined ? undefined : readWorkflow(file),
    interruptions: wholeNumber(given, "--interruptions", 0, 20) ?? DEFAULT_INTERRUPTIONS,
    faults: given.has("--faults"),
    free: given.has("--free"),
    endsOnly: given.has("--ends-only"),
    mostStates: wholeNumber(given, "--states", 1, MAXIMUM_STATES) ?? MAXIMUM_STATES,
    timeLimitSeconds: wholeNumber(given, "--time-limit", 1, 86_400),
    workers: wholeNumber(given, "--workers", 1, 64) ?? availableParallelism(),
    json: given.has("--json"),
  };
}

function readWorkflow(file: string): Workflow {
  const read = readReplayable(file);
  return (read.kind === "case" ? read.case : read.counterexample.case).workflow;
}

function* jobsOf(options: Options): Generator<Job> {
  const { of, workflow, interruptions, faults, free, endsOnly, mostStates } = options;
  const { timeLimitSeconds: limit } = options;
  const freedom = { polls: free, timers: free };
  const until = limit === undefined ? {} : { until: Date.now() + limit * 1_000 };
  const how = { interruptions, faults, freedom, endsOnly, mostStates, ...until };
  if (workflow !== undefined) yield { of: { workflow }, ...how };
  if (of.subject === "file") return;
  for (const stretch of stretchesUpTo(of.operations, of.kinds, STRETCH)) {
    yield { of: stretch, ...how };
  }
}

async function run(options: Options): Promise<ExplorationReport> {
  const startedAt = performance.now();
  const { of } = options;
  const workflows = of.subject === "file" ? 1 : countUpTo(of.operations, of.kinds);
  const progress = new Progress(workflows, "workflow");
  let stopped: Stopped | null = null;
  let found = NOTHING;
  const explorers = new Explorers({
    jobs: jobsOf(options),
    workers: options.workers,
    onFindings: (findings) => {
      found = addFindings(found, findings);
      progress.advance(findings.workflows + findings.tooLarge);
    },
    onStates: (states) => progress.tell(`${states} states of this one`),
  });
  const onInterrupt = () => {
    stopped = "interrupted-by-user";
    explorers.stop();
  };
  const limit = setTimeout(
    () => {
      stopped = "time-limit";
      explorers.finishEarly();
    },
    (options.timeLimitSeconds ?? 0) * 1_000,
  );
  if (options.timeLimitSeconds === undefined) clearTimeout(limit);
  process.once("SIGINT", onInterrupt);
  try {
    await explorers.run();
  } finally {
    clearTimeout(limit);
    process.off("SIGINT", onInterrupt);
    progress.clear();
  }
  const { held, thrown, bytes, workflows: workflowsExplored, violations, ...counts } = found;
  return {
    format: "durable-conformance/exploration-report",
    version: EXPLORATION_REPORT_VERSION,
    madeWith: { version: packageVersion(), node: process.versions.node },
    of,
    interruptions: options.interruptions,
    faults: options.faults,
    free: options.free,
    endsOnly: options.endsOnly,
    workflows,
    workflowsExplored,
    ...counts,
    tableBytes: bytes,
    residentBytes: process.resourceUsage().maxRSS * 1_024,
    seconds: (performance.now() - startedAt) / 1_000,
    mostStates: options.mostStates,
    stopped: workflowsExplored + found.tooLarge === workflows ? null : (stopped ?? "time-limit"),
    guarantees: GUARANTEES.map(({ id, sentence }) => {
      const threw = thrown[id];
      const told = { id, sentence, exercised: held[id] ?? 0 };
      return threw === undefined ? told : { ...told, threw };
    }),
    violations,
  };
}
