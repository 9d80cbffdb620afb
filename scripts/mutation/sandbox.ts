/**
 * Loads the test files of the folder that Stryker has put the mutants in, as often as is asked for:
 * each time all modules of that folder are made anew, while those of packages stay. So a mutant in
 * what runs when a module is loaded costs half a second, and not a process.
 */
import { registerHooks } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SLOW_TESTS } from "./fast-tests.ts";
import type { CollectedTest, collect } from "./test-api.ts";

const TEST_API = new URL("test-api.ts", import.meta.url).href;

export class Sandbox {
  private readonly collect: typeof collect;
  private generation = 0;

  private constructor(collecting: typeof collect) {
    this.collect = collecting;
  }

  /** For the folder that this process runs in: once, and in no process that does anything else. */
  static async open(): Promise<Sandbox> {
    // Vitest's assertions ask its worker for the file they are in; this is all that they ask.
    Object.assign(globalThis, { __vitest_worker__: { filepath: "" } });
    const api = await import("./test-api.ts");
    const sandbox = new Sandbox(api.collect);
    const folder = pathToFileURL(`${process.cwd()}/`).href;
    const isInside = (url: string | undefined) =>
      url?.startsWith(folder) === true && !url.includes("/node_modules/");
    registerHooks({
      resolve(specifier, context, next) {
        if (specifier === "vitest" && isInside(context.parentURL))
          return { url: TEST_API, shortCircuit: true };
        const resolved = next(specifier, context);
        if (!isInside(resolved.url)) return resolved;
        return { ...resolved, url: `${resolved.url}?generation=${sandbox.generation}` };
      },
    });
    return sandbox;
  }

  /** From now on modules are made anew: none that a test file loads has been used before. */
  startAnew(): void {
    this.generation += 1;
  }

  /** The fast tests of one of the files. Throws what a module throws when it is loaded. */
  async loadTests(name: string): Promise<readonly CollectedTest[]> {
    const path = join(process.cwd(), "test", `${name}.test.ts`);
    const tests = await this.collect(path, () => import(pathToFileURL(path).href));
    return tests.filter((test) => !SLOW_TESTS.some((slow) => slow.test(test.name)));
  }

  /** Those of all these files. */
  async loadAllTests(names: readonly string[]): Promise<readonly CollectedTest[]> {
    const tests: CollectedTest[] = [];
    for (const name of names) tests.push(...(await this.loadTests(name)));
    return tests;
  }
}
