/** Each wrong file or flag gets one sentence and exit 64, and nothing is run, printed or written. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { COMMANDS as ALL_COMMANDS } from "../cli/commands.ts";
import { ENGINE_NAMES } from "../impl/runner.ts";
import { type Case, makeCase } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { emptyFolder, engineModule, runCli } from "./cli-fixture.ts";

const PROPERTY_IDS = PROPERTIES.map(({ id }) => id).join(", ");
const ENGINES = `aws-sdk, ${ENGINE_NAMES.join(", ")}, or the path of a module (./my-engine.ts)`;
const COMMANDS = ALL_COMMANDS.map(({ name }) => name).join(", ");
const FLAGS =
  "--engine, --tier, --seed, --runs, --scope, --time-limit, --exhaustive, --operations, --interruptions, --kinds, --drawn, --property, --shard, --out, --corpus, --no-corpus, --allow-known, --no-allow-known, --verbose, --workers, --report, --json, --config, --print-config";
const LOADABLE = "accepted is an engine of this package, or a module that exports createEngine.";
const FORMATS = '"durable-conformance/case" or "durable-conformance/counterexample"';

const wrongFlags: readonly (readonly [string, readonly string[], string])[] = [
  ["no command", [], `found no command; accepted is ${COMMANDS}, --help.`],
  ["an unknown command", ["verfy"], `found the command "verfy"; accepted is ${COMMANDS}, --help.`],
  [
    "a family of commands",
    ["corpus"],
    `found the command "corpus"; accepted is ${COMMANDS}, --help.`,
  ],
  [
    "an unknown command of a family",
    ["corpus", "lst"],
    `found the command "corpus lst"; accepted is ${COMMANDS}, --help.`,
  ],
  ["an unknown flag", ["verify", "--sed", "1"], `found the flag "--sed"; accepted is ${FLAGS}.`],
  [
    "a flag of a command that has none",
    ["init", "--config", "x"],
    'found the flag "--config"; accepted is no flag.',
  ],
  [
    "a switch on and off",
    ["verify", "--allow-known", "--no-allow-known"],
    "--no-allow-known: found --allow-known too; accepted is one of them.",
  ],
  ["an unknown short flag", ["verify", "-s"], `found the flag "-s"; accepted is ${FLAGS}.`],
  [
    "a negated switch",
    ["verify", "--no-json"],
    `found the flag "--no-json"; accepted is ${FLAGS}.`,
  ],
  [
    "a flag of another command",
    ["replay", "good.json", "--runs", "5"],
    'found the flag "--runs"; accepted is --engine, --tier, --report, --emit-test, --json.',
  ],
  [
    "a flag without its value",
    ["verify", "--seed"],
    "--seed: found no value; accepted is --seed NUMBER.",
  ],
  [
    "a flag where a value belongs",
    ["verify", "--out", "--json"],
    "--out: found no value; accepted is --out FOLDER.",
  ],
  [
    "an empty value",
    ["verify", "--engine", ""],
    "--engine: found no value; accepted is --engine NAME.",
  ],
  [
    "a switch with a value",
    ["verify", "--json=5"],
    '--json: found the value "5"; accepted is no value.',
  ],
  [
    "the same flag twice",
    ["verify", "--seed", "1", "--seed", "2"],
    "--seed: found more than once; accepted is once.",
  ],
  [
    "no number",
    ["verify", "--runs", "many"],
    '--runs: found "many"; accepted is a whole number from 1 to 100000000.',
  ],
  [
    "a fraction",
    ["verify", "--seed", "1.5"],
    '--seed: found "1.5"; accepted is a whole number from 0 to 2147483647.',
  ],
  [
    "a negative number",
    ["verify", "--seed", "-1"],
    '--seed: found "-1"; accepted is a whole number from 0 to 2147483647.',
  ],
  [
    "a number out of range",
    ["verify", "--workers", "65"],
    '--workers: found "65"; accepted is a whole number from 1 to 64.',
  ],
  [
    "a corpus that is not there",
    ["verify", "--corpus", "nowhere"],
    '--corpus: found "nowhere", which can\'t be read (ENOENT); accepted is a folder of known findings.',
  ],
  [
    "a corpus that is a file",
    ["verify", "--corpus", "good.json"],
    '--corpus: found "good.json", which can\'t be read (ENOTDIR); accepted is a folder of known findings.',
  ],
  [
    "a corpus and none",
    ["verify", "--corpus", "folder", "--no-corpus"],
    "--no-corpus: found --corpus too; accepted is one of them.",
  ],
  [
    "no time at all",
    ["verify", "--time-limit", "0"],
    '--time-limit: found "0"; accepted is a whole number from 1 to 86400.',
  ],
  [
    "an unknown engine",
    ["verify", "--engine", "aws-sdk@9.9.9"],
    `--engine: found "aws-sdk@9.9.9"; accepted is ${ENGINES}.`,
  ],
  [
    "an engine module that is not there",
    ["verify", "--engine", "./nothing.ts"],
    `--engine: ./nothing.ts is not there; ${LOADABLE}`,
  ],
  [
    "an engine module that exports nothing",
    ["scenarios", "--engine", engineModule("exports-nothing")],
    `--engine: ${engineModule("exports-nothing")} exports no function createEngine; ${LOADABLE}`,
  ],
  [
    "an engine module that throws",
    ["replay", "good.json", "--engine", engineModule("fails-to-load")],
    `--engine: ${engineModule("fails-to-load")} can't be loaded (Error: no such luck); ${LOADABLE}`,
  ],
  [
    "an unknown property",
    ["verify", "--property", "never-fails"],
    `--property: found "never-fails"; accepted is ${PROPERTY_IDS}.`,
  ],
  ["an argument too many", ["verify", "now"], 'found the argument "now"; accepted is flags only.'],
  [
    "one engine to compare",
    ["compare", "model"],
    "found no ENGINE_B; accepted is compare ENGINE_A ENGINE_B.",
  ],
  [
    "an unknown engine to compare",
    ["compare", "model", "aws"],
    `ENGINE_B: found "aws"; accepted is ${ENGINES}.`,
  ],
  [
    "an engine too many to compare",
    ["compare", "model", "model", "model"],
    'found the argument "model"; accepted is ENGINE_A and ENGINE_B.',
  ],
  [
    "a file too many",
    ["replay", "a.json", "b.json"],
    'found the argument "b.json"; accepted is one FILE.',
  ],
  ["no file", ["replay"], "found no FILE; accepted is replay FILE."],
  [
    "an --out that is a file",
    ["verify", "--out", "good.json"],
    '--out: found "good.json", which can\'t be written to (EEXIST); accepted is a folder.',
  ],
  [
    "an --out below a file",
    ["verify", "--out", "good.json/below"],
    '--out: found "good.json/below", which can\'t be written to (EEXIST); accepted is a folder.',
  ],
  [
    "an --out where nothing can be made",
    ["verify", "--out", "/proc/nothing"],
    '--out: found "/proc/nothing", which can\'t be written to (ENOENT); accepted is a folder.',
  ],
];

/** A case file with one thing wrong: `at` and below say what is replaced by what. */
type Change = (file: ReturnType<typeof goodFile>) => unknown;

