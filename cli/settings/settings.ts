/**
 * What need not be said each time: settings, as data. Each stands for a flag, and comes from the
 * command line, the environment or a file; docs/adapters.md tells of them.
 */

/** What a file of settings exports, and what `expectConforms` takes; all of it may be left out. */
export interface Settings {
  /** `aws-sdk@VERSION`, `embedded`, `model`, or the path of a module that exports `createEngine`. */
  readonly engine?: string;
  /** Draws the same cases again; a whole number. */
  readonly seed?: number;
  /** How many cases. */
  readonly runs?: number;
  /** `all` is every kind of operation, concurrent; `sequential` is steps and waits, one after the other. */
  readonly scope?: "sequential" | "all";
  /** No new case is begun after so many seconds. */
  readonly timeLimitSeconds?: number;
  /** Ids of the only properties to check. */
  readonly properties?: readonly string[];
  /** The folder where failing cases are saved. */
  readonly out?: string;
  /** The folder of known findings. */
  readonly corpus?: string;
  /** Whether findings that are known on the engine are no reason to fail. */
  readonly allowKnown?: boolean;
  /** Worker threads. */
  readonly workers?: number;
  /** Further forms of the result, each `FORMAT=FILE`. */
  readonly reports?: readonly string[];
}

/** Gives what it is given: the editor then knows what belongs there. */
export function defineConfig(settings: Settings): Settings {
  return settings;
}

export const DEFAULT_SCOPE = "all";
export const DEFAULT_RUNS = 5_000;
export const DEFAULT_TIME_LIMIT_SECONDS = 60;

export interface Setting {
  readonly key: keyof Settings;
  readonly flag: string;
  /** The environment variable; a list in it is separated by commas. */
  readonly variable: string;
  readonly kind: "text" | "number" | "switch" | "list" | "path";
  /** What applies where nothing is said, in words. */
  readonly default: string;
}

export const VARIABLE_PREFIX = "DURABLE_CONFORMANCE_";

export const SETTINGS: readonly Setting[] = [
  setting("engine", "--engine", "path", "embedded"),
  setting("seed", "--seed", "number", "a random one"),
  setting("runs", "--runs", "number", String(DEFAULT_RUNS)),
  setting("scope", "--scope", "text", DEFAULT_SCOPE),
  setting("timeLimitSeconds", "--time-limit", "number", String(DEFAULT_TIME_LIMIT_SECONDS)),
  setting("properties", "--property", "list", "all"),
  setting("out", "--out", "path", "counterexamples"),
  setting("corpus", "--corpus", "path", "that of this package"),
  setting("allowKnown", "--allow-known", "switch", "false"),
  setting("workers", "--workers", "number", "one for each core"),
  setting("reports", "--report", "list", "none"),
];

function setting(
  key: keyof Settings,
  flag: string,
  kind: Setting["kind"],
  default_: string,
): Setting {
  const words = key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return { key, flag, variable: `${VARIABLE_PREFIX}${words}`, kind, default: default_ };
}
