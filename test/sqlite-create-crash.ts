/**
 * Run by a test as a process of its own: makes a file, and is killed before so many of the things
 * that this does one after the other. `node sqlite-create-crash.ts FILE NUMBER`
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync, StatementSync } from "node:sqlite";
import { SqliteService } from "../impl/backend/sqlite/service.ts";
import { underClock } from "./sqlite-fixture.ts";

const [file = "", number = ""] = process.argv.slice(2);
let left = Number(number);

/** Has a method or function kill this process if it is the one. */
function watch(target: object, name: string): void {
  const functions = target as Record<string, (...all: unknown[]) => unknown>;
  const right = functions[name] as (...all: unknown[]) => unknown;
  functions[name] = function (this: unknown, ...all) {
    if (left === 0) process.kill(process.pid, "SIGKILL");
    left -= 1;
    return right.apply(this, all);
  };
}

for (const name of ["exec", "close"]) watch(DatabaseSync.prototype, name);
watch(StatementSync.prototype, "run");
for (const name of ["mkdtempSync", "linkSync", "renameSync", "rmSync"]) watch(fs, name);
syncBuiltinESMExports();
underClock((options) => SqliteService.create(file, options));
