/** `--report FORMAT=FILE`: what is written, and what a wrong one gets. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyFolder, runCli, startCli } from "./cli-fixture.ts";
import { internalError } from "./report-fixture.ts";

const FEW = [
  "verify",
  "--scope",
  "sequential",
  "--engine",
  "aws-sdk@1.1.7",
  "--seed",
  "1",
  "--runs",
  "50",
];

test("verify writes its report in several forms beside the text", async () => {
  const own = emptyFolder();
  const forms = ["--report", "html=a.html", "--report", "json=a.json"];
  const { code, stdout, stderr } = await runCli([...FEW, ...forms], own);
  expect(code).toBe(1);
  expect(stdout).toMatch(/\nexit 1\n$/);
  expect(stderr).toContain(`html report: ${join(own, "a.html")}\n`);
  const page = readFileSync(join(own, "a.html"), "utf8");
  expect(page).toContain("broken on aws-sdk@1.1.7</h1>");
  expect(page).toContain('id="interruption-reaches-handler/op/13"');
  expect(JSON.parse(readFileSync(join(own, "a.json"), "utf8"))).toMatchObject({ seed: 1 });
  expect(readdirSync(own).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("a report on standard output is all that is there", async () => {
  const { stdout } = await runCli([...FEW, "--report", "html=-"]);
  expect(stdout).toMatch(/^<!doctype html>/);
  expect(stdout).toMatch(/<\/html>\n$/);
});

test("replay writes the page of its case, and replaces a file that is there", async () => {
  const own = emptyFolder();
  writeFileSync(join(own, "case.json"), JSON.stringify(internalError.case));
  writeFileSync(join(own, "page.html"), "old");
  const words = ["replay", "case.json", "--engine", "model", "--report", "html=page.html"];
  const { code } = await runCli(words, own);
  expect(code).toBe(0);
  expect(readFileSync(join(own, "page.html"), "utf8")).toContain("model breaks nothing");
});

test("Ctrl-C writes the report of what had been found", async () => {
  const own = emptyFolder();
  const words = ["--runs", "100000000", "--time-limit", "600", "--report", "html=page.html"];
  const running = startCli(["verify", "--engine", "aws-sdk@1.1.7", ...words], own);
  await running.printed("stderr", /saved as/);
  running.signal("SIGINT");
  expect((await running.ended).code).toBe(130);
  const page = readFileSync(join(own, "page.html"), "utf8");
  expect(page).toContain("Stopped by the user: this report is partial.");
  expect(page).toContain('class="finding"');
});

test.each([
  ["html", 'found "html"; accepted is FORMAT=FILE with a format of html'],
  ["html=", 'found "html="; accepted is FORMAT=FILE'],
  ["pdf=a.pdf", 'found "pdf=a.pdf"; accepted is FORMAT=FILE'],
  ["html=no/such/a.html", "whose folder can't be written to (ENOENT); accepted is a file"],
  ["html=.", "which is a folder; accepted is a file"],
])("%s is refused before anything runs", async (given, sentence) => {
  const { code, stdout, stderr } = await runCli([...FEW, "--report", given]);
  expect(code).toBe(64);
  expect(stdout).toBe("");
  expect(stderr).toContain("durable-conformance: --report: ");
  expect(stderr).toContain(sentence);
});

test("standard output takes one result", async () => {
  const { code, stderr } = await runCli([...FEW, "--report", "html=-", "--json"]);
  expect(code).toBe(64);
  expect(stderr).toContain("found more than one result for standard output; accepted is one.");
});
