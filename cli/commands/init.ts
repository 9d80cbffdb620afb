/** `durable-conformance init`: what somebody needs to begin with an engine of their own. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type StarterFile, starterFiles } from "../init/templates.ts";
import { FILE_NAMES } from "../settings/file.ts";
import { EXIT, UsageError } from "../usage-error.ts";

/** Writes what is not there. Gives the exit code. @throws UsageError */
export async function init(): Promise<number> {
  const files = starterFiles(moduleEnding());
  const width = Math.max(...files.map(({ path }) => path.length));
  for (const file of files) {
    // Told at once: the next may be one that can't be written.
    const done = writeOne(file).padEnd(5);
    process.stdout.write(`  ${done}  ${file.path.padEnd(width)}  ${file.what}\n`);
  }
  const needsVitest = existsSync("node_modules/vitest")
    ? ""
    : "The suite in vitest needs it: npm install --save-dev vitest\n";
  process.stdout.write(
    `\n${needsVitest}Fill in ${files[1]?.path}. Until it is, this says what is missing next:\n\n  npx durable-conformance verify\n`,
  );
  return EXIT.ok;
}

/** `.mts` where Node would take `.ts` for CommonJS. @throws UsageError on a Node that takes neither. */
function moduleEnding(): "ts" | "mts" {
  if (process.features.typescript === false) {
    throw new UsageError(
      `found Node ${process.versions.node}, which loads no .ts files; accepted is Node 22.18 or later.`,
    );
  }
  try {
    return JSON.parse(readFileSync("package.json", "utf8")).type === "module" ? "ts" : "mts";
  } catch {
    return "mts";
  }
}

/** A file that is there is left as it is; so is a file of settings by another of its names. */
function writeOne({ path, text }: StarterFile): "wrote" | "kept" {
  if (FILE_NAMES.includes(path) && FILE_NAMES.some((name) => existsSync(name))) return "kept";
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: "wx" });
    return "wrote";
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    if (code === "EEXIST" && existsSync(path)) return "kept";
    throw new UsageError(`${path}: can't be written (${code}); accepted is a folder to write in.`);
  }
}
