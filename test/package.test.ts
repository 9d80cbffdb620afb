/** What `npm ci` needs on a machine that is not this one. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkNodeVersion } from "../cli/node-version.ts";

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function readJson(name: string) {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
}

const locked: Readonly<Record<string, Locked>> = readJson("package-lock.json").packages;

test("the lock names no registry", () => {
  for (const [path, { resolved }] of Object.entries(locked))
    expect([path, resolved]).toEqual([path, undefined]);
});

/** `npm install` drops those that its registry does not have, and `npm ci` then refuses the lock. */
test("the lock has the packages of all platforms", () => {
  const missing = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in locked || `${path}/node_modules/${name}` in locked),
    ),
  );
  expect(missing).toEqual([]);
});

test("the oldest Node that the package asks for is the oldest that the program takes", () => {
  const { engines } = readJson("package.json");
  const oldest = engines.node.replace(">=", "");
  expect(() => checkNodeVersion(oldest)).not.toThrow();
  expect(() => checkNodeVersion("24.0.0")).not.toThrow();
  expect(() => checkNodeVersion("22.12.9")).toThrow(
    "found Node 22.12.9; accepted is Node 22.13 or",
  );
  expect(() => checkNodeVersion("20.20.2")).toThrow(
    "found Node 20.20.2; accepted is Node 22.13 or",
  );
});
