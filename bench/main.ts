/**
 * `npm run bench [-- --quick] [--memory] [--json FILE]`: this harness, the official test runner, the
 * bare SDK and the model on the same workload, in one run. See docs/benchmarks.md.
 */
import { renameSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Child } from "./child.ts";
import { compare } from "./compare.ts";
import { compareExploration } from "./exploration.ts";
import { BARE_SDK, type Entry, HARNESS } from "./lineup.ts";
import { measureGrowth } from "./memory.ts";
import { type Plan, SMOKE_RUN, WHOLE_RUN } from "./plan.ts";
import { renderHeader, renderReading, renderReport } from "./render.ts";
import {
  type BenchmarkReport,
  fastest,
  type Measured,
  type Ratio,
  ratioOf,
  rowOf,
} from "./report.ts";

const USAGE = `Usage: npm run bench [-- --quick] [--memory] [--json FILE]
  --quick      a smoke run of about twenty seconds
  --memory     also run 100,000 cases, with and without interruptions, and watch the heap
  --json FILE  also write the result as JSON`;

const WRONG_USAGE = 64;

async function main(): Promise<void> {
  const { quick, memory, json, help } = readFlags();
  if (help) return print(USAGE);
  const report = await run(quick ? SMOKE_RUN : WHOLE_RUN, memory);
  print(`\n${renderReport(report)}`);
  if (json !== undefined) writeWhole(json, `${JSON.stringify(report, undefined, 2)}\n`);
}

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: "boolean", default: false },
        memory: { type: "boolean", default: false },
        json: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    return values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    return process.exit(WRONG_USAGE);
  }
}

async function run(plan: Plan, withMemory: boolean): Promise<BenchmarkReport> {
  const header = {
    node: process.versions.node,
    cores: availableParallelism(),
    workload: "five steps (at least once, the body returns at once), then a 5 s wait",
    rounds: plan.rounds,
    millisecondsPerRound: plan.millisecondsPerRound,
  };
  print(renderHeader(header));
  const measured = await compare(plan, tell);
  tell("profiling this harness");
  const profile = await profileHarness(plan.profileMilliseconds);
  tell("exploring the model, and SPIN the same protocol");
  const exploration = await compareExploration(plan.rounds);
  const growth = withMemory
    ? await measureGrowth(plan.memoryCases, (title, reading) =>
        print(renderReading(title, reading)),
      )
    : undefined;
  return {
    ...header,
    rows: measured.map(rowOf),
    ratios: ratiosOf(measured),
    profile,
    exploration,
    ...(growth === undefined ? {} : { growth }),
  };
}

async function profileHarness(milliseconds: number) {
  const child = await Child.start(HARNESS, milliseconds / 2);
  try {
    return await child.profile(milliseconds);
  } finally {
    await child.close();
  }
}

function ratiosOf(measured: readonly Measured[]): readonly Ratio[] {
  const of = (wanted: Entry) => measured.find(({ entry }) => entry === wanted) as Measured;
  const harness = of(HARNESS);
  const official = measured.filter(({ entry }) => entry.contender === "official-runner");
  const best = fastest(official);
  const others = official.filter((other) => other !== best);
  return [
    ratioOf(`harness / bare SDK`, harness, of(BARE_SDK)),
    ratioOf(`harness / ${best.entry.title} (its best)`, harness, best),
    ...others.map((other) => ratioOf(`harness / ${other.entry.title}`, harness, other)),
  ];
}

/** Progress goes to the error stream, and only where somebody looks. */
function tell(progress: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${progress}`);
}

function print(text: string): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  process.stdout.write(`${text}\n`);
}

/** The file is there as a whole or not at all. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`\nThe benchmark failed. ${(error as Error).message}\n`);
  process.exitCode = 1;
}
