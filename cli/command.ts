/** What a command is, as data, and the flags that several of them take. */
import type { Arguments, Flag } from "./arguments.ts";
import type { Settings } from "./settings/settings.ts";

export interface Command {
  /** One word, or two for one of a family: `corpus list`. */
  readonly name: string;
  /**
   * What it takes besides flags, as the help has it: `FILE` for one, `FILE...` for one or more, `[FILE]`
   * and `[FILE...]` where there may be none.
   */
  readonly argument?: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  readonly examples: readonly string[];
  /** The settings that the environment or a file may give it, where it takes any. */
  readonly settings?: readonly (keyof Settings)[];
  /** Refuses what `run` would refuse for its form alone, before it looks at any engine. @throws UsageError */
  readonly check?: (given: Arguments) => Promise<void>;
  /** Gives the exit code. Loaded only when it is called, so that `--help` is quick. */
  readonly run: (given: Arguments) => Promise<number>;
}

export const ENGINE: Flag = {
  name: "--engine",
  value: "NAME",
  help: "embedded, aws-sdk@VERSION, model, or a module (./my-engine.ts) that exports createEngine",
};
export const TIER: Flag = {
  name: "--tier",
  value: "TIER",
  help: "What interruptions kill for real: nothing (simulated, the default), the handler's process (killed) or the service's (killed-backend)",
};
export const JSON_FLAG: Flag = {
  name: "--json",
  help: "Print the result as JSON, and nothing else",
};
/** What every command takes that has settings. */
const SETTINGS_FLAGS: readonly Flag[] = [
  {
    name: "--config",
    value: "FILE",
    help: "The file of settings (default: durable-conformance.config.ts, .mts, .js or .mjs)",
  },
  { name: "--print-config", help: "Show the settings that apply, and who says so; run nothing" },
];

/** All flags of a command. */
export function flagsOf({ flags, settings }: Command): readonly Flag[] {
  return settings === undefined ? flags : [...flags, ...SETTINGS_FLAGS];
}

export const CORPUS: Flag = {
  name: "--corpus",
  value: "FOLDER",
  help: "The folder of known findings (default: that of this package)",
};
export const OUT: Flag = {
  name: "--out",
  value: "FOLDER",
  help: "Where failing cases are saved (default: counterexamples)",
};
export const SEED: Flag = {
  name: "--seed",
  value: "NUMBER",
  help: "Draw the same cases again (default: a random one)",
};
export const SCOPE: Flag = {
  name: "--scope",
  value: "SCOPE",
  help: "all (every kind, concurrent; the default) or sequential (steps and waits)",
};
