/** Calls that are larger than what SQLite keeps in its cache, and kills in the middle of them. */
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, expect, test, vi } from "vitest";
import { SqliteService } from "../impl/backend/sqlite/service.ts";
import type { WireUpdate } from "../impl/backend/wire.ts";
import { underClock } from "./sqlite-fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "sqlite-large-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `execution-${files++}.db`);
const sizeOf = (name: string) => (existsSync(name) ? statSync(name).size : 0);

const open = (file: string) => underClock((options) => SqliteService.open(file, options)).service;
const stateOf = (service: SqliteService) => JSON.stringify(service.remembered());

/** What is there after a kill is what is there while the service lives. */
function copyOf(file: string): string {
  const copy = newFile();
  for (const end of ["", "-wal"]) copyFileSync(`${file}${end}`, `${copy}${end}`);
  return copy;
}

function reopened(file: string): string {
  const service = open(file);
  const state = stateOf(service);
  service.close();
  return state;
}

/** Some megabytes; SQLite's cache has two. */
const LARGE = Array.from({ length: 8 }, (_, index): WireUpdate => {
  return { Id: `l${index}`, Type: "STEP", Action: "SUCCEED", Payload: "x".repeat(600_000) };
});

function record(service: SqliteService, ...Updates: readonly WireUpdate[]): void {
  const { token } = service.startInvocation();
  service.checkpoint({ DurableExecutionArn: "arn:test", CheckpointToken: token, Updates });
}

const begun = () => {
  const file = newFile();
  const { service } = underClock((options) => SqliteService.create(file, options));
  record(service, { Id: "a", Type: "STEP", Action: "SUCCEED", Payload: "1" });
  return { file, service };
};

test("nothing of a call is written before its end", () => {
  const { file, service } = begun();
  const { token } = service.startInvocation();
  const before = { size: sizeOf(`${file}-wal`), state: stateOf(service) };
  const { exec } = DatabaseSync.prototype;
  let left: { readonly copy: string; readonly size: number } | undefined;
  const spy = vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (
    this: DatabaseSync,
    sql,
  ) {
    if (sql === "COMMIT") left ??= { copy: copyOf(file), size: sizeOf(`${file}-wal`) };
    exec.call(this, sql);
  });
  const request = { DurableExecutionArn: "arn:test", CheckpointToken: token, Updates: LARGE };
  try {
    service.checkpoint(request);
  } finally {
    spy.mockRestore();
  }
  expect(left?.size).toBe(before.size);
  expect(reopened(left?.copy as string)).toBe(before.state);
  const after = stateOf(service);
  service.close();
  expect(reopened(file)).toBe(after);
});

test("killed in the middle of a large COMMIT, and once more after a small one", () => {
  const { file, service } = begun();
  const [state, size] = [stateOf(service), sizeOf(`${file}-wal`)];
  const left = copyOf(file);
  record(service, ...LARGE);
  // Its log alone: the file itself has got it already, after the COMMIT.
  copyFileSync(`${file}-wal`, `${left}-wal`);
  service.close();
  const [full, frame] = [sizeOf(`${left}-wal`), 4_096 + 24];
  expect(full - size).toBeGreaterThan(1_000 * frame);
  // Of its frames some hundred have been written, and a part of one more.
  truncateSync(`${left}-wal`, size + 300 * frame + 7);

  const again = open(left);
  // The start of the invocation of that call is a transaction of its own.
  expect(again.remembered().operations.map(({ Id }) => Id)).toEqual(["execution", "a"]);
  expect(stateOf(again)).not.toBe(state);
  record(again, { Id: "b", Type: "STEP", Action: "SUCCEED", Payload: "2" });
  const after = stateOf(again);
  const leftAgain = copyOf(left);
  again.close();
  expect(reopened(leftAgain)).toBe(after);
});
