/**
 * Mutation testing of all rooms that it is asked of, some files at a time: what is found goes to
 * docs/mutation.json as soon as it is known, and as tables to docs/mutation.md. Files whose text has
 * been measured are passed over, so it can be stopped and goes on where it was.
 *
 *     npm run mutation-table                              all that is not measured yet
 *     npm run mutation-table -- properties/shrink         that and below, measured again
 */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { MutantResult } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import { OPTIONS } from "./mutation/options.ts";
import {
  type MeasuredFile,
  MUTATION_JSON,
  MUTATION_MARKDOWN,
  ROOMS,
  renderMutationMarkdown,
} from "./mutation-table.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** More at a time make the mutated code slow: each place asks whether its mutant is switched on. */
const FILES_AT_A_TIME = 8;

function sha256Of(file: string): string {
  return createHash("sha256")
    .update(readFileSync(`${ROOT}${file}`))
    .digest("hex");
}

function readMeasured(): readonly MeasuredFile[] {
  return JSON.parse(readFileSync(MUTATION_JSON, "utf8"));
}

/** Puts these in place of what was known of their files. */
function keep(files: readonly MeasuredFile[]): void {
  const others = readMeasured().filter(({ file }) => !files.some((each) => each.file === file));
  const isThere = ({ file }: MeasuredFile) => ROOMS.some((room) => room.files.includes(file));
  const all = [...others, ...files].filter(isThere);
  const measured = all.toSorted((one, other) => (one.file < other.file ? -1 : 1));
  writeFileSync(MUTATION_JSON, `${JSON.stringify(measured, null, 1)}\n`);
  const document = readFileSync(MUTATION_MARKDOWN, "utf8");
  writeFileSync(MUTATION_MARKDOWN, renderMutationMarkdown(document, measured));
}

async function measure(files: readonly string[]): Promise<readonly MeasuredFile[]> {
  const hashes = files.map(sha256Of);
  const stryker = new Stryker({
    ...OPTIONS,
    mutate: [...files],
    reporters: ["progress-append-only"],
    ...(process.env.DEBUG_LOG ? { logLevel: "debug" as never } : {}),
  });
  const results = await stryker.runMutationTest();
  return files.map((file, index) => {
    const own = results.filter(({ fileName }) => relative(ROOT, fileName) === file);
    const count = (status: MutantResult["status"]) =>
      own.filter((each) => each.status === status).length;
    const survived = own.filter(({ status }) => status === "Survived" || status === "NoCoverage");
    const failed = own.filter(({ status }) => status.endsWith("Error"));
    return {
      file,
      sha256: hashes[index] as string,
      failing: count("Killed"),
      endless: count("Timeout"),
      survivors: survived.map((each) => placed(each, each.replacement)),
      errors: failed.map((each) => placed(each, each.statusReason)),
    };
  });
}

function placed({ location, mutatorName }: MutantResult, text = ""): string {
  const { line, column } = location.start;
  return `${line}:${column} ${mutatorName}: ${text.replaceAll(/\s+/g, " ").slice(0, 120)}`;
}

const asked = process.argv.slice(2);
const known = new Map(readMeasured().map(({ file, sha256 }) => [file, sha256]));
const wanted = ROOMS.flatMap(({ files }) => files).filter((file) =>
  asked.length === 0
    ? known.get(file) !== sha256Of(file)
    : asked.some((path) => file.startsWith(path)),
);
keep([]);
for (let at = 0; at < wanted.length; at += FILES_AT_A_TIME) {
  const files = wanted.slice(at, at + FILES_AT_A_TIME);
  console.log(`${at} of ${wanted.length} files done, next ${files.join(", ")}`);
  keep(await measure(files));
}
