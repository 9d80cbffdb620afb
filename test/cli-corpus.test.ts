/** The commands about kept cases, as their users run them. */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { ownCorpusFolder } from "../cli/corpus.ts";
import type { KnownFinding } from "../reports/known-finding.ts";
import { emptyFolder, runCli } from "./cli-fixture.ts";

const ID = "interrupted-step-gives-internal-error";
const BROKEN = [
  "verify",
  "--scope",
  "sequential",
  "--engine",
  "aws-sdk@1.1.7",
  "--seed",
  "1",
  "--runs",
  "100",
];

/** A folder with a corpus of this one finding with its first case only, and one counterexample that shows it. */
let folder = "";
let file = "";
beforeAll(async () => {
  folder = emptyFolder();
  mkdirSync(join(folder, "corpus"));
  const own = readFileSync(join(ownCorpusFolder() as string, `${ID}.json`), "utf8");
  const finding = JSON.parse(own) as KnownFinding;
  const first = { ...finding, cases: finding.cases.slice(0, 1) };
  writeFileSync(join(folder, "corpus", `${ID}.json`), JSON.stringify(first, null, 2));
  await runCli([...BROKEN, "--property", "interruption-reaches-handler"], folder);
  file = join("counterexamples", readdirSync(join(folder, "counterexamples"))[0] as string);
});

function run(words: readonly string[], cwd = folder) {
  return runCli(["corpus", ...words, "--corpus", "corpus"], cwd);
}

/** A copy to be changed. */
function copied(): string {
  const copy = emptyFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

test("list tells where a finding fails and where it holds, in 80 columns", async () => {
  const { code, stdout } = await run(["list"]);
  expect(stdout).toMatch(/^interrupted-step-gives-internal-error\n {2}An interrupted/);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    " fails on aws-sdk@1.0.1 to aws-sdk@1.1.7; holds on aws-sdk@2.0.0 to aws-sdk@2.4.0 ",
  );
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(code).toBe(0);
});

test("list --engine has only what fails there", async () => {
  const list = async (engine: string) =>
    JSON.parse((await run(["list", "--engine", engine, "--json"])).stdout) as KnownFinding[];
  expect((await list("aws-sdk@1.1.7")).map(({ id }) => id)).toEqual([ID]);
  expect(await list("aws-sdk@2.4.0")).toEqual([]);
});

test("run says that all is as declared, on every engine that is declared", async () => {
  const { code, stdout } = await run(["run"]);
  expect(stdout).toContain(
    "\naws-sdk@1.1.7 (1 case: 1 known to fail)\naws-sdk@2.0.0 (1 case: 1 holds)\n",
  );
  expect(stdout.trimEnd().split("\n").length).toBe(11);
  expect(code).toBe(0);
});

test("run says what is not as declared", async () => {
  const own = copied();
  const path = join(own, "corpus", `${ID}.json`);
  writeFileSync(path, readFileSync(path, "utf8").replace('2.0.0": "holds"', '2.0.0": "fails"'));
  const words = ["run", ID, "--engine", "aws-sdk@2.0.0", "--engine", "aws-sdk@2.1.0"];
  const { code, stdout } = await run(words, own);
  expect(stdout).toMatch(/^aws-sdk@2\.0\.0 \(1 case\)\n {2}STALE interrupted/);
  expect(stdout).toContain("\naws-sdk@2.1.0 (1 case: 1 holds)\n");
  expect(code).toBe(1);
});

test("keep makes a finding of a counterexample, and then adds to it", async () => {
  const own = copied();
  const words = ["keep", file, "--id", "handler-sees-something-else"];
  const untitled = await run(words, own);
  expect(untitled.code).toBe(64);
  expect(untitled.stderr).toContain("--title: found nothing; accepted is --title TEXT for a new");
  const kept = await run([...words, "--title", "The handler sees something else"], own);
  expect(kept.code).toBe(0);
  await run([...words, "--engine", "aws-sdk@1.1.7", "--engine", "aws-sdk@2.4.0"], own);
  const path = join(own, "corpus", "handler-sees-something-else.json");
  const { title, cases } = JSON.parse(readFileSync(path, "utf8")) as KnownFinding;
  expect(title).toBe("The handler sees something else");
  const original = JSON.parse(readFileSync(join(own, "corpus", `${ID}.json`), "utf8"));
  expect(cases.map(({ engines }) => engines)).toEqual([
    original.cases[0].engines,
    { "aws-sdk@1.1.7": "fails", "aws-sdk@2.4.0": "holds" },
  ]);
});

test("keep refuses what no longer fails, and what is no minimal counterexample", async () => {
  const own = copied();
  const saved = JSON.parse(readFileSync(join(own, file), "utf8"));
  const refusal = async (change: object, sentence: string) => {
    writeFileSync(join(own, "changed.json"), JSON.stringify({ ...saved, ...change }));
    const words = ["keep", "changed.json", "--id", "other", "--title", "Other"];
    const { code, stderr } = await run(words, own);
    expect(stderr).toContain(sentence);
    expect(code).toBe(64);
    expect(readdirSync(join(own, "corpus"))).toEqual([`${ID}.json`]);
  };
  await refusal({ engine: "aws-sdk@2.4.0" }, "found no failure of aws-sdk@2.4.0 any more;");
  await refusal({ shrink: { ...saved.shrink, minimal: false } }, "at shrink.minimal: found false");
  await refusal({ engine: "./theirs.ts" }, 'the file names the module "./theirs.ts";');
});

test("prune removes what is known, what holds and what is there twice, and nothing else", async () => {
  const own = copied();
  const at = (name: string) => join(own, "counterexamples", name);
  const saved = JSON.parse(readFileSync(join(own, file), "utf8"));
  const [step] = saved.case.workflow.operations;
  const workflow = { operations: [{ kind: "wait", name: "pause", seconds: 1 }, step] };
  const other = { ...saved, case: { ...saved.case, workflow } };
  writeFileSync(at("holds.json"), JSON.stringify({ ...saved, engine: "aws-sdk@2.4.0" }));
  writeFileSync(at("new.json"), JSON.stringify(other));
  writeFileSync(
    at("new-again.json"),
    JSON.stringify({ ...other, drawn: { seed: 9, caseNumber: 9 } }),
  );
  writeFileSync(at("theirs.json"), JSON.stringify({ ...saved, engine: "./theirs.ts" }));
  writeFileSync(at("notes.json"), "notes of mine");
  const before = readdirSync(join(own, "counterexamples"));

  const dry = await run(["prune", "--dry-run"], own);
  expect(readdirSync(join(own, "counterexamples"))).toEqual(before);
  expect(dry.stdout).toContain("\n3 of 4 counterexamples would be removed\n");

  const { code, stdout } = await run(["prune"], own);
  const told = stdout.replaceAll(/\s+/g, " ");
  expect(told).toContain(`removed ${file}: it is known as ${ID} `);
  expect(told).toContain("removed counterexamples/holds.json: it holds now ");
  expect(told).toContain(
    "removed counterexamples/new.json: it shows the same as counterexamples/new-again.json ",
  );
  expect(readdirSync(join(own, "counterexamples"))).toEqual([
    "new-again.json",
    "notes.json",
    "theirs.json",
  ]);
  expect(code).toBe(0);
});
