/** The processes that are a service: one that serves, one that waits to take over, and their files. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TransactionEdge } from "../backend/sqlite/file.ts";
import { BackendChild } from "./backend-child.ts";

/** The program beside this file, in whichever form this file is. */
const PROGRAM = fileURLToPath(
  new URL(
    import.meta.url.endsWith(".ts") ? "./backend-process.ts" : "./backend-process.js",
    import.meta.url,
  ),
);

export class BackendProcesses {
  /** How many have been sent SIGKILL, by where in a transaction they were. */
  readonly kills: Record<TransactionEdge, number> = { before: 0, within: 0, after: 0 };
  private readonly program: string;
  /** Made no sooner than there is a process that removes it when nobody else is left to do so. */
  private made: string | undefined;
  private serving: BackendChild | undefined;
  private waiting: BackendChild | undefined;
  private readonly dying = new Set<Promise<void>>();
  private files = 0;

  constructor(program = PROGRAM) {
    this.program = program;
  }

  /** The process that serves. */
  get current(): BackendChild {
    this.serving ??= this.waiting ?? this.start();
    if (this.waiting === this.serving) this.waiting = undefined;
    this.waiting ??= this.start();
    return this.serving;
  }

  /** A name for the file of an execution; the one before is not needed any more. */
  newFile(): string {
    if (this.files > 0) this.removeFile();
    this.files += 1;
    return this.file();
  }

  /** Kills the process that serves, while it stands still there: the other one takes over. */
  kill(edge: TransactionEdge): void {
    this.kills[edge] += 1;
    this.discard();
  }

  /** Ends the process that serves, in whatever state it is: the other one takes over. */
  discard(): void {
    this.serving?.kill();
    this.serving = undefined;
  }

  /** Ends all of them, and waits until they have ended; their files are removed. */
  async close(): Promise<void> {
    this.serving?.close();
    this.waiting?.close();
    await Promise.all(this.dying);
    if (this.made !== undefined) rmSync(this.made, { recursive: true, force: true });
  }

  private get folder(): string {
    this.made ??= mkdtempSync(join(tmpdir(), "durable-conformance-backend-"));
    return this.made;
  }

  private file(): string {
    return join(this.folder, `execution-${this.files}.db`);
  }

  private removeFile(): void {
    for (const end of ["", "-wal"]) rmSync(`${this.file()}${end}`, { force: true });
  }

  private start(): BackendChild {
    const child = new BackendChild(this.program, this.folder);
    this.dying.add(child.gone);
    void child.gone.then(() => this.dying.delete(child.gone));
    return child;
  }
}
