/**
 * The file of settings: a module beside which the program is run, whose default export is what
 * `defineConfig` gives. It is loaded, and so its code runs, as with every tool that has such a file.
 */
import { existsSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import * as Schema from "effect/Schema";
import { isModuleName } from "../../impl/engine-module.ts";
import { decode } from "../decode.ts";
import { UsageError } from "../usage-error.ts";
import { SETTINGS, type Settings } from "./settings.ts";

const SCHEMA = Schema.Struct({
  engine: Schema.optionalKey(Schema.String),
  seed: Schema.optionalKey(Schema.Number),
  runs: Schema.optionalKey(Schema.Number),
  scope: Schema.optionalKey(Schema.Literals(["sequential", "all"])),
  timeLimitSeconds: Schema.optionalKey(Schema.Number),
  properties: Schema.optionalKey(Schema.Array(Schema.String)),
  out: Schema.optionalKey(Schema.String),
  corpus: Schema.optionalKey(Schema.String),
  allowKnown: Schema.optionalKey(Schema.Boolean),
  workers: Schema.optionalKey(Schema.Number),
  reports: Schema.optionalKey(Schema.Array(Schema.String)),
});

export const FILE_NAMES: readonly string[] = ["ts", "mts", "js", "mjs"].map(
  (ending) => `durable-conformance.config.${ending}`,
);

export interface SettingsFile {
  /** From the current folder. */
  readonly path: string;
  /** Paths in it are from the current folder too. */
  readonly settings: Settings;
}

/** The file that is named, by whom, or the one of the current folder. @throws UsageError */
export async function readSettingsFile(
  named: string | undefined,
  where: string,
): Promise<SettingsFile | undefined> {
  const path = named ?? FILE_NAMES.find((name) => existsSync(name));
  if (path === undefined) return undefined;
  if (!existsSync(path)) {
    throw new UsageError(
      `${where}: found ${JSON.stringify(path)}, which is not there; accepted is a file that exports defineConfig({ ... }).`,
    );
  }
  const value = await importDefault(path);
  checkKeys(path, value);
  return { path, settings: fromHere(path, decode(path, SCHEMA, value) as Settings) };
}

async function importDefault(path: string): Promise<unknown> {
  let module: { readonly default?: unknown };
  try {
    module = await import(pathToFileURL(resolve(path)).href);
  } catch (error) {
    const reason = String(error).replaceAll("\n", " ");
    throw new UsageError(
      `${path}: can't be loaded (${reason}); accepted is a module that exports defineConfig({ ... }).`,
    );
  }
  if (module.default !== undefined) return module.default;
  throw new UsageError(
    `${path}: found no default export; accepted is export default defineConfig({ ... }).`,
  );
}

/** @throws UsageError for a key that is no setting. */
export function checkKeys(path: string, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const known: readonly string[] = SETTINGS.map(({ key }) => key);
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new UsageError(
    `${path}: found the key ${JSON.stringify(unknown)}; accepted is ${known.join(", ")}.`,
  );
}

/** A path in the file is meant from the file's own folder. */
function fromHere(file: string, settings: Settings): Settings {
  const folder = dirname(resolve(file));
  const turn = (path: string) => {
    const turned = relative("", resolve(folder, path));
    return /^\.\.?[\\/]/.test(turned) || isAbsolute(turned) ? turned : `./${turned}`;
  };
  const { engine, out, corpus, reports } = settings;
  return {
    ...settings,
    ...(engine === undefined || !isModuleName(engine) ? {} : { engine: turn(engine) }),
    ...(out === undefined ? {} : { out: turn(out) }),
    ...(corpus === undefined ? {} : { corpus: turn(corpus) }),
    ...(reports === undefined ? {} : { reports: reports.map((each) => turnReport(each, turn)) }),
  };
}

function turnReport(report: string, turn: (path: string) => string): string {
  const [, format, file] = /^([a-z]+)=(.+)$/.exec(report) ?? [];
  return file === undefined || file === "-" ? report : `${format}=${turn(file)}`;
}
