/** The command line as its users run it: a process of its own, from a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const folders: string[] = [];

/** A new empty folder, which goes with the test file. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "durable-conformance-"));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The path of an engine module of these tests. */
export function engineModule(name: string): string {
  return fileURLToPath(new URL(`./engines/${name}.ts`, import.meta.url));
}

/** Starts the command line; what it prints is piped, so it sees no terminal. */
export function startCli(
  words: readonly string[],
  cwd = emptyFolder(),
  env = process.env,
): Running {
  return new Running(spawn(process.execPath, [MAIN, ...words], { cwd, env }));
}

/** Runs it to its end. */
export function runCli(
  words: readonly string[],
  cwd?: string,
  env?: NodeJS.ProcessEnv,
): Promise<Ended> {
  return startCli(words, cwd, env).ended;
}

export class Running {
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;
  private stdout = "";
  private stderr = "";
  private readonly listeners: (() => void)[] = [];

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      for (const listener of this.listeners) listener();
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
      for (const listener of this.listeners) listener();
    });
    this.ended = new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  /** Resolves when standard output, or standard error, has matched. */
  async printed(stream: "stdout" | "stderr", pattern: RegExp): Promise<void> {
    const seen = new Promise<void>((resolve) => {
      const look = () => {
        if (pattern.test(this[stream])) resolve();
      };
      this.listeners.push(look);
      look();
    });
    const ended = this.ended.then(({ stdout, stderr }) => {
      if (!pattern.test(this[stream])) {
        throw new Error(`It ended without printing ${pattern}:\n${stdout}${stderr}`);
      }
    });
    await Promise.race([seen, ended]);
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
