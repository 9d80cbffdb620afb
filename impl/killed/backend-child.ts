/**
 * A process that is a service, as whoever has started it holds it. Every request waits for its
 * answer, and nothing else happens meanwhile: what conducts an execution asks its service so.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, constants, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { COMPILE_CACHE } from "../compile-cache.ts";
import type { BackendAnswer, BackendRequest } from "./backend-messages.ts";
import { BlockingPipe } from "./frames.ts";
import { killGroup } from "./kill-group.ts";

let pipes = 0;

export class BackendChild {
  private readonly process: ChildProcess;
  private readonly pipe: BlockingPipe;
  private readonly ends: readonly number[];
  /** Once it has ended and the system has been told so. */
  readonly gone: Promise<void>;

  constructor(program: string, folder: string) {
    // Pipes with names, as those of the standard library do not wait.
    const names = ["requests", "answers"].map((what) => join(folder, `${what}-${++pipes}`));
    execFileSync("mkfifo", names);
    const [requests, answers] = names.map(openPipe) as [PipeEnds, PipeEnds];
    const child = spawn(process.execPath, [program, folder], {
      stdio: ["ignore", 2, 2, requests.reading, answers.writing],
      detached: true,
      env: { ...process.env, ...COMPILE_CACHE },
    });
    closeSync(requests.reading);
    closeSync(answers.writing);
    if (child.pid === undefined) throw new Error(`${process.execPath} could not be started`);
    this.process = child;
    this.gone = new Promise((resolve) => child.once("exit", () => resolve()));
    // Whoever has forgotten it need not wait for it: it ends when its pipes do.
    child.unref();
    this.ends = [requests.writing, answers.reading];
    this.pipe = new BlockingPipe(answers.reading, requests.writing);
  }

  /** @throws Error if it has ended. */
  ask(request: BackendRequest): BackendAnswer {
    const answer = this.pipe.ask(request) as BackendAnswer | undefined;
    if (answer === undefined) throw new Error("The process of the service has ended by itself");
    return answer;
  }

  /** Sends SIGKILL, and waits until its ends of the pipes are closed: until it is dead. */
  kill(): void {
    killGroup(this.process);
    while (this.pipe.read() !== undefined);
    this.close();
  }

  /** Lets it go: it ends by itself. */
  close(): void {
    this.process.ref();
    for (const end of this.ends) closeSync(end);
  }
}

interface PipeEnds {
  readonly reading: number;
  readonly writing: number;
}

/** Opens both ends of a pipe that has a name, and takes the name away. */
function openPipe(name: string): PipeEnds {
  // Opening one end waits for the other, but for one that is both.
  const both = openSync(name, constants.O_RDWR);
  const reading = openSync(name, constants.O_RDONLY);
  const writing = openSync(name, constants.O_WRONLY);
  closeSync(both);
  rmSync(name);
  return { reading, writing };
}
