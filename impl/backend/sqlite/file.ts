/**
 * The file of a service: an SQLite database in WAL mode, each transaction of which is on the disk
 * before it is answered. A file that is not wholly one of these is refused, and left as it is: what
 * it holds is looked at in a copy.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { type ExecutionOf, type Kind, type Row, readRows } from "./rows.ts";
import { damageIn } from "./write-ahead-log.ts";

/** `dcsf`: it is a file of this program, and of no other. */
const APPLICATION_ID = 0x64637366;
/** Rises with each change of the form: 2 has how the execution has ended. */
const VERSION = 2;
const ACCEPTED = `a file of a durable-conformance service, version ${VERSION}, that is whole`;

/** What SQLite keeps beside a database, by the ends of the names. */
const BESIDE = ["-wal", "-journal", "-shm"] as const;

/**
 * What makes each transaction durable, as SQLite says that it is in force: 2 is `FULL`. Nothing is
 * written before the end of a transaction, however large: SQLite would write over what it has written of
 * it, and a kill would leave what looks like damage.
 */
const DURABLE = { journal_mode: "wal", synchronous: 2, cache_spill: 0 } as const;

/** A file can't be used; says which, what was found there and what is accepted. */
export class StoreFileError extends Error {
  constructor(file: string, found: string, accepted = ACCEPTED) {
    super(`${file}: found ${found}; accepted is ${accepted}.`);
  }
}

/** Where a transaction can be stopped: before it, after its first change, and after its end. */
export type TransactionEdge = "before" | "within" | "after";

export class StoreFile {
  private readonly database: DatabaseSync;
  private readonly put: StatementSync;
  private readonly onEdge: (edge: TransactionEdge) => void;

  private constructor(database: DatabaseSync, onEdge: (edge: TransactionEdge) => void) {
    this.database = database;
    this.onEdge = onEdge;
    this.put = database.prepare("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)");
  }

  /** Makes a file with these rows. @throws StoreFileError if there is something already. */
  static create(
    file: string,
    rows: readonly Row[],
    onEdge = (_: TransactionEdge) => {},
  ): StoreFile {
    // SQLite would take what another database has left beside it for a part of this one.
    for (const name of ["", ...BESIDE].map((end) => `${file}${end}`)) {
      if (!existsSync(name)) continue;
      throw takenName(name);
    }
    // In a folder of its own beside it: what has some other name there may be somebody else's.
    const folder = mkdtempSync(`${file}-unfinished-`);
    try {
      const whole = join(folder, "whole.db");
      StoreFile.writeNew(whole, rows);
      // It gets its name once it is whole. To rename it would replace what has that name by now.
      linkSync(whole, file);
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === "EEXIST" ? takenName(file) : error;
    } finally {
      rmSync(folder, { recursive: true });
    }
    return new StoreFile(openDurably(file), onEdge);
  }

  private static writeNew(file: string, rows: readonly Row[]): void {
    const database = new DatabaseSync(file);
    try {
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      database.exec(`PRAGMA user_version = ${VERSION}`);
      database.exec(
        "CREATE TABLE entry (kind TEXT NOT NULL, position INTEGER NOT NULL, value TEXT NOT NULL, checksum INTEGER NOT NULL, PRIMARY KEY (kind, position)) STRICT, WITHOUT ROWID",
      );
      new StoreFile(database, () => {}).write(rows);
    } finally {
      database.close();
    }
  }

  /**
   * Opens a file and reads it; `check` is given what it is of, before anything of it is changed.
   * @throws StoreFileError for one that is not wholly right; what `check` throws.
   */
  static open(
    file: string,
    date: (milliseconds: number) => Date,
    check: (execution: ExecutionOf) => void,
    onEdge = (_: TransactionEdge) => {},
  ) {
    checkHead(file, readHead(file));
    const read = readCopy(file, date);
    check(read.execution);
    return { ...read, store: new StoreFile(openDurably(file), onEdge) };
  }

  /** Writes the rows in one transaction, which is on the disk when this is done. */
  write(rows: readonly Row[]): void {
    this.onEdge("before");
    this.database.exec("BEGIN IMMEDIATE");
    for (const [index, { kind, position, value, checksum }] of rows.entries()) {
      this.put.run(kind, position, value, checksum);
      if (index === 0) this.onEdge("within");
    }
    this.database.exec("COMMIT");
    this.onEdge("after");
  }

