#!/usr/bin/env node
/**
 * The command line. Each command is loaded only when it is called, so that `--help` is quick; what
 * goes wrong ends in one sentence and an exit code (docs/exit-codes.md).
 */
import cac from "cac";
import { EXIT, UsageError } from "./usage-error.ts";
import { packageVersion } from "./version.ts";

const cli = cac("durable-conformance");
let command: (() => Promise<number>) | undefined;

cli
  .command(
    "verify",
    "Check the guarantees on an engine under generated workflows and interruptions",
  )
  .option(
    "--engine <name>",
    "The engine under test: aws-sdk@VERSION, or model (default: the newest)",
  )
  .option("--seed <number>", "Draw the same cases again")
  .option("--runs <number>", "How many cases (default: 10000)")
  .option("--time-limit <seconds>", "Stop drawing cases after this long (default: 60)")
  .option("--property <id>", "Check only this property; may be repeated")
  .option("--out <folder>", "Where counterexamples are saved (default: counterexamples)")
  .option("--workers <number>", "Worker threads (default: the cores)")
  .option("--json", "Print the report as JSON, and nothing else")
  .example("durable-conformance verify --engine aws-sdk@1.1.7")
  .action((flags) => {
    command = async () => (await import("./commands/verify.ts")).verify(flags);
  });

cli
  .command("replay <file>", "Run a saved case or counterexample again")
  .option("--engine <name>", "Another engine than the one it was found on")
  .option("--json", "Print the result as JSON, and nothing else")
  .action((file, flags) => {
    command = async () => (await import("./commands/replay.ts")).replay(file, flags);
  });

cli
  .command("scenarios", "Show the four scenarios of step semantics, model and engine side by side")
  .option("--engine <name>", "The engine (default: the newest aws-sdk)")
  .option("--json", "Print the tables as JSON, and nothing else")
  .action((flags) => {
    command = async () => (await import("./commands/scenarios.ts")).scenarios(flags);
  });

cli.help();
cli.version(packageVersion());

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const parsed = cli.parse(process.argv, { run: false });
    if (parsed.options["help"] === true || parsed.options["version"] === true) return EXIT.ok;
    if (cli.matchedCommand === undefined) throw unknownCommand(parsed.args[0]);
    if (parsed.args.length > cli.matchedCommand.args.length) {
      const extra = parsed.args[cli.matchedCommand.args.length];
      throw new UsageError(`found the extra argument ${JSON.stringify(extra)}; see --help.`);
    }
    await cli.runMatchedCommand();
    return command === undefined ? EXIT.usage : await command();
  } catch (error) {
    return report(error);
  }
}

function unknownCommand(found: string | undefined): UsageError {
  const accepted = cli.commands.map(({ name }) => name).join(", ");
  const what = found === undefined ? "no command" : `the command ${JSON.stringify(found)}`;
  return new UsageError(`found ${what}; accepted is ${accepted}.`);
}

function report(error: unknown): number {
  const isUsage =
    error instanceof UsageError || (error instanceof Error && error.name === "CACError");
  if (isUsage) {
    process.stderr.write(`durable-conformance: ${(error as Error).message}\n`);
    return EXIT.usage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`durable-conformance: internal error: ${text}\n`);
  return EXIT.internal;
}
