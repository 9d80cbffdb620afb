/**
 * 2.4.0 with one place mended for each finding that it shows: the place that docs/findings.md names as
 * its source. A script that holds then is known to be able to hold, and the place to be the right one.
 * The patches are the smallest changes that show it, and no proposals.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const MENDED_VERSION = "2.4.0";

const PATCHES = fileURLToPath(new URL("mended/", import.meta.url));

/** The ids of the findings of 2.4.0 that can be mended. */
export const MENDED = readdirSync(PATCHES)
  .map((name) => name.slice(0, -".patch".length))
  .toSorted();

/**
 * Loads 2.4.0 with the places of these findings mended.
 * @throws Error if git is not there, or a patch does not fit.
 */
export async function loadMended(findings) {
  const folder = mkdtempSync(join(tmpdir(), "durable-conformance-"));
  try {
    const entry = join(folder, "index.mjs");
    const published = fileURLToPath(import.meta.resolve(`aws-sdk-${MENDED_VERSION}`));
    // What would lead to a source map that is not there is left out.
    const source = readFileSync(published, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
    writeFileSync(entry, source);
    const patches = findings.map((finding) => join(PATCHES, `${finding}.patch`));
    if (patches.length > 0) execFileSync("git", ["apply", ...patches], { cwd: folder });
    return await import(pathToFileURL(entry).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
