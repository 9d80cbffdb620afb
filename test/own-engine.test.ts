/** The path of somebody who brings an engine: what it lacks, its own words, and its own vitest. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { expectConforms } from "../cli/expect-conforms.ts";
import type { RunReport } from "../reports/run-report.ts";
import { emptyFolder, engineModule, runCli } from "./cli-fixture.ts";

const DRAWN = ["--scope", "sequential", "--seed", "1", "--runs", "300", "--json"];

async function verify(engine: string): Promise<RunReport> {
  const { stdout, stderr } = await runCli(["verify", "--engine", engineModule(engine), ...DRAWN]);
  expect(stderr).not.toContain("durable-conformance:");
  return JSON.parse(stdout);
}

test("to an engine of steps and waits, kept cases that need more are not applicable", async () => {
  const { kept, findings } = await verify("steps-and-waits");
  expect(findings).toEqual([]);
  const outcomes = new Set(kept.map(({ outcome }) => outcome));
  expect([...outcomes].toSorted()).toEqual(["holds", "not-applicable"]);
});

test("the corpus runs on it as far as it goes", async () => {
  const words = ["corpus", "run", "--engine", engineModule("steps-and-waits")];
  const { code, stdout, stderr } = await runCli(words);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/\(\d+ cases: \d+ hold, \d+ not\s+applicable\)/);
  expect(code).toBe(0);
});

test("an engine may have words of its own for an interrupted attempt", async () => {
  const { findings, lines } = await verify("own-words");
  expect(findings).toEqual([]);
  const [about] = lines.filter(({ id }) => id === "interruption-reaches-handler");
  expect(about?.kind).toBe("ok");
});

describe("expectConforms", () => {
  const FEW = { runs: 20, seed: 1, properties: ["model-accepts"], gapsAllowed: true } as const;

  function folderOfEngine(engine: string): string {
    const folder = emptyFolder();
    const module = JSON.stringify(pathToFileURL(engineModule(engine)).href);
    writeFileSync(join(folder, "engine.mjs"), `export { createEngine } from ${module};`);
    const settings = '{ engine: "./engine.mjs", scope: "sequential", out: "out" }';
    writeFileSync(join(folder, "settings.mjs"), `export default ${settings};`);
    return folder;
  }

  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test("takes no engine for granted", async () => {
    const words = "expectConforms: found no engine, and no file of settings in ";
    await expect(expectConforms(FEW)).rejects.toThrow(`${words}${process.cwd()}; accepted is `);
    const folder = emptyFolder();
    const config = join(folder, "settings.mjs");
    writeFileSync(config, "export default { runs: 3 };");
    await expect(expectConforms({ ...FEW, config })).rejects.toThrow(
      `expectConforms: found no engine, and none in ${config}; accepted is `,
    );
  });

  test("takes the engine of the file that it is given, wherever it runs", async () => {
    const config = pathToFileURL(join(folderOfEngine("steps-and-waits"), "settings.mjs"));
    const { engine } = await expectConforms({ ...FEW, config });
    expect(engine).toMatch(/engine\.mjs$/);
  });

  test("takes the engine of the environment", async () => {
    vi.stubEnv("DURABLE_CONFORMANCE_ENGINE", "model");
    expect(await expectConforms(FEW)).toMatchObject({ engine: "model" });
  });

  test("says who named a file that is not there", async () => {
    await expect(expectConforms({ ...FEW, config: "none.ts" })).rejects.toThrow(
      'expectConforms.config: found "none.ts", which is not there; accepted is ',
    );
  });

  test("a switch that is off stays off", async () => {
    // Declared to fail on this version, and fails.
    const properties = ["interruption-reaches-handler"];
    const known = { ...FEW, engine: "aws-sdk@1.1.7", properties, out: emptyFolder() };
    await expect(expectConforms({ ...known, allowKnown: false })).rejects.toThrow("known");
    await expect(expectConforms({ ...known, allowKnown: true })).resolves.toBeDefined();
  });
});
