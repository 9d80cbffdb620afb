/** Which settings apply: flag over environment over file over default. */
import { Arguments, type Given } from "../arguments.ts";
import type { Command } from "../command.ts";
import { UsageError } from "../usage-error.ts";
import { checkKeys, readSettingsFile, type SettingsFile } from "./file.ts";
import { SETTINGS, type Setting, type Settings, VARIABLE_PREFIX } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What applies for one setting, and where it comes from. */
export interface Resolved {
  readonly setting: Setting;
  /** Texts as on the command line; undefined where the default applies. */
  readonly given: Given | undefined;
}

export interface ResolvedSettings {
  readonly file: string | undefined;
  readonly settings: readonly Resolved[];
  /** What was typed, with what else applies. */
  readonly arguments: Arguments;
}

/**
 * Adds to what was typed what environment and file say.
 * @throws UsageError for a file or a variable that is wrong.
 */
export async function resolveSettings(
  { settings: applying = [] }: Pick<Command, "settings">,
  typed: Arguments,
  environment: Environment,
): Promise<ResolvedSettings> {
  checkVariables(environment);
  const file = await readSettingsFile(typed.text("--config"), typed.where("--config"));
  const settings = SETTINGS.filter(({ key }) => applying.includes(key)).map((setting) => ({
    setting,
    given:
      fromTyped(setting, typed) ?? fromEnvironment(setting, environment) ?? fromFile(setting, file),
  }));
  const added = settings.flatMap(({ setting: { flag }, given }) =>
    given === undefined ? [] : [[flag, given] as const],
  );
  return { file: file?.path, settings, arguments: typed.with(added) };
}

/** Settings as the flags that they stand for. @throws UsageError for a key that is none. */
export function typedFrom(settings: Settings, where: string): Arguments {
  checkKeys(where, settings);
  const values = SETTINGS.flatMap(({ key, flag }) => {
    const texts = textsOf(settings[key]);
    return texts === undefined ? [] : [[flag, { texts, where: `${where}.${key}` }] as const];
  });
  return new Arguments([], new Map(values));
}

function checkVariables(environment: Environment): void {
  const known = SETTINGS.map(({ variable }) => variable);
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith(VARIABLE_PREFIX) && !known.includes(name),
  );
  if (unknown === undefined) return;
  throw new UsageError(
    `found the environment variable ${unknown}; accepted is ${known.join(", ")}.`,
  );
}

/** What is typed for a switch may turn it off, too. @throws UsageError if it does both. */
function fromTyped({ flag, kind }: Setting, typed: Arguments): Given | undefined {
  const off = flag.replace("--", "--no-");
  if (kind !== "switch" || !typed.has(off)) return typed.given(flag);
  if (!typed.has(flag)) return { texts: [], where: off };
  throw new UsageError(`${off}: found ${flag} too; accepted is one of them.`);
}

function fromEnvironment({ variable, kind }: Setting, environment: Environment): Given | undefined {
  const text = environment[variable];
  if (text === undefined || text === "") return undefined;
  if (kind === "list") return { texts: text.split(","), where: variable };
  if (kind !== "switch") return { texts: [text], where: variable };
  if (text === "true") return { texts: [""], where: variable };
  if (text === "false") return { texts: [], where: variable };
  throw new UsageError(`${variable}: found ${JSON.stringify(text)}; accepted is true or false.`);
}

function fromFile({ key }: Setting, file: SettingsFile | undefined): Given | undefined {
  const texts = file === undefined ? undefined : textsOf(file.settings[key]);
  return texts === undefined ? undefined : { texts, where: `${file?.path}: at ${key}` };
}

function textsOf(value: Settings[keyof Settings]): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "boolean") return value ? [""] : [];
  return typeof value === "object" ? value : [String(value)];
}
