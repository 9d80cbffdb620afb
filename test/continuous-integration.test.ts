/** The commands of the example for GitHub, run as its runner runs them: one shell for each step. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { emptyFolder } from "./cli-fixture.ts";

const EXAMPLE = new URL("../examples/github-action/durable-conformance.yml", import.meta.url);
const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));

interface Step {
  readonly name?: string;
  readonly run?: string;
}
interface Workflow {
  readonly env: Readonly<Record<string, string | number>>;
  readonly jobs: Readonly<
    Record<
      "verify" | "report",
      { readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } } } & {
        readonly steps: readonly Step[];
      }
    >
  >;
}

const example = parse(readFileSync(EXAMPLE, "utf8")) as Workflow;

function scriptOf(job: "verify" | "report", name: string): string {
  const script = example.jobs[job].steps.find((step) => step.name === name)?.run;
  if (script === undefined) throw new Error(`The example has no step ${name}`);
  return script;
}

/** A folder in which `npx durable-conformance` is this checkout's. */
function workplace(): { readonly folder: string; readonly path: string } {
  const folder = emptyFolder();
  const path = join(folder, "bin");
  mkdirSync(path);
  const npx = join(path, "npx");
  writeFileSync(npx, `#!/bin/sh\nshift\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(npx, 0o755);
  return { folder, path };
}

test.each([
  ["an engine that is right", "model", 0],
  ["an engine that is wrong", "faulty/start-not-awaited", 1],
])("the example's commands on %s", { timeout: 240_000 }, (_, engine, expected) => {
  const { folder, path } = workplace();
  const summary = join(folder, "step-summary.md");
  const run = (script: string, variables: Readonly<Record<string, string>> = {}) =>
    spawnSync("bash", ["-e", "-c", script], {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${path}${delimiter}${process.env.PATH}`,
        ENGINE: engine,
        SEED: "1",
        RUNS: "6000",
        SHARDS: String(example.env.SHARDS),
        GITHUB_STEP_SUMMARY: summary,
        ...variables,
      },
    });
  const numbers = example.jobs.verify.strategy?.matrix.shard ?? [];
  expect(numbers).toHaveLength(Number(example.env.SHARDS));
  for (const number of numbers) {
    const { status, stderr } = run(scriptOf("verify", "verify one part"), {
      SHARD: String(number),
    });
    expect(stderr).toContain("json report: ");
    expect(status).toBe(0);
    mkdirSync(join(folder, "shards", `shard-${number}`), { recursive: true });
    renameSync(join(folder, "shard.json"), join(folder, "shards", `shard-${number}`, "shard.json"));
  }
  const merged = run(scriptOf("report", "put the parts together"));
  expect(merged.stdout).toContain("\n6 000 cases, ");
  expect(merged.status).toBe(expected);
  expect(run(scriptOf("report", "show the summary")).status).toBe(0);
  expect(readFileSync(summary, "utf8")).toContain(`broken on ${engine}`);
  for (const name of ["report.html", "report.xml"]) {
    expect(existsSync(join(folder, name))).toBe(true);
  }
});
