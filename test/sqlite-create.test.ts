/** A new file of the service: there as a whole or not at all, and nothing else is touched. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test, vi } from "vitest";
import { SqliteService } from "../impl/backend/sqlite/service.ts";
import { emptyFolder } from "./cli-fixture.ts";
import { stateAfter, underClock } from "./sqlite-fixture.ts";

/** A name for a file in a folder of its own. */
const newFile = () => join(emptyFolder(), "execution.db");

const create = (file: string) => underClock((options) => SqliteService.create(file, options));

function reopened(file: string): string {
  const { service } = underClock((options) => SqliteService.open(file, options));
  const state = JSON.stringify(service.remembered());
  service.close();
  return state;
}

test("nothing else is left beside it", () => {
  const file = newFile();
  create(file).service.close();
  expect(readdirSync(join(file, ".."))).toEqual(["execution.db"]);
});

test.each(["", "-wal", "-journal", "-shm"])("what is called X-unfinished%s stays", (end) => {
  const file = newFile();
  const foreign = `${file}-unfinished${end}`;
  writeFileSync(foreign, "mine");
  create(file).service.close();
  expect(readFileSync(foreign, "utf8")).toBe("mine");
  expect(reopened(file)).toBe(stateAfter(0));
});

test("what gets its name meanwhile stays, and it is not made", () => {
  const file = newFile();
  const { close } = DatabaseSync.prototype;
  const spy = vi.spyOn(DatabaseSync.prototype, "close").mockImplementation(function (
    this: DatabaseSync,
  ) {
    close.call(this);
    writeFileSync(file, "mine");
  });
  try {
    expect(() => create(file)).toThrow(
      `${file}: found something that is there already; accepted is a name that is free.`,
    );
  } finally {
    spy.mockRestore();
  }
  expect(readFileSync(file, "utf8")).toBe("mine");
  expect(readdirSync(join(file, ".."))).toEqual(["execution.db"]);
});

test("what goes wrong while it is made leaves nothing", () => {
  const file = newFile();
  const spy = vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(() => {
    throw new Error("disk full");
  });
  try {
    expect(() => create(file)).toThrow("disk full");
  } finally {
    spy.mockRestore();
  }
  expect(readdirSync(join(file, ".."))).toEqual([]);
});

test("killed in the middle: there is none yet, or a whole one", { timeout: 120_000 }, () => {
  const script = join(import.meta.dirname, "sqlite-create-crash.ts");
  const there: boolean[] = [];
  for (let number = 0; ; number += 1) {
    const file = newFile();
    const arguments_ = [script, file, String(number)];
    const { status, signal, stderr } = spawnSync(process.execPath, arguments_, {
      encoding: "utf8",
    });
    there.push(existsSync(file));
    if (!existsSync(file)) create(file).service.close();
    expect(reopened(file), `killed before ${number}`).toBe(stateAfter(0));
    if (status === 0) break;
    expect(signal, stderr).toBe("SIGKILL");
  }
  // Once it is there it stays, and it was killed both before and after that.
  expect(there).toEqual(there.toSorted((one, other) => Number(one) - Number(other)));
  expect(there.filter((each) => !each).length).toBeGreaterThan(10);
  expect(there.filter((each) => each).length).toBeGreaterThan(5);
});
