#!/usr/bin/env node
/** The command line. What goes wrong ends in one sentence and an exit code (docs/exit-codes.md). */
import { printable } from "../reports/text/layout.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { COMMANDS, type Command } from "./commands.ts";
import { renderHelp } from "./help.ts";
import { checkNodeVersion } from "./node-version.ts";
import { EXIT, UsageError } from "./usage-error.ts";
import { packageVersion } from "./version.ts";

// A reader that has seen enough (`| head`) is no error: the exit code is still wanted.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  try {
    checkNodeVersion(process.versions.node);
    const [first] = words;
    const command = COMMANDS.find(({ name }) => name === first);
    if (asksFor(words, "--help", "-h")) return print(renderHelp(command));
    if (asksFor(words, "--version", "-v")) return print(`${packageVersion()}\n`);
    if (command === undefined) throw unknownCommand(first);
    return await command.run(readFor(command, words.slice(1)));
  } catch (error) {
    return report(error);
  }
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
  const given = readArguments(words, command.flags);
  const takes = command.argument === undefined ? 0 : 1;
  if (given.positionals.length < takes) {
    throw new UsageError(
      `found no ${command.argument}; accepted is ${command.name} ${command.argument}.`,
    );
  }
  const extra = given.positionals[takes];
  if (extra === undefined) return given;
  const accepted = takes === 0 ? "flags only" : `one ${command.argument}`;
  throw new UsageError(`found the argument ${JSON.stringify(extra)}; accepted is ${accepted}.`);
}

function unknownCommand(found: string | undefined): UsageError {
  const accepted = COMMANDS.map(({ name }) => name).join(", ");
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
