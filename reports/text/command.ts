/** Commands that a report gives its reader to copy: never wrapped, and safe to paste in a shell. */
import { printable } from "./layout.ts";

/** How this program is called where the report is read, for instance `npx durable-conformance`. */
export type Program = string;

export function renderReplay(program: Program, file: string, engine: string): string {
  return `  Reproduce   ${replayCommand(program, file, engine)}`;
}

/** The command that runs a saved case again. */
export function replayCommand(program: Program, file: string, engine: string): string {
  // A name that looks like a flag is still a file.
  const path = file.startsWith("-") ? `./${file}` : file;
  return `${program} replay ${quote(path)} --engine ${quote(engine)}`;
}

/** As it is where nothing in it means anything to a shell, in single quotes elsewhere. */
function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${printable(word).replaceAll("'", "'\\''")}'`;
}
