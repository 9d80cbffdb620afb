/** Where files are written: whole or not at all, and nothing is ever overwritten. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Counterexample } from "../reports/counterexample.ts";
import { UsageError } from "./usage-error.ts";

/** Writes to a temporary file beside it, then renames. */
export function writeAtomically(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Saves a value as JSON under a name that ends in a hash of its contents: the same value gives the
 * same file, another value another one. Gives the path.
 */
export function saveByContent(folder: string, name: string, value: unknown): string {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const file = join(folder, `${name}-${hash}.json`);
  if (!existsSync(file)) writeAtomically(file, text);
  return file;
}

/** `aws-sdk-1.1.7.interruption-reaches-handler-1a2b3c4d.json`. */
export function saveCounterexample(folder: string, counterexample: Counterexample): string {
  const engine = counterexample.engine.replace("@", "-");
  return saveByContent(folder, `${engine}.${counterexample.property}`, counterexample);
}

/** @throws UsageError if the folder can't be made. */
export function makeFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new UsageError(
      `--out: can't make the folder ${folder} (${code}); accepted is a writable folder.`,
    );
  }
}
