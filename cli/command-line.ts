/** The command line. What goes wrong ends in one sentence and an exit code (docs/exit-codes.md). */
import { printable } from "../reports/text/layout.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { type Command, flagsOf } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { renderHelp } from "./help.ts";
import { checkNodeVersion } from "./node-version.ts";
import { EXIT, UsageError } from "./usage-error.ts";
import { packageVersion } from "./version.ts";

/** Gives the exit code. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  listen();
  try {
    checkNodeVersion(process.versions.node);
    const command = COMMANDS.find(({ name }) => `${words.join(" ")} `.startsWith(`${name} `));
    if (asksFor(words, "--help", "-h")) return print(renderHelp(command));
    if (asksFor(words, "--version", "-v")) return print(`${packageVersion()}\n`);
    if (command === undefined) throw unknownCommand(words);
    return await run(command, readFor(command, words.slice(command.name.split(" ").length)));
  } catch (error) {
    return report(error);
  }
}

function listen(): void {
  // A reader that has seen enough (`| head`) is no error: the exit code is still wanted.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  // What a job gets that is cancelled, and what is left when a terminal is closed: as Ctrl-C.
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => process.emit("SIGINT"));
  }
  // A command that has something to save listens too; for the others, and the second time, this is all.
  process.on("SIGINT", () => {
    if (process.listenerCount("SIGINT") === 1) process.exit(EXIT.interrupted);
  });
}

async function run(command: Command, typed: Arguments): Promise<number> {
  if (command.settings === undefined) return await command.run(typed);
  const { resolveSettings } = await import("./settings/resolve.ts");
  const resolved = await resolveSettings(command, typed, process.env);
  if (!typed.has("--print-config")) return await command.run(resolved.arguments);
  await command.check?.(resolved.arguments);
  const { printedSettings, renderSettings } = await import("./settings/print.ts");
  const settings = printedSettings(resolved);
  return print(
    typed.has("--json") ? `${JSON.stringify(settings, null, 2)}\n` : renderSettings(settings),
  );
}

function asksFor(words: readonly string[], long: string, short: string): boolean {
  return words.includes(long) || words.includes(short);
}

function print(text: string): number {
  process.stdout.write(text);
  return EXIT.ok;
}

/** @throws UsageError for a wrong flag, and for an argument too few or too many. */
function readFor(command: Command, words: readonly string[]): Arguments {
  const given = readArguments(words, flagsOf(command));
  const { name, argument } = command;
  const accepted = argument?.split(" ") ?? [];
  const needed = accepted.filter((each) => !each.startsWith("["));
  const missing = needed[given.positionals.length];
  if (missing !== undefined) {
    const what = missing.replace("...", "");
    throw new UsageError(`found no ${what}; accepted is ${name} ${argument}.`);
  }
  const extra = accepted.at(-1)?.includes("...") ? undefined : given.positionals[accepted.length];
  if (extra === undefined) return given;
  throw new UsageError(
    `found the argument ${JSON.stringify(extra)}; accepted is ${acceptedArguments(accepted)}.`,
  );
}

function acceptedArguments(accepted: readonly string[]): string {
  if (accepted.length === 0) return "flags only";
  return accepted.length === 1 ? `one ${accepted[0]}` : accepted.join(" and ");
}

/** The first word, or both where others begin with the first. */
function unknownCommand(words: readonly string[]): UsageError {
  const accepted = COMMANDS.map(({ name }) => name).join(", ");
  const [first, second] = words;
  const isFamily = COMMANDS.some(({ name }) => name.startsWith(`${first} `));
  const found = isFamily && second !== undefined ? `${first} ${second}` : first;
  const what = found === undefined ? "no command" : `the command ${JSON.stringify(found)}`;
  return new UsageError(`found ${what}; accepted is ${accepted}, --help.`);
}

function report(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`durable-conformance: ${printable(error.message)}\n`);
    return EXIT.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`durable-conformance: internal error: ${text}\n`);
  return EXIT.internal;
}
