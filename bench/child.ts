/** The benchmark's end of a contender's process: starts it, asks it, ends it. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Memory } from "./collect-garbage.ts";
import type { Entry } from "./lineup.ts";
import type { Sample } from "./measure.ts";
import type { Reply, Request } from "./messages.ts";
import type { Profile } from "./profile/owners.ts";

const SCRIPT = fileURLToPath(new URL("contender-process.ts", import.meta.url));

export class Child {
  readonly entry: Entry;
  readonly eventsPerExecution: number | undefined;
  private readonly process: ChildProcess;

  private constructor(entry: Entry, process: ChildProcess, eventsPerExecution?: number) {
    this.entry = entry;
    this.process = process;
    this.eventsPerExecution = eventsPerExecution;
  }

  /** Starts the process; gives it back when its contender is ready and warm. */
  static async start(entry: Entry, warmUpMilliseconds: number): Promise<Child> {
    const { contender, inFlight, loader, subject = "" } = entry;
    const words = [contender, String(inFlight), String(warmUpMilliseconds), subject];
    const process = fork(SCRIPT, words, {
      execArgv: loader === "tsx" ? ["--import", "tsx"] : [],
    });
    const ready = await nextReply(entry, process);
    if (ready.kind !== "ready") {
      process.kill();
      throw unexpected(entry, ready);
    }
    return new Child(entry, process, ready.eventsPerExecution);
  }

  async measure(milliseconds: number): Promise<Sample> {
    const reply = await this.ask({ kind: "measure", milliseconds });
    if (reply.kind !== "sample") throw unexpected(this.entry, reply);
    return reply.sample;
  }

  /** Memory as it is now, or after so many executions more, one after the other. */
  async memory(executions?: number): Promise<Memory> {
    const reply = await this.ask(
      executions === undefined ? { kind: "memory" } : { kind: "memory-after", executions },
    );
    if (reply.kind !== "memory") throw unexpected(this.entry, reply);
    return reply.memory;
  }

  async profile(milliseconds: number): Promise<Profile> {
    const reply = await this.ask({ kind: "profile", milliseconds });
    if (reply.kind !== "profile") throw unexpected(this.entry, reply);
    return reply.profile;
  }

  /** Lets the contender clean up, then ends its process. */
  async close(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const exited = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.send({ kind: "close" } satisfies Request);
    this.process.once("disconnect", () => this.process.kill());
    await exited;
  }

  private ask(request: Request): Promise<Reply> {
    const reply = nextReply(this.entry, this.process);
    this.process.send(request);
    return reply;
  }
}

function nextReply(entry: Entry, process: ChildProcess): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null) =>
      reject(new Error(`${entry.title}: its process died with code ${code}`));
    process.once("exit", died);
    process.once("message", (reply: Reply) => {
      process.off("exit", died);
      resolve(reply);
    });
  });
}

function unexpected(entry: Entry, reply: Reply): Error {
  return new Error(`${entry.title}: ${reply.kind === "failed" ? reply.message : reply.kind}`);
}
