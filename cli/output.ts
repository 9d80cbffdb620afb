/** Where files are written: whole or not at all, and nothing is ever overwritten. */
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import type { Counterexample } from "../reports/counterexample.ts";
import { UsageError } from "./usage-error.ts";

/** The folder for what is found where no other is named. */
export const DEFAULT_OUT = "counterexamples";

/** A folder for what is found. */
export class OutFolder {
  readonly path: string;
  /** The folders that had to be made, the outermost first. */
  private readonly made: readonly string[];

  /** Makes the folder if need be. @throws UsageError if that, or writing in it, is not possible. */
  constructor(path: string) {
    this.path = path;
    try {
      this.made = makeFolders(path);
      accessSync(path, constants.W_OK);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "unknown";
      throw new UsageError(
        `--out: found ${JSON.stringify(path)}, which can't be written to (${code}); accepted is a folder.`,
      );
    }
  }

  /** `aws-sdk-1.1.7.interruption-reaches-handler-1a2b3c4d.json`. Gives the path. */
  saveCounterexample(counterexample: Counterexample): string {
    const { engine, property } = counterexample;
    return this.save(`${fileNamePart(engine)}.${property}`, counterexample, identityOf);
  }

  /**
   * Saves a value as JSON under a name that ends in a hash of its `identity`: the same gives the same
   * file, which is then left as it is. So is a file of that name that holds something else: it is
   * somebody's work, and the value gets a name beside it.
   */
  save<Value>(name: string, value: Value, identity: (value: Value) => unknown = same): string {
    const key = JSON.stringify(identity(value));
    const hash = createHash("sha256").update(key).digest("hex").slice(0, 8);
    for (let copy = 1; ; copy += 1) {
      const suffix = copy === 1 ? "" : `-${copy}`;
      const file = join(this.path, `${name}-${hash}${suffix}.json`);
      if (!existsSync(file)) writeAtomically(file, `${JSON.stringify(value, null, 2)}\n`);
      if (keyOf(file, identity) === key) return file;
    }
  }

  /** Takes back the folders that were made, as far as nothing was saved in them. */
  tidy(): void {
    try {
      for (const folder of this.made.toReversed()) rmdirSync(folder);
    } catch {
      // Not empty: it stays.
    }
  }
}

/** What makes two counterexamples the same: with what they were made, and how found, does not. */
function identityOf({ engine, signature, case: case_ }: Counterexample): unknown {
  return { engine, signature, case: case_ };
}

function same(value: unknown): unknown {
  return value;
}

/** The identity of what a file holds; undefined where that is nothing of ours. */
function keyOf<Value>(file: string, identity: (value: Value) => unknown): string | undefined {
  try {
    return JSON.stringify(identity(JSON.parse(readFileSync(file, "utf8"))));
  } catch {
    return undefined;
  }
}

/**
 * Gives the folders that it had to make, the outermost first. Node's own recursive `mkdirSync` never
 * comes back where a folder can't be made in one that exists (`/proc/folder`).
 */
function makeFolders(path: string): readonly string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  const above = makeFolders(dirname(path));
  mkdirSync(path);
  return [...above, path];
}

/** Writes to a temporary file beside it, then renames: the file is there whole, or as it was. */
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

/** An engine's name as part of a file's name; of a module, its own name without the ending. */
export function fileNamePart(engine: string): string {
  const name = /[\\/]/.test(engine) ? basename(engine, extname(engine)) : engine;
  return name.replaceAll(/[^A-Za-z0-9._-]+/g, "-");
}
