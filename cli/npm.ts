/**
 * The published versions of an npm package, and how one is installed: by the npm that is there, an
 * exact version, into a cache of its own, with install scripts off.
 */
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { byVersion } from "../reports/version-ranges.ts";

/** As npm has them; nothing that it could take for a flag or a path. */
const NAME = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const VERSION = /^\d+\.\d+\.\d+$/;

/** npm could not do it; says why. */
export class NpmError extends Error {}

export function isPackageName(text: string): boolean {
  return NAME.test(text) && text.length <= 214;
}

/** Where versions are installed if no other folder is named. */
export function defaultCache(): string {
  const { XDG_CACHE_HOME: caches } = process.env;
  return join(caches || join(homedir(), ".cache"), "durable-conformance");
}

/** The released versions, the oldest first; those before a release (`2.0.0-beta.1`) are left out. @throws NpmError */
export async function publishedVersions(name: string): Promise<readonly string[]> {
  const printed = await npm(["view", name, "versions", "--json"]);
  const versions: unknown = JSON.parse(printed);
  const list: readonly unknown[] = Array.isArray(versions) ? versions : [versions];
  return list
    .filter((each): each is string => typeof each === "string" && VERSION.test(each))
    .toSorted(byVersion);
}

/** The versions that the cache has. */
export function cachedVersions(cache: string, name: string): readonly string[] {
  if (!existsSync(cache)) return [];
  const prefix = folderName(name, "");
  return readdirSync(cache)
    .filter((folder) => folder.startsWith(prefix))
    .map((folder) => folder.slice(prefix.length))
    .filter((version) => VERSION.test(version) && existsSync(entryOf(cache, name, version)));
}

/**
 * Gives the module that exports the package as `module`; installs it if the cache does not have it.
 * @throws NpmError with what npm said.
 */
export async function install(cache: string, name: string, version: string): Promise<string> {
  const entry = entryOf(cache, name, version);
  if (existsSync(entry)) return entry;
  mkdirSync(cache, { recursive: true });
  // Beside its place, and moved there whole: an install that was cut off is never taken for one.
  const temporary = mkdtempSync(join(cache, "installing-"));
  try {
    writeFileSync(join(temporary, "package.json"), "{}\n");
    writeFileSync(
      join(temporary, ENTRY),
      `import * as module from ${JSON.stringify(name)};\nexport { module };\n`,
    );
    await npm([
      "install",
      "--ignore-scripts",
      "--save-exact",
      "--no-audit",
      "--no-fund",
      "--prefix",
      temporary,
      `${name}@${version}`,
    ]);
    if (!existsSync(entry)) renameSync(temporary, join(cache, folderName(name, version)));
    return entry;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

const ENTRY = "entry.mjs";

function folderName(name: string, version: string): string {
  return `${name.replace("/", "+")}@${version}`;
}

function entryOf(cache: string, name: string, version: string): string {
  return join(cache, folderName(name, version), ENTRY);
}

/** Gives what it printed. @throws NpmError */
function npm(words: readonly string[]): Promise<string> {
  const isWindows = process.platform === "win32";
  return new Promise((resolve, reject) => {
    const options = { encoding: "utf8", shell: isWindows, maxBuffer: 64 * 1_024 * 1_024 } as const;
    execFile("npm", words, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new NpmError(reasonIn(stderr) ?? error.message.split("\n")[0]));
    });
  });
}

/** npm says a code first, and then the sentence. */
function reasonIn(stderr: string): string | undefined {
  const said = stderr
    .split("\n")
    .filter((line) => /^npm (error|ERR!) /.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) /, "").trim())
    .filter((line) => line !== "");
  const told = said.find((line) => !line.startsWith("code "));
  return told === undefined ? said[0] : `npm: ${told}`;
}
