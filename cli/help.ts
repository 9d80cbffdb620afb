/** Help as text, from the commands as data. */
import { WIDTH, wrap } from "../reports/text/layout.ts";
import type { Flag } from "./arguments.ts";
import { type Command, flagsOf } from "./command.ts";
import { COMMANDS } from "./commands.ts";

const HELP: Flag = { name: "--help", help: "Show this" };
const VERSION: Flag = { name: "--version", help: "Show the version" };

export function renderHelp(command: Command | undefined): string {
  return `${(command === undefined ? overview() : details(command)).join("\n")}\n`;
}

function overview(): string[] {
  return [
    "Checks what a durable execution engine promises: generated workflows run on the",
    "real engine, interrupted at every edge, judged by a formal model and properties.",
    "",
    "Usage: durable-conformance COMMAND [FLAGS]",
    "",
    ...rows(COMMANDS.map((command) => [usage(command), command.summary])),
    "",
    ...rows([HELP, VERSION].map((flag) => [flag.name, flag.help])),
    "",
    "durable-conformance COMMAND --help tells more.",
    "Exit codes: 0 all hold, 1 something is broken, 2 something is unknown,",
    "64 wrong usage, 70 internal error, 130 stopped by the user.",
  ];
}

function details(command: Command): string[] {
  return [
    `${command.summary}.`,
    "",
    `Usage: durable-conformance ${usage(command)} [FLAGS]`,
    "",
    ...rows([...flagsOf(command), HELP].map((flag) => [flagUsage(flag), flag.help])),
    "",
    "Examples:",
    ...command.examples.map((example) => `  durable-conformance ${example}`),
  ];
}

function usage({ name, argument }: Command): string {
  return argument === undefined ? name : `${name} ${argument}`;
}

function flagUsage({ name, value }: Flag): string {
  return value === undefined ? name : `${name} ${value}`;
}

/** Two columns, the second wrapped. */
function rows(table: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...table.map(([left]) => left.length)) + 2;
  return table.flatMap(([left, right]) => {
    return wrap(right, WIDTH - 2 - width).map((line, index) => {
      return `  ${(index === 0 ? left : "").padEnd(width)}${line}`;
    });
  });
}
