/**
 * Damage of every kind: a file that is not wholly right is refused with one clear sentence and left
 * as it is, byte for byte. Where the damage hit nothing that matters, it opens as it was.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { StoreFileError } from "../impl/backend/sqlite/file.ts";
import { checksumOf } from "../impl/backend/sqlite/rows.ts";
import { SqliteService } from "../impl/backend/sqlite/service.ts";
import { makeCalls, stateAfter, underClock } from "./sqlite-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "sqlite-damage-"));
afterAll(() => rmSync(folder, { recursive: true }));

const COUNT = 10;
const file = join(folder, "execution.db");

const whole = (() => {
  const { service, clock } = underClock((options) => SqliteService.create(file, options));
  makeCalls(service, clock, COUNT);
  service.close();
  return readFileSync(file);
})();

/** Says what becomes of these bytes: the error, or the state. Nothing else is in the folder after. */
function open(bytes: Buffer): StoreFileError | string {
  writeFileSync(file, bytes);
  try {
    const { service } = underClock((options) => SqliteService.open(file, options));
    const state = JSON.stringify(service.remembered());
    service.close();
    return state;
  } catch (error) {
    if (!(error instanceof StoreFileError)) throw error;
    expect(readFileSync(file).equals(bytes), error.message).toBe(true);
    expect(error.message.split("\n")).toHaveLength(1);
    expect(error.message).toMatch(/^.*execution\.db: found .+; accepted is a file of .+\.$/);
    return error;
  } finally {
    expect(readdirSync(folder)).toEqual(["execution.db"]);
  }
}

function changed(at: number, bytes: Buffer): Buffer {
  const copy = Buffer.from(whole);
  bytes.copy(copy, at);
  return copy;
}

const message = (outcome: StoreFileError | string) =>
  outcome instanceof StoreFileError ? outcome.message : "it was opened";

test("whole, it opens", () => {
  expect(open(whole)).toBe(stateAfter(COUNT));
});

describe("foreign", () => {
  test("empty", () => {
    expect(message(open(Buffer.alloc(0)))).toContain("found an empty file;");
  });
  test("of another kind", () => {
    expect(message(open(Buffer.from("{}")))).toContain("found a file that is no SQLite database;");
    expect(message(open(Buffer.alloc(5_000, "x")))).toContain("no SQLite database;");
  });
  test("of another program", () => {
    const other = changed(68, Buffer.from([0, 0, 0, 9]));
    expect(message(open(other))).toContain("found an SQLite database of another program (9);");
  });
  test("newer", () => {
    const newer = changed(60, Buffer.from([0, 0, 0, 3]));
    expect(message(open(newer))).toContain("found version 3; accepted is");
  });
  test("older", () => {
    const older = changed(60, Buffer.from([0, 0, 0, 1]));
    expect(message(open(older))).toMatch(/found version 1; accepted is .+, version 2, that is/);
  });
});

