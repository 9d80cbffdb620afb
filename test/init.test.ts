/** What `init` writes and leaves alone, and which settings apply. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, runCli } from "./cli-fixture.ts";

const CONFIG = "durable-conformance.config.mjs";

test("init writes four files, and ends with the one command to run", async () => {
  const folder = emptyFolder();
  const { code, stdout } = await runCli(["init"], folder);
  expect(code).toBe(0);
  expect(stdout.match(/^ {2}wrote /gm)).toHaveLength(4);
  expect(stdout).toMatch(/\n\n {2}npx durable-conformance verify\n$/);
  expect(readdirSync(folder).toSorted()).toEqual([
    ".github",
    "durable-conformance.config.mts",
    "durable-conformance.engine.mts",
    "durable-conformance.test.mts",
  ]);
});

test("init overwrites nothing", async () => {
  const folder = emptyFolder();
  const mine = join(folder, "durable-conformance.engine.mts");
  writeFileSync(mine, "mine");
  writeFileSync(join(folder, CONFIG), "export default {};");
  const { code, stdout } = await runCli(["init"], folder);
  expect(code).toBe(0);
  expect(readFileSync(mine, "utf8")).toBe("mine");
  expect(stdout.match(/^ {2}kept /gm)).toHaveLength(2);
  expect(readdirSync(folder)).not.toContain("durable-conformance.config.mts");
});

test("init tells what it has written before what it can't write", async () => {
  const folder = emptyFolder();
  writeFileSync(join(folder, ".github"), "a file");
  const { code, stdout, stderr } = await runCli(["init"], folder);
  expect(code).toBe(64);
  expect(stdout.match(/^ {2}wrote /gm)).toHaveLength(3);
  expect(stderr).toMatch(/^durable-conformance: \.github\S+: can't be written \(/);
  expect(readdirSync(folder)).toHaveLength(4);
});

async function applying(words: readonly string[], variables: NodeJS.ProcessEnv, file: string) {
  const folder = emptyFolder();
  writeFileSync(join(folder, CONFIG), file);
  const env = { ...process.env, ...variables };
  return await runCli(["verify", "--print-config", "--json", ...words], folder, env);
}

test.each([
  ["the flag", ["--runs", "1"], { DURABLE_CONFORMANCE_RUNS: "2" }, "{ runs: 3 }", "1", "--runs"],
  [
    "the variable",
    [],
    { DURABLE_CONFORMANCE_RUNS: "2" },
    "{ runs: 3 }",
    "2",
    "DURABLE_CONFORMANCE_RUNS",
  ],
  ["the file", [], {}, "{ runs: 3 }", "3", `${CONFIG}: at runs`],
  ["the default", [], {}, "{}", "5000", "default"],
])("%s goes over what is after it", async (_, words, variables, settings, value, from) => {
  const { code, stdout } = await applying(words, variables, `export default ${settings};`);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).settings).toContainEqual({ key: "runs", value, from });
});

test("a switch that the file turns on is turned off by a flag", async () => {
  const on = await applying([], {}, "export default { allowKnown: true };");
  expect(JSON.parse(on.stdout).settings).toContainEqual({
    key: "allowKnown",
    value: "true",
    from: `${CONFIG}: at allowKnown`,
  });
  const off = await applying(["--no-allow-known"], {}, "export default { allowKnown: true };");
  expect(JSON.parse(off.stdout).settings).toContainEqual({
    key: "allowKnown",
    value: "false",
    from: "--no-allow-known",
  });
});

test.each([
  ["verify", ["--runs", "0"], "--runs: found"],
  ["verify", ["--report", "pdf=a"], "--report: found"],
  ["scenarios", ["--engine", "none"], "--engine: found"],
])(
  "%s --print-config refuses what would be refused without it: %s",
  async (command, words, said) => {
    const { code, stdout, stderr } = await runCli([command, "--print-config", ...words]);
    expect([code, stdout]).toEqual([64, ""]);
    expect(stderr).toContain(said);
  },
);

test("a value that no flag could have is refused where it stands", async () => {
  const { code, stdout, stderr } = await applying([], {}, "export default { runs: -5 };");
  expect([code, stdout]).toEqual([64, ""]);
  expect(stderr).toContain(`${CONFIG}: at runs: found "-5"; accepted is a whole number from 1 to`);
});

test("a key and a variable that are no settings are errors", async () => {
  const key = await applying([], {}, "export default { rnus: 3 };");
  expect([key.code, key.stdout]).toEqual([64, ""]);
  expect(key.stderr).toContain('found the key "rnus"; accepted is engine, seed, runs,');
  const variable = await applying([], { DURABLE_CONFORMANCE_RNUS: "3" }, "export default {};");
  expect([variable.code, variable.stdout]).toEqual([64, ""]);
  expect(variable.stderr).toContain("found the environment variable DURABLE_CONFORMANCE_RNUS;");
});
