/**
 * Loads the test files of the folder that Stryker has put the mutants in, as often as is asked for:
 * each time all modules of that folder are made anew, while those of packages stay. So a mutant in
 * what runs when a module is loaded costs half a second, and not a process.
 */
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SLOW_TESTS } from "./fast-tests.ts";
import type { CollectedTest } from "./test-api.ts";

// Vitest's assertions ask its worker for the file they are in; this is all that they ask.
Object.assign(globalThis, { __vitest_worker__: { filepath: "" } });
const { collect } = await import("./test-api.ts");

const TEST_API = new URL("test-api.ts", import.meta.url).href;
const SANDBOX = pathToFileURL(`${process.cwd()}/`).href;

function isInSandbox(url: string | undefined): boolean {
  return url?.startsWith(SANDBOX) === true && !url.includes("/node_modules/");
}

let generation = 0;

registerHooks({
  resolve(specifier, context, next) {
    const isOfSandbox = isInSandbox(context.parentURL);
    if (specifier === "vitest" && isOfSandbox) return { url: TEST_API, shortCircuit: true };
    const resolved = next(specifier, context);
    return isInSandbox(resolved.url)
      ? { ...resolved, url: `${resolved.url}?generation=${generation}` }
      : resolved;
  },
});

/** From now on modules are made anew: none that a test file loads has been used before. */
export function startAnew(): void {
  generation++;
}

/** The fast tests of one of the files. Throws what a module throws when it is loaded. */
export async function loadTests(name: string): Promise<readonly CollectedTest[]> {
  const path = join(process.cwd(), "test", `${name}.test.ts`);
  const tests = await collect(path, () => import(pathToFileURL(path).href));
  return tests.filter((test) => !SLOW_TESTS.some((slow) => slow.test(test.name)));
}

/** Those of all these files. */
export async function loadAllTests(names: readonly string[]): Promise<readonly CollectedTest[]> {
  const tests: CollectedTest[] = [];
  for (const name of names) tests.push(...(await loadTests(name)));
  return tests;
}
