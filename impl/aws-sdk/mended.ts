/**
 * The published SDK with the places mended that are known to be wrong: for each finding a patch of a
 * few lines, of the place that docs/findings.md names as its source. A case that fails on the SDK as
 * it is published and holds with one finding mended shows that finding.
 *
 * The patches are the smallest changes that show it, and no proposals.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Engine } from "../engine.ts";
import { engineOf } from "./engine.ts";
import { applyPatch } from "./patch.ts";
import { readSdk, type Sdk, type SdkVersion } from "./sdk.ts";

/** Beside this in a checkout, a level further up where compiled. */
const FOLDER = ["../../examples/findings/mended/", "../../../examples/findings/mended/"]
  .map((path) => fileURLToPath(new URL(path, import.meta.url)))
  .find((path) => existsSync(path));

/** Those of the findings, by their ids, that can be mended in a version: a patch fits its source. */
export function mendableIn(
  version: SdkVersion,
  findings: readonly string[] = [...PATCHES.keys()],
): readonly string[] {
  const source = sourceOf(version);
  return findings.filter((finding) => mend(source, finding) !== undefined);
}

/**
 * `change` is made to the published source before anything is mended: a mistake planted in it, say.
 *
 * @throws Error if one of these findings can't be mended in the version.
 */
export async function createMendedEngine(
  version: SdkVersion,
  findings: readonly string[],
  change?: (source: string) => string,
): Promise<Engine> {
  const name = `aws-sdk@${version}, mended: ${findings.join(", ")}`;
  return engineOf(name, readSdk(name, await loadMended(version, findings, change)));
}

/** @throws Error if one of these findings can't be mended in the version. */
export async function loadMended(
  version: SdkVersion,
  findings: readonly string[],
  change: (source: string) => string = (source) => source,
): Promise<Sdk> {
  let source = change(sourceOf(version));
  for (const finding of findings) {
    const mended = mend(source, finding);
    if (mended === undefined) throw new Error(`No patch of ${finding} fits ${version}`);
    source = mended;
  }
  const folder = mkdtempSync(join(tmpdir(), "durable-conformance-"));
  try {
    const entry = join(folder, "index.mjs");
    writeFileSync(entry, source);
    return await import(pathToFileURL(entry).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** By finding, its patches: `FINDING.patch`, and `FINDING.VERSION.patch` for what older versions need. */
const PATCHES: ReadonlyMap<string, readonly string[]> = readPatches();

function readPatches(): ReadonlyMap<string, readonly string[]> {
  const patches = new Map<string, string[]>();
  if (FOLDER === undefined) return patches;
  for (const name of readdirSync(FOLDER).toSorted()) {
    const [finding = name] = name.split(".");
    const text = readFileSync(join(FOLDER, name), "utf8");
    patches.set(finding, [...(patches.get(finding) ?? []), text]);
  }
  return patches;
}

/** The source with the first patch of the finding that fits. */
function mend(source: string, finding: string): string | undefined {
  for (const patch of PATCHES.get(finding) ?? []) {
    const mended = applyPatch(source, patch);
    if (mended !== undefined) return mended;
  }
  return undefined;
}

/** The published source, so that it can be loaded from another folder. */
function sourceOf(version: SdkVersion): string {
  const entry = fileURLToPath(import.meta.resolve(`aws-sdk-${version}`));
  const installed = createRequire(entry);
  return (
    readFileSync(entry, "utf8")
      // It would lead to a source map that is not there.
      .replace(/^\/\/# sourceMappingURL=.*$/m, "")
      .replace(/^(import .* from) '(@[^']+)';$/gm, (_, words, name) => {
        const url = pathToFileURL(installed.resolve(name));
        return `${words} '${url.href}';`;
      })
  );
}
