/** A process that runs handlers, as whoever has started it holds it. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { COMPILE_CACHE } from "../compile-cache.ts";
import { FrameReader, toFrame } from "./frames.ts";
import { killGroup } from "./kill-group.ts";
import type { FromProcess, Reply, Start } from "./messages.ts";

/** The program beside this file, in whichever form this file is. */
const PROGRAM = fileURLToPath(
  new URL(
    import.meta.url.endsWith(".ts") ? "./handler-process.ts" : "./handler-process.js",
    import.meta.url,
  ),
);

/** It has ended by itself; says how, as the end of "The process …". */
export interface Died {
  readonly kind: "died";
  readonly how: string;
}

export class HandlerChild {
  private readonly process: ChildProcess;
  private readonly calls: Duplex;
  private readonly reader = new FrameReader();
  private readonly gone: Promise<void>;
  private died: Died | undefined;
  private waiting: ((message: FromProcess | Died) => void) | undefined;
  private ready: Promise<FromProcess | Died>;

  constructor(engine: string) {
    // Standard output is for results: what an engine prints goes to standard error. In a session of
    // its own it hears no Ctrl-C: whether it ends is for its parent to say.
    this.process = spawn(process.execPath, [PROGRAM, engine], {
      stdio: ["ignore", 2, 2, "pipe", "pipe"],
      detached: true,
      env: { ...process.env, ...COMPILE_CACHE },
    });
    this.calls = this.process.stdio[3] as Duplex;
    this.gone = new Promise((resolve) => {
      const lose = (how: string) => {
        this.died ??= { kind: "died", how };
        this.settle(this.died);
        resolve();
      };
      this.process.once("exit", (code, signal) => {
        lose(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`);
      });
      this.process.once("error", (error) => lose(`could not be started (${error.message})`));
    });
    this.calls.on("data", (piece: Buffer) => this.hear(piece));
    // What it does not hear any more because it has died is told by its exit.
    this.calls.on("error", () => {});
    this.ready = this.next();
  }

  /** Waits until its engine is loaded. @throws Error that says why it can't be. */
  async load(): Promise<void> {
    const first = await this.ready;
    if (first.kind === "ready") return;
    await this.kill();
    throw new Error(
      first.kind === "unusable" ? first.message : `The process ${(first as Died).how}`,
    );
  }

  /** Tells it something, and waits for what it says to that. */
  ask(message: Start | Reply): Promise<FromProcess | Died> {
    const answer = this.next();
    if (this.died === undefined) this.calls.write(toFrame(message));
    return answer;
  }

  /** Sends SIGKILL, and waits until it is dead. */
  async kill(): Promise<void> {
    killGroup(this.process);
    await this.gone;
    this.calls.destroy();
  }

  private next(): Promise<FromProcess | Died> {
    if (this.died !== undefined) return Promise.resolve(this.died);
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.take();
    });
  }

  private hear(piece: Buffer): void {
    this.reader.add(piece);
    this.take();
  }

  private take(): void {
    if (this.waiting === undefined) return;
    const message = this.reader.next();
    if (message !== undefined) this.settle(message.value as FromProcess);
  }

  private settle(message: FromProcess | Died): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.(message);
  }
}
