/**
 * Explores the model, and engines, to the bounds of docs/exploration.md, and writes what came out
 * into docs/exploration.json and the document.
 *
 *   npm run -s exploration                              all of them: an hour and more
 *   npm run -s exploration -- --only=--faults           only those whose command has this in it
 *   npm run -s exploration -- --render                  only the tables, from what was measured
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import {
  EXPLORATION_JSON,
  EXPLORATION_MARKDOWN,
  type Measured,
  summarizeEngine,
  summarizeModel,
  withExploration,
} from "./exploration-table.ts";

export const COMMANDS: readonly string[] = [
  "explore --operations 1 --interruptions 2",
  "explore --operations 2 --interruptions 2",
  "explore --operations 2 --interruptions 2 --faults",
  "explore --operations 2 --interruptions 2 --free",
  "explore --operations 3 --interruptions 3 --ends-only",
  "explore --operations 2 --interruptions 2 --kinds all",
  "explore --operations 2 --interruptions 2 --kinds all --faults --ends-only",
  "explore --operations 1 --interruptions 2 --kinds all --free --faults",
  "verify --exhaustive --no-corpus --operations 2 --interruptions 2 --engine aws-sdk@2.4.0",
  "verify --exhaustive --no-corpus --operations 2 --interruptions 2 --drawn 27 --engine aws-sdk@2.4.0",
  "verify --exhaustive --no-corpus --operations 2 --interruptions 2 --engine aws-sdk@1.1.7",
];

export function measure(command: string): Measured {
  const main = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
  const more = command.startsWith("verify") ? ["--time-limit", "7200", "--out", OUT] : [];
  const { stdout } = spawnSync(process.execPath, [main, ...command.split(" "), ...more, "--json"], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const report = JSON.parse(stdout);
  return command.startsWith("explore")
    ? summarizeModel(command, report)
    : summarizeEngine(command, report);
}

const OUT = join(tmpdir(), "durable-conformance-exploration");

function readMeasured(): readonly Measured[] {
  return existsSync(EXPLORATION_JSON) ? JSON.parse(readFileSync(EXPLORATION_JSON, "utf8")) : [];
}

/** In the place of what was measured before by the same command. */
function keep(measured: Measured): void {
  const all = [...readMeasured().filter(({ command }) => command !== measured.command), measured];
  const order = ({ command }: Measured) => COMMANDS.indexOf(command);
  const sorted = all.toSorted((left, right) => order(left) - order(right));
  writeFileSync(EXPLORATION_JSON, `${JSON.stringify(sorted, null, 2)}\n`);
}

function main(): void {
  const { values } = parseArgs({
    options: { only: { type: "string" }, render: { type: "boolean" } },
  });
  for (const command of values.render === true ? [] : COMMANDS) {
    if (!command.includes(values.only ?? "")) continue;
    keep(measure(command));
  }
  const document = readFileSync(EXPLORATION_MARKDOWN, "utf8");
  writeFileSync(EXPLORATION_MARKDOWN, withExploration(document, readMeasured()));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
