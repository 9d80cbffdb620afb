/**
 * The door for files: what is read is decoded by its schema, and what is wrong gets one sentence
 * that says which path in which file, what was found, and what is accepted.
 */
import { readFileSync } from "node:fs";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import * as SchemaIssue from "effect/SchemaIssue";
import { CASE_VERSION, Case } from "../model/case.ts";
import { COUNTEREXAMPLE_VERSION, Counterexample } from "../reports/counterexample.ts";
import { UsageError } from "./usage-error.ts";

const VERSIONS: Readonly<Record<string, number>> = {
  "durable-conformance/case": CASE_VERSION,
  "durable-conformance/counterexample": COUNTEREXAMPLE_VERSION,
};

/** A case, or a counterexample with the case in it. */
export type Replayable =
  | { readonly kind: "case"; readonly case: Case }
  | { readonly kind: "counterexample"; readonly counterexample: Counterexample };

/** @throws UsageError for a file that can't be read or is neither. */
export function readReplayable(file: string): Replayable {
  const value = readJson(file);
  if (isDeeperThan(DEEPEST, value)) {
    throw new UsageError(`${file}: is nested too deeply; accepted is a depth of ${DEEPEST}.`);
  }
  const format = isRecord(value) ? value.format : undefined;
  const accepted = Object.keys(VERSIONS)
    .map((name) => `"${name}"`)
    .join(" or ");
  if (typeof format !== "string" || VERSIONS[format] === undefined) {
    throw new UsageError(`${file}: at format: found ${show(format)}; accepted is ${accepted}.`);
  }
  const version = isRecord(value) ? value.version : undefined;
  const newest = VERSIONS[format];
  if (typeof version === "number" && version > newest) {
    throw new UsageError(
      `${file}: at version: found ${version}, which is newer than this program reads; accepted is ${newest}.`,
    );
  }
  return format === "durable-conformance/case"
    ? { kind: "case", case: decode(file, Case, value) }
    : { kind: "counterexample", counterexample: decode(file, Counterexample, value) };
}

/** Far deeper than any file of ours, and shallow enough for every recursion over it. */
const DEEPEST = 100;

function isDeeperThan(depth: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let reached = 0; reached < depth; reached += 1) {
    level = level.flatMap((each) => {
      return typeof each === "object" && each !== null ? Object.values(each) : [];
    });
  }
  return level.length > 0;
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    const reason = UNREADABLE[code] ?? `can't be read (${code})`;
    throw new UsageError(`${file}: ${reason}; accepted is a JSON file.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message.replaceAll("\n", " ");
    throw new UsageError(`${file}: is not JSON (${reason}); accepted is a JSON file.`);
  }
}

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "is not there",
  EISDIR: "is a folder",
  EACCES: "may not be read",
};

const format = SchemaIssue.makeFormatterStandardSchemaV1();

/** @throws UsageError with the first thing that is wrong. */
function decode<Decoded>(file: string, schema: Schema.Codec<Decoded>, value: unknown): Decoded {
  const result = Schema.decodeUnknownResult(schema)(value, { onExcessProperty: "error" });
  if (Result.isSuccess(result)) return result.success;
  const { path, messages } = firstWrong(result.failure.issue);
  const accepted = messages.includes(MISSING) ? expectedAt(schema, value, path) : messages;
  throw new UsageError(
    `${file}: at ${showPath(path)}: found ${show(lookUp(value, path))}; accepted is ${accepted.map(plain).join(", or ")}.`,
  );
}

interface Wrong {
  readonly path: readonly PropertyKey[];
  /** What is said of it; one for each alternative that does not fit. */
  readonly messages: readonly string[];
}

function firstWrong(issue: SchemaIssue.Issue): Wrong {
  const { issues } = format(issue);
  const expected = issues.filter(({ message }) => message !== EXCESS);
  const [first] = expected.length > 0 ? expected : issues;
  const same = issues.filter((each) => String(each.path) === String(first?.path));
  return {
    path: (first?.path ?? []).map((key) => (typeof key === "object" ? key.key : key)),
    messages: [...new Set(same.map(({ message }) => message))],
  };
}

/** What belongs where nothing is: of a missing key nothing is said but that, of a wrong value more. */
function expectedAt(
  schema: Schema.Codec<unknown>,
  value: unknown,
  path: readonly PropertyKey[],
): readonly string[] {
  const filled = structuredClone(value);
  const parent = lookUp(filled, path.slice(0, -1));
  Reflect.set(parent as object, path.at(-1) as PropertyKey, null);
  const result = Schema.decodeUnknownResult(schema)(filled, { onExcessProperty: "error" });
  const messages = Result.isFailure(result) ? firstWrong(result.failure.issue).messages : [];
  return messages.length > 0 ? messages : ["a value"];
}

const EXCESS = "Expected no excess property";
const MISSING = "Missing key";

const WORDS: Readonly<Record<string, string>> = {
  array: "a list",
  object: "an object",
  string: "a text",
  number: "a number",
  "no excess property": "no such key",
};

function plain(message: string): string {
  const text = message.replace(/^Expected /, "");
  return (
    WORDS[text] ??
    text
      .replace(/^a value between (\S+) and (\S+)$/, "a whole number from $1 to $2")
      .replace(/^an integer$/, "a whole number")
      .replace(/^a value with a length of at least (\d+)$/, "at least $1 of them")
      .replace(/^a value with a length of at most (\d+)$/, "at most $1 of them")
      .replaceAll("readonly ", "")
      .replace("a string matching the RegExp", "a name like")
  );
}

function lookUp(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (at !== null && typeof at === "object" ? Reflect.get(at, key) : undefined),
    value,
  );
}

function showPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return "the top";
  return path
    .map((key, index) =>
      typeof key === "number" ? `[${key}]` : `${index === 0 ? "" : "."}${String(key)}`,
    )
    .join("");
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
