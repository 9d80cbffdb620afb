/**
 * The door for files: what is read is decoded by its schema, and what is wrong gets one sentence
 * that says which path in which file, what was found, and what is accepted.
 */
import { readFileSync } from "node:fs";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import * as SchemaIssue from "effect/SchemaIssue";
import { Case, CASE_VERSION } from "../model/case.ts";
import { Counterexample, COUNTEREXAMPLE_VERSION } from "../reports/counterexample.ts";
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
  const format = isRecord(value) ? value["format"] : undefined;
  const accepted = Object.keys(VERSIONS)
    .map((name) => `"${name}"`)
    .join(" or ");
  if (typeof format !== "string" || VERSIONS[format] === undefined) {
    throw new UsageError(`${file}: at format: found ${show(format)}; accepted is ${accepted}.`);
  }
  const version = isRecord(value) ? value["version"] : undefined;
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

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    throw new UsageError(`${file}: can't be read (${code}); accepted is a JSON file.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message.replaceAll("\n", " ");
    throw new UsageError(`${file}: is not JSON (${reason}); accepted is a JSON file.`);
  }
}

const format = SchemaIssue.makeFormatterStandardSchemaV1();

/** @throws UsageError with the first thing that is wrong. */
export function decode<Decoded>(
  file: string,
  schema: Schema.Codec<Decoded>,
  value: unknown,
): Decoded {
  const result = Schema.decodeUnknownResult(schema)(value, { onExcessProperty: "error" });
  if (Result.isSuccess(result)) return result.success;
  const { issues } = format(result.failure.issue);
  const expected = issues.filter(({ message }) => message !== EXCESS);
  const [first] = expected.length > 0 ? expected : issues;
  const path = (first?.path ?? []).map((key) => (typeof key === "object" ? key.key : key));
  const same = issues.filter((issue) => String(issue.path) === String(first?.path));
  const accepted = [...new Set(same.map(({ message }) => plain(message)))].join(", or ");
  throw new UsageError(
    `${file}: at ${showPath(path)}: found ${show(lookUp(value, path))}; accepted is ${accepted}.`,
  );
}

const EXCESS = "Expected no excess property";

function plain(message: string): string {
  if (message === EXCESS) return "no such key";
  return message
    .replace(/^Expected /, "")
    .replaceAll("readonly ", "")
    .replace("a string matching the RegExp", "a name like");
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
