/**
 * The door for `merge`: the reports are all the shards of one run, each once. What is not so gets one
 * sentence. Counts that do not belong together would add up just as well, and mean nothing.
 */
import type { RunReport } from "../../reports/run-report.ts";
import type { Shard } from "../../reports/shard.ts";
import { show } from "../decode.ts";
import { UsageError } from "../usage-error.ts";

/** A report of one shard, and the file that it was read from. */
export interface ShardReport {
  readonly file: string;
  readonly report: RunReport & { readonly shard: Shard };
}

/** The shards in the order of their numbers. @throws UsageError */
export function shardsOfOneRun(
  read: readonly { readonly file: string; readonly report: RunReport }[],
): readonly [ShardReport, ...ShardReport[]] {
  const shards = read.map(asShard).toSorted(byNumber);
  const [first, ...others] = shards;
  if (first === undefined) throw new UsageError("found no report; accepted is merge REPORT...");
  for (const other of others) checkSame(first, other);
  checkAllThere(shards, first.report.shard.of);
  checkShares(shards, first.report);
  return [first, ...others];
}

function asShard({ file, report }: { file: string; report: RunReport }): ShardReport {
  const { shard } = report;
  if (shard !== undefined) return { file, report: { ...report, shard } };
  throw new UsageError(`${file}: at shard: found nothing; accepted is a report of verify --shard.`);
}

function byNumber({ report: left }: ShardReport, { report: right }: ShardReport): number {
  return left.shard.number - right.shard.number;
}

/** What all shards of a run have in common, by its place in a report. */
function settingsOf({ report }: ShardReport): Readonly<Record<string, unknown>> {
  const { madeWith, engine, seed, shard, knownAllowed, bound, lines, sometimes, coverage } = report;
  const { combinations = [] } = report;
  const up =
    bound === null ? null : [bound.kinds, bound.operations, bound.interruptions, bound.drawn];
  return {
    "madeWith.version": madeWith.version,
    "madeWith.node": madeWith.node,
    engine,
    tier: report.killed?.tier ?? "simulated",
    seed,
    "shard.of": shard.of,
    "shard.all": shard.all,
    "shard.scope": shard.scope,
    bound: up,
    "bound.leftOut": bound?.leftOut.map(({ id }) => id) ?? null,
    knownAllowed,
    lines: lines.map(({ id }) => id),
    sometimes: sometimes.map(({ id }) => id),
    coverage: {
      columns: coverage.columns,
      rows: coverage.rows.map(({ row, cells }) => [row, cells.map((cell) => cell === null)]),
    },
    combinations: combinations.map(({ title, columns, rows }) => [title, columns, rows.length]),
    // Stopped before its kept cases had all run, a shard tells of fewer.
    kept: report.stopped === "interrupted-by-user" ? undefined : knownIn(report),
  };
}

/** The cases of the corpus; what earlier runs saved can be on one machine alone. */
function knownIn({ kept }: RunReport): readonly string[] {
  return kept.flatMap(({ finding }) => (finding === null ? [] : `${finding.id} ${finding.number}`));
}

function checkSame(first: ShardReport, other: ShardReport): void {
  const [expected, found] = [settingsOf(first), settingsOf(other)];
  for (const [place, value] of Object.entries(expected)) {
    if (value === undefined || found[place] === undefined) continue;
    if (JSON.stringify(value) === JSON.stringify(found[place])) continue;
    throw new UsageError(
      `${other.file}: at ${place}: found ${show(found[place])}, where ${first.file} has ${show(value)}; accepted is shards of one run.`,
    );
  }
}

function checkAllThere(shards: readonly ShardReport[], of: number): void {
  for (const [index, { file, report }] of shards.entries()) {
    const { number } = report.shard;
    const before = shards[index - 1];
    if (before?.report.shard.number === number) {
      throw new UsageError(
        `${file}: at shard.number: found ${number}, as in ${before.file}; accepted is each shard once.`,
      );
    }
    if (number < 1 || number > of) {
      throw new UsageError(
        `${file}: at shard.number: found ${number}; accepted is a whole number from 1 to ${of}.`,
      );
    }
  }
  if (shards.length === of) return;
  const there = new Set(shards.map(({ report }) => report.shard.number));
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(
    (number) => !there.has(number),
  );
  throw new UsageError(
    `found ${shards.length} of ${of} shards, without ${listed(missing)}; accepted is all of them.`,
  );
}

const MOST_LISTED = 5;

function listed(numbers: readonly number[]): string {
  const shown = numbers.slice(0, MOST_LISTED).join(", ");
  return numbers.length > MOST_LISTED ? `${shown} and ${numbers.length - MOST_LISTED} more` : shown;
}

/** Their shares are the whole, and none has run more than its share. */
function checkShares(shards: readonly ShardReport[], { shard: { all } }: ShardReport["report"]) {
  let sum = 0;
  for (const { file, report } of shards) {
    const { bound, casesRun, casesAsked } = report;
    if (bound === null && casesRun > casesAsked) {
      throw new UsageError(
        `${file}: at casesRun: found ${casesRun}; accepted is at most casesAsked, ${casesAsked}.`,
      );
    }
    sum += bound === null ? casesAsked : bound.workflows;
  }
  if (sum === all) return;
  throw new UsageError(
    `found shares that come to ${sum}, where each says ${all}; accepted is shards of one run.`,
  );
}
