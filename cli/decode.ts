/**
 * What a schema says of a value that does not fit, in one sentence for the user: where, what was
 * found, and what is accepted.
 */
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import * as SchemaIssue from "effect/SchemaIssue";
import { UsageError } from "./usage-error.ts";

const format = SchemaIssue.makeFormatterStandardSchemaV1();

/** @throws UsageError with the first thing that is wrong. */
export function decode<Decoded>(
  file: string,
  schema: Schema.Codec<Decoded>,
  value: unknown,
  onExcessProperty: "error" | "ignore" = "error",
): Decoded {
  const result = Schema.decodeUnknownResult(schema)(value, { onExcessProperty });
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

/** A value as it is shown in a sentence. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
