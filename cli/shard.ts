/** `--shard 2/4`: which part of a run is run here, so that several machines share it. */
import type { Shard } from "../reports/shard.ts";
import type { Arguments } from "./arguments.ts";
import { type Bound, shardOf, type Work } from "./pool/work.ts";
import type { SuiteOptions } from "./run-suite.ts";
import { UsageError } from "./usage-error.ts";

const MOST_SHARDS = 1_000;

/** Undefined for all of the run. @throws UsageError */
export function readShard(given: Arguments, bound: Bound | undefined): SuiteOptions["shard"] {
  const text = given.text("--shard");
  if (text === undefined) return undefined;
  const [, number, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (number === undefined || of === undefined || number < 1 || number > of || of > MOST_SHARDS) {
    throw new UsageError(
      `--shard: found ${JSON.stringify(text)}; accepted is NUMBER/OF, from 1/1 to ${MOST_SHARDS}/${MOST_SHARDS}.`,
    );
  }
  if (bound === undefined && !given.has("--seed")) {
    throw new UsageError(
      "--shard: found without --seed; accepted is with it: the shards of a run draw from one seed.",
    );
  }
  return { number, of };
}

/** What is run here of the whole, and how that is told. @throws UsageError where there is too little. */
export function shareOf(
  { shard, scope }: Pick<SuiteOptions, "shard" | "scope">,
  whole: Work,
): { readonly work: Work; readonly shard: Shard | undefined } {
  if (shard === undefined) return { work: whole, shard };
  const { batches, cases } = whole;
  if (shard.of > batches) {
    throw new UsageError(
      `--shard: found ${shard.of} shards of a run that has ${batches} parts; accepted is at most ${batches}.`,
    );
  }
  return { work: shardOf(whole, shard), shard: { ...shard, all: cases ?? batches, scope } };
}
