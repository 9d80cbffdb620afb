/**
 * How long people wait: from the command being typed to the help, and to the first failure that
 * `verify` tells. Each command is started anew, in turn; what Node and npm take by themselves is
 * measured beside it.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spreadOf } from "../statistics.ts";
import type { Table } from "../table.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUILT = join(ROOT, "dist/cli/main.js");
const FAILURE = /^ *FAIL /m;

interface Start {
  readonly title: string;
  readonly words: readonly string[];
  /** The command is ended once it prints this. */
  readonly until?: RegExp;
}

export async function measureStarts(
  rounds: number,
  tell: (progress: string) => void,
): Promise<readonly Table[]> {
  const out = mkdtempSync(join(tmpdir(), "bench-start-"));
  const starts = startsIn(out);
  try {
    const taken = starts.map((): number[] => []);
    // The first round fills Node's cache of compiled code, as the first use of a command does.
    for (let round = 0; round <= rounds; round += 1) {
      for (const [index, start] of starts.entries()) {
        tell(`start: ${start.title}`);
        const milliseconds = await time(start);
        if (round > 0) taken[index]?.push(milliseconds);
      }
    }
    return [
      {
        title: "From the command to its output",
        columns: [{ name: "ms" }, { name: "fastest" }, { name: "slowest" }],
        rows: starts.map(({ title }, index) => {
          const { median, minimum, maximum } = spreadOf(taken[index] ?? []);
          return { title, cells: [median, minimum, maximum] };
        }),
      },
    ];
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function startsIn(out: string): readonly Start[] {
  const verify = ["verify", "--engine", "aws-sdk@1.1.7", "--out", out];
  const npm = ["npm", "run", "-s", "durable-conformance", "--"];
  const checkout = ["node", "cli/main.ts"];
  const mains = existsSync(BUILT) ? [checkout, ["node", BUILT]] : [checkout];
  const name = (words: readonly string[]) => words.join(" ").replace(ROOT, "");
  return [
    { title: "node --eval 0", words: ["node", "--eval", "0"] },
    { title: "npm --version", words: ["npm", "--version"] },
    ...[...mains, npm].map((main) => ({
      title: `${name(main)} --help`,
      words: [...main, "--help"],
    })),
    ...[...mains, npm].map((main) => ({
      title: `${name(main)} verify ...@1.1.7`,
      words: [...main, ...verify],
      until: FAILURE,
    })),
    {
      title: `${name(checkout)} verify ... --no-corpus`,
      words: [...checkout, ...verify, "--no-corpus"],
      until: FAILURE,
    },
  ];
}

/** Milliseconds until the command has printed what is waited for, or has ended. */
function time({ words, until }: Start): Promise<number> {
  const [program = "", ...rest] = words;
  const startedAt = performance.now();
  // A group of its own: what npm has started is to end with it.
  const child = spawn(program, rest, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  return new Promise((resolve, reject) => {
    let text = "";
    let found: number | undefined;
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      if (found !== undefined || until?.test(text) !== true) return;
      found = performance.now() - startedAt;
      process.kill(-(child.pid as number), "SIGKILL");
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", reject);
    child.once("exit", () => {
      if (until === undefined) resolve(performance.now() - startedAt);
      else if (found !== undefined) resolve(found);
      else reject(new Error(`${words.join(" ")} told no failure: ${text.slice(-300)}`));
    });
  });
}
