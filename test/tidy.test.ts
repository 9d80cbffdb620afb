/** The rules of style that matter, as tests: who may import whom, what a pure room may not touch. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { PROPERTIES } from "../properties/all.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** For each room the rooms that its files may import besides itself, and the packages. */
const ROOMS = {
  model: { rooms: [], packages: /^effect\// },
  properties: { rooms: ["model"], packages: /^(effect\/|fast-check$)/ },
  reports: { rooms: ["model"], packages: /^effect\// },
  impl: { rooms: ["model"], packages: /./ },
  cli: { rooms: ["model", "properties", "reports", "impl"], packages: /./ },
} as const;
type Room = keyof typeof ROOMS;
const ROOM_NAMES = Object.keys(ROOMS) as readonly Room[];

/** Not part of the model: a program that holds it against another model checker. */
const PROGRAMS = "model/promela/";

/** Over the limit, and to be divided by concept; a file that has been leaves this list. */
const TOO_LONG: readonly string[] = [];
const LINES_LIMIT = 300;
const LINES_WARNING = 250;

interface SourceFile {
  /** From the root, such as `model/case.ts`. */
  readonly path: string;
  readonly source: string;
}

function filesOf(room: Room): readonly SourceFile[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${room}/${name}`)
    .filter((path) => !path.startsWith(PROGRAMS))
    .toSorted()
    .map((path) => ({ path, source: readFileSync(join(ROOT, path), "utf8") }));
}

/** What the source says without its comments, and with nothing in its strings. */
function codeOf(source: string): string {
  const part = /\/\*[\s\S]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"/g;
  return source.replaceAll(part, (found) => (found.startsWith('"') ? '""' : ""));
}

function importsOf({ source }: SourceFile): readonly string[] {
  const imports = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;
  return [...source.matchAll(imports)].map(([, name]) => name as string);
}

/** Lines such as `model/case.ts imports ../impl/engine.ts`, one for each wrong import. */
function wrongImports(room: Room): readonly string[] {
  const { rooms, packages } = ROOMS[room];
  const allowed: readonly string[] = [room, ...rooms];
  return filesOf(room).flatMap((file) =>
    importsOf(file)
      .filter((name) => {
        if (!name.startsWith(".")) return !packages.test(name);
        const [target] = normalize(join(dirname(file.path), name)).split("/");
        return !allowed.includes(target ?? "");
      })
      .map((name) => `${file.path} imports ${name}`),
  );
}

function uses(room: Room, word: RegExp): readonly string[] {
  return filesOf(room).flatMap(({ path, source }) => {
    const [found] = word.exec(codeOf(source)) ?? [];
    return found === undefined ? [] : [`${path} uses ${found}`];
  });
}

test("what the rules are tried on is there", () => {
  for (const room of ROOM_NAMES) expect(filesOf(room).length, room).toBeGreaterThan(5);
  const [file] = filesOf("impl").filter(({ path }) => path === "impl/load-engine.ts");
  expect(importsOf(file as SourceFile)).toEqual(
    expect.arrayContaining(["./engine-module.ts", "./aws-sdk/engine.ts"]),
  );
  expect(codeOf('a("Date"); // Date\n/* Date\n */ b')).toBe('a(""); \n b');
});

test.each(ROOM_NAMES)("%s/ imports only what is below it", (room) => {
  expect(wrongImports(room)).toEqual([]);
});

const IMPURE =
  /(?<![.\w])(Date|Math\.random|process|setTimeout|setInterval|setImmediate|queueMicrotask|performance|crypto|globalThis|fetch)\b/;

test.each(["model", "properties"] as const)("%s/ has no clock, randomness or process", (room) => {
  expect(uses(room, IMPURE)).toEqual([]);
});

test("only cli/ writes to stdout", () => {
  const quiet = ROOM_NAMES.filter((room) => room !== "cli");
  const printing = /\bconsole\.\w+|\bprocess\.(stdout|stderr)\.\w+/;
  expect(quiet.flatMap((room) => uses(room, printing))).toEqual([]);
});

describe("properties", () => {
  const defined = filesOf("properties").flatMap(({ path, source }) => {
    const [, id] = /: Property = \{\s*id: "([^"]+)"/.exec(source) ?? [];
    return id === undefined ? [] : [{ path, id }];
  });

  test("a property's file has its name", () => {
    for (const { path, id } of defined) expect(path).toBe(`properties/${id}.ts`);
  });

  test("all of them are in the list of all", () => {
    const ids = PROPERTIES.map(({ id }) => id);
    expect(ids.toSorted()).toEqual(defined.map(({ id }) => id).toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("length", () => {
  const lengths = ROOM_NAMES.flatMap(filesOf).map(({ path, source }) => ({
    path,
    lines: source.split("\n").length - 1,
  }));
  const over = (limit: number) => lengths.filter(({ lines }) => lines > limit);

  test(`no file has over ${LINES_LIMIT} lines, but for those that are known to`, () => {
    expect(over(LINES_LIMIT).map(({ path }) => path)).toEqual(TOO_LONG);
  });

  test(`files over ${LINES_WARNING} lines are told`, () => {
    const close = over(LINES_WARNING).map(({ path, lines }) => `${path}: ${lines} lines`);
    if (close.length > 0) console.warn(`Long files:\n${close.join("\n")}`);
  });
});
