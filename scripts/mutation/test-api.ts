/**
 * What test files import as `vitest` when mutants are judged: it keeps the tests in a list, to be
 * run many times over without being loaded again. Assertions are vitest's own. Only what the fast
 * tests use is here; a test that wants more fails when it is loaded.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { format } from "node:util";
import { chai, expect, vi } from "vitest";

export { expect, vi };

export interface CollectedTest {
  /** The file and the name, with a number where a file has the name twice. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly run: () => unknown;
  /** What `afterEach` was given, around this test. */
  readonly after: readonly (() => unknown)[];
}

type Body = (...values: never[]) => unknown;
/** The body, with what vitest takes besides: options before it, a time limit after it. */
type Rest = readonly unknown[];

interface Group {
  readonly path: readonly string[];
  readonly after: (() => unknown)[];
}

let collected: CollectedTest[] = [];
let file = "";
let group: Group = { path: [], after: [] };

/** The tests of a file, which `load` imports. */
export async function collect(path: string, load: () => Promise<unknown>) {
  collected = [];
  file = path;
  group = { path: [], after: [] };
  await load();
  return collected;
}

function bodyOf(rest: Rest): Body {
  return rest.find((each) => typeof each === "function") as Body;
}

function addTest(name: string, ...rest: Rest) {
  const title = [...group.path, name].join(" > ");
  const same = collected.filter((each) => each.name === title).length;
  const id = `${file}#${title}${same === 0 ? "" : ` (${same + 1})`}`;
  const run = bodyOf(rest) as () => unknown;
  collected.push({ id, name: title, file, run, after: group.after });
}

function addGroup(name: string, ...rest: Rest) {
  const outer = group;
  group = { path: [...outer.path, name], after: [...outer.after] };
  (bodyOf(rest) as () => unknown)();
  group = outer;
}

type Add = typeof addTest;

/** A name with what a row has in place of `$field`, `%s` and the like. */
function named(name: string, row: unknown, values: readonly unknown[]): string {
  const withFields = name.replaceAll(/\$([A-Za-z.]+)/g, (whole, path: string) => {
    const found = path.split(".").reduce<unknown>(fieldOf, row);
    return found === undefined ? whole : String(found);
  });
  const places = withFields.match(/%[sdifjoO]/g)?.length ?? 0;
  return format(withFields, ...values.slice(0, places));
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function each(add: Add) {
  return (rows: readonly unknown[]) =>
    (name: string, ...rest: Rest) => {
      const body = bodyOf(rest) as (...values: readonly unknown[]) => unknown;
      for (const row of rows) {
        const values = Array.isArray(row) ? row : [row];
        add(named(name, row, values), () => body(...values));
      }
    };
}

function skipIf(add: Add) {
  return (skipped: boolean) => (skipped ? () => {} : add);
}

function withVariants(add: Add) {
  return Object.assign(add, { each: each(add), skipIf: skipIf(add) });
}

export const test = withVariants(addTest);
export const describe = withVariants(addGroup);

export function afterEach(act: () => unknown) {
  group.after.push(act);
}

/** Vitest's own needs its runner. This one never writes: a text that differs is a failure. */
chai.use(({ Assertion }, { addMethod }) => {
  addMethod(Assertion.prototype, "toMatchFileSnapshot", function (this: object, name: string) {
    const text = (this as { readonly _obj: unknown })._obj;
    const expected = readFileSync(resolve(dirname(file), name), "utf8");
    expect(text).toBe(expected);
  });
});
