/** The service in a file: what it has acknowledged it has for good, and nothing half done. */
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test, vi } from "vitest";
import { SqliteService } from "../impl/backend/sqlite/service.ts";
import type { WireAnswer } from "../impl/backend/wire.ts";
import { emptyFolder } from "./cli-fixture.ts";
import { CALLS, makeCalls, stateAfter, underClock } from "./sqlite-fixture.ts";

const newFile = () => join(emptyFolder(), "execution.db");

const create = (file: string) => underClock((options) => SqliteService.create(file, options));

function reopened(file: string): string {
  const { service } = underClock((options) => SqliteService.open(file, options));
  const state = JSON.stringify(service.remembered());
  service.close();
  return state;
}

describe("opened again", () => {
  test.each(CALLS.map((_, index) => index + 1))("it is as %i calls have left it", (count) => {
    const file = newFile();
    const { service, clock } = create(file);
    makeCalls(service, clock, count);
    expect(JSON.stringify(service.remembered())).toBe(stateAfter(count));
    service.close();
    expect(reopened(file)).toBe(stateAfter(count));
  });

  test("after each call it goes on as if nothing had been", () => {
    const file = newFile();
    let { service, clock } = create(file);
    let token = "";
    for (const call of CALLS) {
      token = call(service, clock, token)?.token ?? token;
      service.close();
      const { now } = clock;
      ({ service, clock } = underClock((options) => SqliteService.open(file, options)));
      clock.now = now;
    }
    expect(JSON.stringify(service.remembered())).toBe(stateAfter(CALLS.length));
    service.close();
  });

  test("dates are dates again", () => {
    const file = newFile();
    const { service, clock } = create(file);
    makeCalls(service, clock, 3);
    service.close();
    const { service: again } = underClock((options) => SqliteService.open(file, options));
    const wait = again.remembered().operations.find(({ Id }) => Id === "w");
    expect(wait?.WaitDetails?.ScheduledEndTimestamp).toEqual(new Date(1_893_456_002_000));
    expect(wait?.StartTimestamp).toEqual(new Date(1_893_456_000_000));
    again.close();
  });
});

describe("opened again, it knows how the execution has ended", () => {
  const ErrorOfIt = { ErrorType: "E", ErrorMessage: "no\ud800", StackTrace: ["at 1"] };
  const answers: readonly (readonly [WireAnswer, object])[] = [
    [
      { Status: "SUCCEEDED", Result: '"ü\u0000"' },
      { Status: "SUCCEEDED", Result: '"ü\u0000"' },
    ],
    [{ Status: "SUCCEEDED", Result: undefined }, { Status: "SUCCEEDED" }],
    [
      { Status: "FAILED", Error: ErrorOfIt },
      { Status: "FAILED", Error: ErrorOfIt },
    ],
    [{ Status: "FAILED" }, { Status: "FAILED" }],
    // An engine may answer anything; what the protocol has no field for is not kept.
    [{ Status: "SUCCEEDED", Result: 1n } as unknown as WireAnswer, { Status: "SUCCEEDED" }],
    [
      { Status: "FAILED", Error: { ErrorType: "E", more: () => {} } } as WireAnswer,
      { Status: "FAILED", Error: { ErrorType: "E" } },
    ],
  ];
  test.each(answers)("by the answer %o", (answer, expected) => {
    const file = newFile();
    const { service, clock } = create(file);
    makeCalls(service, clock, 7);
    service.answer(answer);
    const state = JSON.stringify(service.remembered());
    service.close();
    expect(reopened(file)).toBe(state);
    const { service: again } = underClock((options) => SqliteService.open(file, options));
    expect(again.end).toEqual({ by: "answer", ...expected });
    expect(again.recordedEnd).toBeUndefined();
    expect(again.remembered().operations[0]?.Status).toBe("STARTED");
    again.close();
  });

  test("by an update, which an answer does not change", () => {
    const file = newFile();
    const { service, clock } = create(file);
    makeCalls(service, clock, CALLS.length);
    service.answer({ Status: "SUCCEEDED", Result: "1" });
    service.close();
    const { service: again } = underClock((options) => SqliteService.open(file, options));
    const end = { by: "update", Status: "FAILED", Error: { ErrorMessage: "no" } };
    expect(again.end).toEqual(end);
    expect(again.recordedEnd).toBe("FAILED");
    again.close();
  });

  test("but not before it has: PENDING is no end", () => {
    const file = newFile();
    const { service, clock } = create(file);
    makeCalls(service, clock, 3);
    service.answer({ Status: "PENDING" });
    service.close();
    const { service: again } = underClock((options) => SqliteService.open(file, options));
    expect(again.end).toBeUndefined();
    again.close();
  });
});