  close(): void {
    this.database.close();
  }
}

function takenName(name: string): StoreFileError {
  return new StoreFileError(name, "something that is there already", "a name that is free");
}

function openDurably(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    // One process at a time, which needs no file in shared memory either.
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    database.exec("PRAGMA cache_spill = OFF");
    requireDurable(database);
    emptyLog(database);
    database.exec("BEGIN IMMEDIATE; COMMIT");
    return database;
  } catch (error) {
    database.close();
    throw new StoreFileError(file, `a file that can't be opened (${(error as Error).message})`);
  }
}

/** SQLite does not fail where it can't set something. @throws Error if it has not. */
function requireDurable(database: DatabaseSync): void {
  for (const [setting, wanted] of Object.entries(DURABLE)) {
    const found = database.prepare(`PRAGMA ${setting}`).get()?.[setting];
    if (found !== wanted) throw new Error(`${setting} is ${found} and not ${wanted}`);
  }
}

/**
 * What a killed process has begun to write would lie behind what this one writes to the same log, and
 * look like damage. @throws Error if it can't be done.
 */
function emptyLog(database: DatabaseSync): void {
  const { busy, log } = database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get() ?? {};
  if (busy !== 0 || log !== 0) throw new Error(`its log can't be emptied (${busy}, ${log})`);
}

const HEAD_BYTES = 100;
const MAGIC = "SQLite format 3\0";

/** The first bytes. @throws StoreFileError if it can't be read. */
function readHead(file: string): Buffer {
  try {
    const opened = openSync(file, "r");
    try {
      const head = Buffer.alloc(HEAD_BYTES);
      return head.subarray(0, readSync(opened, head));
    } finally {
      closeSync(opened);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreFileError(file, code === "ENOENT" ? "no file" : `what can't be read (${code})`);
  }
}

/** What a file is, as an SQLite database says it in its head. @throws StoreFileError */
function checkHead(file: string, head: Buffer): void {
  if (head.length === 0) throw new StoreFileError(file, "an empty file");
  if (head.length < HEAD_BYTES || head.toString("latin1", 0, MAGIC.length) !== MAGIC) {
    throw new StoreFileError(file, "a file that is no SQLite database");
  }
  const application = head.readUInt32BE(68);
  if (application !== APPLICATION_ID) {
    throw new StoreFileError(file, `an SQLite database of another program (${application})`);
  }
  const version = head.readUInt32BE(60);
  if (version !== VERSION) throw new StoreFileError(file, `version ${version}`);
}

/** Reads a copy of the file, so that nothing happens to the file itself. @throws StoreFileError */
function readCopy(file: string, date: (milliseconds: number) => Date) {
  const folder = mkdtempSync(join(tmpdir(), "durable-conformance-check-"));
  try {
    const copy = join(folder, basename(file));
    copyFileSync(file, copy);
    if (existsSync(`${file}-wal`)) {
      copyFileSync(`${file}-wal`, `${copy}-wal`);
      const damage = damageIn(readFileSync(`${copy}-wal`));
      if (damage !== undefined) throw new Error(damage);
    }
    return readRows(rowsOf(copy), date);
  } catch (error) {
    const { message } = error as Error;
    throw new StoreFileError(file, `a damaged file (${message.replaceAll(folder, "")})`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws Error if SQLite finds anything wrong. */
function rowsOf(file: string): readonly Row[] {
  const database = new DatabaseSync(file);
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    const said = database
      .prepare("PRAGMA integrity_check")
      .all()
      .map((row) => String(Object.values(row)[0]));
    if (said.join() !== "ok") throw new Error(said[0]?.split("\n")[0]);
    const rows = database.prepare("SELECT * FROM entry ORDER BY kind, position").all();
    return rows.map(({ kind, position, value, checksum }) => ({
      kind: String(kind) as Kind,
      position: Number(position),
      value: String(value),
      checksum: Number(checksum),
    }));
  } finally {
    database.close();
  }
}

export type { ExecutionOf };
