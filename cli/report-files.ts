/**
 * `--report FORMAT=FILE`: a report in another form, in a file. What is named is checked before
 * anything runs; a file is written whole or not at all, and one that is there is replaced.
 */
import { accessSync, constants, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Arguments, Flag } from "./arguments.ts";
import { writeAtomically } from "./output.ts";
import { UsageError } from "./usage-error.ts";

/** The forms of a run, and of one case that was run again. What makes them is loaded when needed. */
export const RUN_FORMATS = ["html", "junit", "github", "json"] as const;
export const REPLAY_FORMATS = [
  "html",
  "junit",
  "github",
  "itf",
  "chrome",
  "aws",
  "vitest",
  "script",
  "json",
] as const;

export type Formats<Name extends string, Value> = Readonly<Record<Name, (value: Value) => string>>;

export interface ReportFile<Name extends string> {
  readonly format: Name;
  /** `-` for standard output, which then carries nothing else. */
  readonly file: string;
}

export const STDOUT = "-";

export function reportFlag(formats: readonly string[]): Flag {
  return {
    name: "--report",
    value: "FORMAT=FILE",
    repeatable: true,
    help: `Also write the result as ${formats.slice(0, -1).join(", ")} or ${formats.at(-1)}; - is standard output`,
  };
}

/** The files that are asked for. @throws UsageError for an unknown format, or a file that can't be. */
export function reportFiles<Name extends string>(
  given: Arguments,
  formats: readonly Name[],
  more: readonly string[] = [],
): readonly ReportFile<Name>[] {
  const where = given.where("--report");
  const files = [...given.texts("--report"), ...more].map((text) => readOne(text, formats, where));
  const printing = files.filter(({ file }) => file === STDOUT).length;
  if (printing > 1 || (printing === 1 && given.has("--json"))) {
    throw new UsageError(
      `${where}: found more than one result for standard output; accepted is one.`,
    );
  }
  return files;
}

function readOne<Name extends string>(
  text: string,
  formats: readonly Name[],
  where: string,
): ReportFile<Name> {
  const cut = text.indexOf("=");
  const format = formats.find((name) => name === text.slice(0, Math.max(0, cut)));
  const file = text.slice(cut + 1);
  if (format === undefined || file === "") {
    throw new UsageError(
      `${where}: found ${JSON.stringify(text)}; accepted is FORMAT=FILE with a format of ${formats.join(", ")}.`,
    );
  }
  if (file !== STDOUT) checkWritable(file, where);
  return { format, file };
}

function checkWritable(file: string, where: string): void {
  const folder = dirname(resolve(file));
  let found: string | undefined;
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) found = "which is a folder";
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    found = `whose folder can't be written to (${code})`;
  }
  if (found === undefined) return;
  throw new UsageError(
    `${where}: found ${JSON.stringify(file)}, ${found}; accepted is a file in a folder that is there.`,
  );
}

/** Whether one of them takes standard output for itself. */
export function takesStdout(files: readonly ReportFile<string>[]): boolean {
  return files.some(({ file }) => file === STDOUT);
}

/** Writes them, and tells on standard error where they are. */
export function writeReports<Name extends string, Value>(
  files: readonly ReportFile<Name>[],
  formats: Formats<Name, Value>,
  value: Value,
): void {
  for (const { format, file } of files) {
    const text = formats[format](value);
    if (file === STDOUT) {
      process.stdout.write(text);
    } else {
      writeAtomically(file, text);
      process.stderr.write(`${format} report: ${resolve(file)}\n`);
    }
  }
}