/** As a process leaves it that is killed: nearly everything is in the log beside the file. */
describe("left by a process that was killed", () => {
  const log = `${file}-wal`;
  const { service, clock } = underClock((options) =>
    SqliteService.create(join(folder, "live.db"), options),
  );
  makeCalls(service, clock, COUNT);
  const [base, written] = ["live.db", "live.db-wal"].map((name) =>
    readFileSync(join(folder, name)),
  ) as [Buffer, Buffer];
  service.close();
  rmSync(join(folder, "live.db"));
  const frameBytes = 24 + written.readUInt32BE(8);
  const lastFrame = written.length - frameBytes;

  /** What becomes of the file with this log; one that is refused is left as it is, and its log too. */
  function openWith(bytes: Buffer): StoreFileError | string {
    rmSync(file, { force: true });
    writeFileSync(file, base);
    writeFileSync(log, bytes);
    try {
      const { service: opened } = underClock((options) => SqliteService.open(file, options));
      const state = JSON.stringify(opened.remembered());
      opened.close();
      return state;
    } catch (error) {
      if (!(error instanceof StoreFileError)) throw error;
      expect([readFileSync(file), readFileSync(log)]).toEqual([base, bytes]);
      return error;
    } finally {
      rmSync(log, { force: true });
    }
  }

  test("its log is whole frames, many of them", () => {
    expect((written.length - 32) % frameBytes).toBe(0);
    expect((written.length - 32) / frameBytes).toBeGreaterThanOrEqual(COUNT);
    expect(openWith(written)).toBe(stateAfter(COUNT));
  });

  test("a bit of its log turned over is noticed, but in the last frame", () => {
    const step = Math.floor(written.length / 250);
    let refused = 0;
    for (let at = 0; at < lastFrame; at += step) {
      const damaged = Buffer.from(written);
      damaged[at] = (damaged[at] as number) ^ 1;
      const outcome = openWith(damaged);
      expect(message(outcome), `at ${at}`).toMatch(/found a damaged file \(a log w/);
      refused += 1;
    }
    expect(refused).toBeGreaterThan(200);
  });

  test("what a kill may leave of the last frame is none: it opens as of the call before", () => {
    for (const length of [lastFrame, lastFrame + 1, lastFrame + 24, written.length - 1]) {
      expect(openWith(written.subarray(0, length))).toBe(stateAfter(COUNT - 1));
    }
  });

  test("frames of an older log may follow", () => {
    const older = Buffer.from(written.subarray(lastFrame));
    older[8] = (older[8] as number) ^ 1;
    expect(openWith(Buffer.concat([written, older]))).toBe(stateAfter(COUNT));
  });

  test("a log that nothing was written to", () => {
    for (const length of [0, 31, 32]) {
      expect(openWith(written.subarray(0, length))).toBe(stateAfter(0));
    }
  });
});

describe("damaged", () => {
  test("cut off anywhere: the clear error, unless only what is not in use is gone", () => {
    const step = Math.floor(whole.length / 300);
    let refused = 0;
    let opened = 0;
    for (let length = 0; length < whole.length; length += step) {
      const outcome = open(whole.subarray(0, length));
      if (outcome instanceof StoreFileError) {
        refused += 1;
        // What a shorter file has lost, and it opened, a longer one can't miss.
        expect(opened, `cut off at ${length}`).toBe(0);
      } else {
        expect(outcome).toBe(stateAfter(COUNT));
        opened += 1;
      }
    }
    expect(refused).toBeGreaterThan(290);
  });

  test("each byte of the head turned over", () => {
    for (let at = 0; at < 100; at += 1) {
      const outcome = open(changed(at, Buffer.from([(whole[at] as number) ^ 0xff])));
      if (!(outcome instanceof StoreFileError)) expect(outcome).toBe(stateAfter(COUNT));
    }
  });

  test("garbage anywhere: the right state, or the clear error", () => {
    const place = fc.integer({ min: 100, max: whole.length - 1 });
    const garbage = fc.uint8Array({ minLength: 1, maxLength: 400 });
    let refused = 0;
    fc.assert(
      fc.property(place, garbage, (at, bytes) => {
        const outcome = open(changed(at, Buffer.from(bytes).subarray(0, whole.length - at)));
        if (outcome instanceof StoreFileError) refused += 1;
        else expect(outcome).toBe(stateAfter(COUNT));
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  test("a single letter of what was recorded", () => {
    const letters: number[] = [];
    for (let at = whole.indexOf('"Id":"k"'); at !== -1; at = whole.indexOf('"Id":"k"', at + 1)) {
      letters.push(at + 6);
    }
    const outcomes = letters.map((at) => message(open(changed(at, Buffer.from("j")))));
    expect(outcomes.join()).toMatch(/found a damaged file \(a row operation \d that is not as/);
  });

  const edits: readonly (readonly [string, string, string])[] = [
    [
      "a row is gone",
      "DELETE FROM entry WHERE kind = 'change' AND position = 1",
      "no row change 1",
    ],
    [
      "a kind is gone",
      "DELETE FROM entry WHERE kind = 'timers'",
      "0 rows timers where one belongs",
    ],
    ["the table is gone", "DROP TABLE entry", "no such table: entry"],
    [
      "a row names what is not there",
      `UPDATE entry SET value = '"nobody"', checksum = ${checksumOf("change", 2, '"nobody"')} WHERE kind = 'change' AND position = 2`,
      "something about an operation nobody that is not there",
    ],
    [
      "a row is none",
      `UPDATE entry SET value = '{}', checksum = ${checksumOf("operation", 0, "{}")} WHERE kind = 'operation' AND position = 0`,
      "a row operation 0 that is none",
    ],
  ];
  test.each(edits)("%s", (_what, sql, found) => {
    writeFileSync(file, whole);
    const database = new DatabaseSync(file);
    database.exec("PRAGMA journal_mode = DELETE");
    database.exec(sql);
    database.close();
    expect(message(open(readFileSync(file)))).toContain(`found a damaged file (${found}`);
  });
});