const wrongFiles: readonly (readonly [string, Change | string, string])[] = [
  ["is empty", "", "is not JSON (Unexpected end of JSON input); accepted is a JSON file."],
  [
    "is not JSON",
    "workflow: charge",
    `is not JSON (Unexpected token 'w', "workflow: charge" is not valid JSON); accepted is a JSON file.`,
  ],
  ["holds no object", "[]", `at format: found nothing; accepted is ${FORMATS}.`],
  [
    "is of another format",
    (file) => ({ ...file, format: "junit" }),
    `at format: found "junit"; accepted is ${FORMATS}.`,
  ],
  [
    "is of a newer version",
    (file) => ({ ...file, version: 2 }),
    "at version: found 2, which is newer than this program reads; accepted is 1.",
  ],
  [
    "is of no version",
    (file) => ({ ...file, version: "1" }),
    'at version: found "1"; accepted is 1.',
  ],
  [
    "lacks a key",
    ({ workflow, ...file }) => file,
    "at workflow: found nothing; accepted is an object.",
  ],
  [
    "has a key too many",
    (file) => ({ ...file, colour: "red" }),
    'at colour: found "red"; accepted is no such key.',
  ],
  [
    "has a word that is not one of the accepted",
    changedStep({ semantics: "ExactlyOnce" }),
    'at workflow.operations[0].semantics: found "ExactlyOnce"; accepted is "AtLeastOncePerRetry" | "AtMostOncePerRetry".',
  ],
  [
    "has an operation of an unknown kind",
    changedStep({ kind: "loop" }),
    'at workflow.operations[0]: found {"kind":"loop","name":"charge","semantics":"AtLeastOncePe...; accepted is { "kind": "step", ... } | { "kind": "wait", ... } | { "kind": "invoke", ... } | { "kind": "callback", ... } | { "kind": "wait-for-callback", ... } | { "kind": "wait-for-condition", ... } | { "kind": "work", ... } | { "kind": "child", ... } | { "kind": "parallel", "nesting"?: "FLAT", "serdes"?: "slow", ... } | { "kind": "map", "nesting"?: "FLAT", "serdes"?: "slow", ... } | { "kind": "all", ... } | { "kind": "allSettled", ... } | { "kind": "any", ... } | { "kind": "race", ... }.',
  ],
  [
    "has a name that is none",
    changedStep({ name: "a b\u001b[31m" }),
    'at workflow.operations[0].name: found "a b\\u001b[31m"; accepted is a name like ^[A-Za-z][A-Za-z0-9_-]{0,39}$.',
  ],
  [
    "has an empty list",
    changedStep({ runs: [] }),
    "at workflow.operations[0].runs: found []; accepted is at least 1 of them.",
  ],
  [
    "has a number out of range",
    (file) => ({ ...file, limits: { ...file.limits, invocationSeconds: 901 } }),
    "at limits.invocationSeconds: found 901; accepted is a whole number from 1 to 900.",
  ],
  [
    "has a number that is not whole",
    (file) => ({ ...file, randomness: 0.5 }),
    "at randomness: found 0.5; accepted is a whole number.",
  ],
  [
    "has two operations of one name",
    ({ workflow: { operations }, ...file }) => ({
      ...file,
      workflow: { operations: [...operations, ...operations] },
    }),
    'at workflow.operations: found [{"kind":"step","name":"charge","semantics":"AtLeastOnceP...; accepted is operation names that are unique, but "charge" is there twice.',
  ],
  [
    "has a combinator as the operand of one",
    ({ workflow: { operations }, ...file }) => ({
      ...file,
      workflow: {
        operations: [
          {
            kind: "all",
            name: "outer",
            onError: "throw",
            operations: [{ kind: "race", name: "inner", onError: "throw", operations }],
          },
        ],
      },
    }),
    'at workflow.operations: found [{"kind":"all","name":"outer","onError":"throw","operatio...; accepted is operands that are no combinators themselves, but "inner" of "outer" is one; in a child context it may be.',
  ],
  [
    "interrupts an operation that it does not have",
    (file) => ({
      ...file,
      schedule: { interruptions: [{ edge: "body-entered", operation: "refund", occurrence: 1 }] },
    }),
    'at schedule.interruptions[0].operation: found "refund"; accepted is an operation of the workflow (charge).',
  ],
  [
    "is nested too deeply",
    `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
    "is nested too deeply; accepted is a depth of 100.",
  ],
];

function goodFile(): Case {
  const runs = [{ does: "return" as const, milliseconds: 0 }];
  const semantics = "AtLeastOncePerRetry";
  const retry = { policy: "never" } as const;
  return makeCase({
    operations: [{ kind: "step", name: "charge", semantics, retry, runs, onError: "throw" }],
  });
}

function changedStep(change: object): Change {
  return (file) => ({
    ...file,
    workflow: { operations: [{ ...file.workflow.operations[0], ...change }] },
  });
}

let folder = "";
beforeAll(() => {
  folder = emptyFolder();
  mkdirSync(join(folder, "folder"));
  writeFileSync(join(folder, "good.json"), JSON.stringify(goodFile()));
});

async function expectRefusal(words: readonly string[], sentence: string): Promise<void> {
  const before = readdirSync(folder);
  const { code, stdout, stderr } = await runCli(words, folder);
  expect(stderr).toBe(`durable-conformance: ${sentence}\n`);
  expect(stdout).toBe("");
  expect(code).toBe(64);
  expect(readdirSync(folder)).toEqual(before);
}

describe("on the command line", () => {
  test.each(wrongFlags)("%s", (_, words, sentence) => expectRefusal(words, sentence));
});

describe("a file that", () => {
  test("is not there", () =>
    expectRefusal(["replay", "a.json"], "a.json: is not there; accepted is a JSON file."));
  test("is a folder", () =>
    expectRefusal(["replay", "folder"], "folder: is a folder; accepted is a JSON file."));
  test.each(wrongFiles)("%s", async (_, change, sentence) => {
    const text = typeof change === "string" ? change : JSON.stringify(change(goodFile()));
    writeFileSync(join(folder, "wrong.json"), text);
    await expectRefusal(["replay", "wrong.json"], `wrong.json: ${sentence}`);
  });
});
