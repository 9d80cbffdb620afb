/** Help, version, the scenarios, and a reader that leaves early. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runCli } from "./cli-fixture.ts";

test.each([
  [["--help"]],
  [["-h"]],
  [["verify", "--help"]],
  [["replay", "--help"]],
  [["scenarios", "--help"]],
  [["compare", "--help"]],
  [["bisect", "--help"]],
  [["corpus", "list", "--help"]],
  [["corpus", "run", "--help"]],
  [["corpus", "keep", "--help"]],
  [["corpus", "prune", "--help"]],
])("%j tells how it is used, in 80 columns", async (words) => {
  const { code, stdout, stderr } = await runCli(words);
  expect(code).toBe(0);
  expect(stderr).toBe("");
  expect(stdout).toContain("\nUsage: durable-conformance ");
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("--version prints the version alone", async () => {
  const { code, stdout } = await runCli(["--version"]);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(code).toBe(0);
});

test("scenarios shows model and engine side by side, in 80 columns", async () => {
  const { code, stdout } = await runCli(["scenarios"]);
  expect(code).toBe(0);
  expect(stdout.match(/^Scenario [1-4]: /gm)?.length).toBe(4);
  expect(stdout).toMatch(/^ {8}model +embedded$/m);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
});

test("scenarios --json prints the tables as JSON and nothing else", async () => {
  const { code, stdout } = await runCli(["scenarios", "--json", "--engine", "model"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).map(({ number }: { number: number }) => number)).toEqual([1, 2, 3, 4]);
});

test("a reader that has seen enough is no error", () => {
  const main = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
  const line = `set -o pipefail; '${process.execPath}' '${main}' scenarios | head -n 1`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line], { encoding: "utf8" });
  expect(stdout.split("\n").length).toBe(2);
  expect(stderr).toBe("");
  expect(status).toBe(0);
});
