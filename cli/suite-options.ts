/** What a run of the suite is told, from flags and settings. */
import { availableParallelism } from "node:os";
import { DEFAULT_ENGINE } from "../impl/runner.ts";
import type { Scope } from "../properties/generators/case.ts";
import type { Arguments } from "./arguments.ts";
import { readBound, withinBound } from "./bound.ts";
import { corpus, engineName, properties, scope, tier, wholeNumber } from "./flags.ts";
import type { Bound } from "./pool/work.ts";
import type { SuiteOptions } from "./run-suite.ts";
import { DEFAULT_RUNS, DEFAULT_TIME_LIMIT_SECONDS } from "./settings/settings.ts";
import { readShard } from "./shard.ts";

const SEARCH_TIME_LIMIT_SECONDS = 600;

/** @throws UsageError for a wrong flag or setting. */
export function readSuiteOptions(given: Arguments): SuiteOptions {
  const bound = readBound(given);
  const cases = bound === undefined ? scope(given) : scopeOf(bound);
  const { checked, leftOut } = withinBound(given, properties(given, cases), bound);
  const limit = bound === undefined ? DEFAULT_TIME_LIMIT_SECONDS : SEARCH_TIME_LIMIT_SECONDS;
  const engine = engineName(given) ?? DEFAULT_ENGINE;
  return {
    engine,
    tier: tier(given, engine),
    ...(bound === undefined ? readDrawing(given) : { seed: 0, casesAsked: 0 }),
    timeLimitSeconds: wholeNumber(given, "--time-limit", 1, 86_400) ?? limit,
    workers: wholeNumber(given, "--workers", 1, 64) ?? availableParallelism(),
    checked,
    leftOut,
    scope: cases,
    bound,
    shard: readShard(given, bound),
    corpus: corpus(given),
    knownAllowed: given.has("--allow-known"),
  };
}

function readDrawing(given: Arguments) {
  return {
    seed: wholeNumber(given, "--seed", 0, 2 ** 31 - 1) ?? Math.floor(Math.random() * 2 ** 31),
    casesAsked: wholeNumber(given, "--runs", 1, 100_000_000) ?? DEFAULT_RUNS,
  };
}

function scopeOf({ kinds }: Bound): Scope {
  return kinds === "all" ? "all" : "sequential";
}