test("a refused call changes nothing in the file", () => {
  const file = newFile();
  const { service, clock } = create(file);
  makeCalls(service, clock, 3);
  const before = readFileSync(`${file}-wal`);
  const stale = { DurableExecutionArn: "arn:test", CheckpointToken: "token-1", Updates: [] };
  expect(() => service.checkpoint(stale)).toThrow("Invalid checkpoint token");
  expect(readFileSync(`${file}-wal`)).toEqual(before);
  service.close();
});

describe("killed in the middle", () => {
  const crash = (file: string, call: number, edge: string) => {
    const script = join(import.meta.dirname, "sqlite-crash.ts");
    return spawnSync(process.execPath, [script, file, String(call), edge], { encoding: "utf8" });
  };
  // The third call, of several updates, the firing of timers, and a large payload.
  const places = [2, 4, 9].flatMap((call) =>
    ["before", "within", "after"].map((edge) => [edge, call] as const),
  );

  test.each(places)(
    "%s the transaction of call %i: all of it is there or nothing",
    (edge, call) => {
      const file = newFile();
      const { signal, stderr } = crash(file, call, edge);
      expect(signal, stderr).toBe("SIGKILL");
      expect(reopened(file)).toBe(stateAfter(edge === "after" ? call + 1 : call));
      expect(stateAfter(call)).not.toBe(stateAfter(call + 1));
    },
  );
});

describe("a file that can't be used", () => {
  const opening = (file: string) => () =>
    underClock((options) => SqliteService.open(file, options));

  test("there is none", () => {
    const none = join(emptyFolder(), "none.db");
    expect(opening(none)).toThrow(
      `${none}: found no file; accepted is a file of a durable-conformance service, version 2, that is whole.`,
    );
  });

  test("there is one, where a new one is to be made", () => {
    const file = newFile();
    writeFileSync(file, "mine");
    expect(() => create(file)).toThrow("found something that is there already");
    expect(readFileSync(file, "utf8")).toBe("mine");
  });

  test.each(["-wal", "-journal", "-shm"])("something is left of another, in its %s", (end) => {
    const other = newFile();
    const { service, clock } = create(other);
    makeCalls(service, clock, 3);
    const left = readFileSync(`${other}-wal`);
    service.close();
    const file = newFile();
    writeFileSync(`${file}${end}`, left);
    expect(() => create(file)).toThrow(
      `${file}${end}: found something that is there already; accepted is a name that is free.`,
    );
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(`${file}${end}`)).toEqual(left);
  });

  test.each([
    ["synchronous = FULL", "synchronous = NORMAL", "synchronous is 1 and not 2"],
    ["journal_mode = WAL", "journal_mode = DELETE", "journal_mode is delete and not wal"],
  ])("SQLite has not set %s", (asked, set, found) => {
    const file = newFile();
    create(file).service.close();
    const { exec } = DatabaseSync.prototype;
    const spy = vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (
      this: DatabaseSync,
      sql,
    ) {
      exec.call(this, sql.replace(asked, set));
    });
    try {
      expect(opening(file)).toThrow(`found a file that can't be opened (${found})`);
    } finally {
      spy.mockRestore();
    }
    expect(reopened(file)).toBe(stateAfter(0));
  });

  test("it is open elsewhere", () => {
    const file = newFile();
    const { service } = create(file);
    expect(opening(file)).toThrow(/found a file that can't be opened \(database is locked\)/);
    service.close();
  });

  test("it is of another execution", () => {
    const file = newFile();
    create(file).service.close();
    const other = () =>
      underClock((options) => SqliteService.open(file, { ...options, arn: "arn:other" }));
    expect(other).toThrow("found the execution arn:test; accepted is one of arn:other.");
    expect(reopened(file)).toBe(stateAfter(0));
  });

  test("it is of another execution, and was left by a process that was killed", () => {
    const [file, left] = [newFile(), newFile()];
    const { service, clock } = create(file);
    makeCalls(service, clock, 3);
    // What lies there while the service lives is what lies there after a kill.
    for (const end of ["", "-wal"]) copyFileSync(`${file}${end}`, `${left}${end}`);
    service.close();
    const bytes = () => ["", "-wal"].map((end) => readFileSync(`${left}${end}`).toString("hex"));
    const before = bytes();
    const other = () =>
      underClock((options) => SqliteService.open(left, { ...options, input: "another" }));
    expect(other).toThrow(
      "found the execution arn:test, with another input; accepted is one of arn:test.",
    );
    expect(bytes()).toEqual(before);
    expect(reopened(left)).toBe(stateAfter(3));
  });
});
