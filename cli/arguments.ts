/**
 * Reads a command line against the flags that a command declares. Texts stay as they were typed;
 * what is unknown, left without a value or given twice gets one sentence.
 */
import { parseArgs } from "node:util";
import { UsageError } from "./usage-error.ts";

export interface Flag {
  /** With its dashes. */
  readonly name: string;
  /** What its value is called in the help; absent for a switch. */
  readonly value?: string;
  readonly repeatable?: true;
  readonly help: string;
}

/** What is given for a flag, and who says so: the flag itself, a variable, a place in a file. */
export interface Given {
  /** As they were typed; one empty text for a switch that is on, none for one that is off. */
  readonly texts: readonly string[];
  readonly where: string;
}

/** What was given on the command line, or stands for what was not, as text. */
export class Arguments {
  readonly positionals: readonly string[];
  private readonly values: ReadonlyMap<string, Given>;

  constructor(positionals: readonly string[], values: ReadonlyMap<string, Given>) {
    this.positionals = positionals;
    this.values = values;
  }

  /** Whether it is there; a switch that is off is not. */
  has(flag: string): boolean {
    return this.texts(flag).length > 0;
  }

  /** Whether it is there and was typed, and does not come from a file or the environment. */
  typed(flag: string): boolean {
    return this.values.get(flag)?.where === flag;
  }

  text(flag: string): string | undefined {
    return this.values.get(flag)?.texts[0];
  }

  texts(flag: string): readonly string[] {
    return this.values.get(flag)?.texts ?? [];
  }

  given(flag: string): Given | undefined {
    return this.values.get(flag);
  }

  /** Who gave it, for a sentence that says what is wrong with it. */
  where(flag: string): string {
    return this.values.get(flag)?.where ?? flag;
  }

  with(added: readonly (readonly [string, Given])[]): Arguments {
    return new Arguments(this.positionals, new Map([...this.values, ...added]));
  }
}

/** @throws UsageError */
export function readArguments(words: readonly string[], flags: readonly Flag[]): Arguments {
  const declared = flags.map(
    ({ name, value }): [string, { readonly type: "string" | "boolean" }] => [
      name.slice(2),
      { type: value === undefined ? "boolean" : "string" },
    ],
  );
  // Not strict: its own messages say more than one sentence, and not what is accepted.
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(declared),
    strict: false,
    tokens: true,
  });
  const positionals: string[] = [];
  const values = new Map<string, Given>();
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const flag = flags.find(({ name }) => name === token.rawName);
    if (flag === undefined) throw unknownFlag(token.rawName, flags);
    const value = readValue(flag, token.value, token.inlineValue === true);
    const before = values.get(flag.name)?.texts ?? [];
    if (before.length > 0 && flag.repeatable !== true) {
      throw new UsageError(`${flag.name}: found more than once; accepted is once.`);
    }
    values.set(flag.name, { texts: [...before, value], where: flag.name });
  }
  return new Arguments(positionals, values);
}

function readValue({ name, value }: Flag, given: string | undefined, inline: boolean): string {
  if (value === undefined) {
    if (given === undefined) return "";
    throw new UsageError(
      `${name}: found the value ${JSON.stringify(given)}; accepted is no value.`,
    );
  }
  const isFlag = !inline && given?.startsWith("--") === true;
  if (given === undefined || given === "" || isFlag) {
    throw new UsageError(`${name}: found no value; accepted is ${name} ${value}.`);
  }
  return given;
}

function unknownFlag(found: string, flags: readonly Flag[]): UsageError {
  const accepted = flags.length === 0 ? "no flag" : flags.map(({ name }) => name).join(", ");
  return new UsageError(`found the flag ${JSON.stringify(found)}; accepted is ${accepted}.`);
}
