/** The counterexample in README.md, as the command beside it really prints it. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../cli/main.ts", import.meta.url));
/** Fewer cases than the README's command runs: the first that fails is the same. */
const WORDS = ["verify", "--engine", "aws-sdk@1.1.7", "--seed", "1", "--runs", "200"];

export const README = new URL("../README.md", import.meta.url);

/** Runs the command and gives the counterexample from its output. */
export async function printCounterexample(): Promise<string> {
  const cwd = await mkdtemp(join(tmpdir(), "durable-conformance-"));
  try {
    const output = await new Promise<string>((resolve) => {
      execFile(process.execPath, [MAIN, ...WORDS], { cwd }, (_, stdout) => resolve(stdout));
    });
    const counterexample = /^ FAIL {2}interruption-reaches-handler .*?^ {2}Timeline [^\n]*/ms.exec(
      output,
    )?.[0];
    if (counterexample === undefined) throw new Error(`No counterexample in this:\n${output}`);
    return counterexample;
  } finally {
    await rm(cwd, { recursive: true });
  }
}

/** The README with this counterexample in place of the one that it has. */
export function withCounterexample(readme: string, counterexample: string): string {
  return readme.replace(/(?<=```text\n) FAIL .*?(?=\n```)/s, () => counterexample);
}
