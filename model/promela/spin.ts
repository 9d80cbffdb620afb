/**
 * Runs SPIN: the Promela program of a list of workflows is compiled once into a verifier, which
 * then explores any of them to the end.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Workflow } from "../workflow.ts";
import { type Found, outcomeOfLine } from "./outcomes.ts";
import { promelaProgram } from "./program.ts";

/** The text of the protocol, as `compileVerifier` takes it. */
export function readProtocol(): string {
  return readFileSync(fileURLToPath(new URL("./step-protocol.pml", import.meta.url)), "utf8");
}

export const HOW_TO_INSTALL = "SPIN is in Debian's package spin: apt-get install spin gcc";

/** Which of the programs that are needed cannot be run. */
export function missingPrograms(): readonly string[] {
  return [
    ["spin", "-V"],
    ["gcc", "--version"],
  ]
    .filter(([program, flag]) => spawnSync(program as string, [flag as string]).error !== undefined)
    .map(([program]) => program as string);
}

export interface Verifier {
  /** All outcomes of a workflow, by its number, and the assertions and deadlocks that broke. */
  outcomes(workflow: number, interruptions: number): VerifierFound;
  /** Whether some run of a workflow goes on for ever, as problems. */
  cycles(workflow: number, interruptions: number): readonly string[];
  /** Removes the temporary folder. */
  dispose(): void;
}

export interface VerifierFound extends Found {
  /** The verifier's own measure of its search. */
  readonly seconds: number;
}

/** @throws Error when SPIN or the compiler refuses the program. */
export function compileVerifier(
  workflows: readonly Workflow[],
  protocol = readProtocol(),
  optimisation = "-O2",
): Verifier {
  const folder = mkdtempSync(join(tmpdir(), "step-protocol-"));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  // SPIN asks to switch its partial order reduction off where `unless` meets a rendezvous.
  const flags = [optimisation, "-w", "-DNOREDUCE"];
  try {
    writeFileSync(join(folder, "step-protocol.pml"), protocol);
    writeFileSync(join(folder, "program.pml"), promelaProgram(workflows, "step-protocol.pml"));
    run(folder, "spin", "-a", "program.pml");
    run(folder, "gcc", ...flags, "-DSAFETY", "-o", "safety", "pan.c");
    run(folder, "gcc", ...flags, "-DNP", "-o", "cycles", "pan.c");
  } catch (error) {
    dispose();
    throw error;
  }
  return {
    outcomes(workflow, interruptions) {
      const { operations } = workflows[workflow] as Workflow;
      const report = runVerifier(folder, "./safety", workflow, interruptions);
      const lines = report.split("\n").filter((line) => line.startsWith("OUTCOME"));
      const outcomes = new Set(lines.map((line) => outcomeOfLine(operations, line)));
      const states = Number(numberIn(report, /^\s*(\d+) states, stored/m));
      const seconds = Number(numberIn(report, /elapsed time ([\d.e-]+) seconds/));
      return { outcomes, states, seconds, problems: problemsIn(report) };
    },
    cycles(workflow, interruptions) {
      return problemsIn(runVerifier(folder, "./cycles", workflow, interruptions, "-l"));
    },
    dispose,
  };
}

function runVerifier(
  folder: string,
  program: string,
  workflow: number,
  interruptions: number,
  ...flags: readonly string[]
): string {
  const env = { WORKFLOW: String(workflow), INTERRUPTIONS: String(interruptions) };
  const limits = [`-w${HASH_BITS}`, `-m${MAXIMUM_DEPTH}`];
  const { stdout, error } = spawnSync(program, [...limits, ...flags], {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (error !== undefined) throw error;
  return stdout;
}

/** The hash table has 2 to this many slots; it grows no further, and only slows down when full. */
const HASH_BITS = 20;
const MAXIMUM_DEPTH = 100_000;

function run(folder: string, program: string, ...flags: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(program, flags, {
    cwd: folder,
    encoding: "utf8",
  });
  if (status === 0) return;
  throw new Error(`${program} ${flags.join(" ")} failed: ${error?.message ?? stdout + stderr}`);
}

function problemsIn(report: string): readonly string[] {
  const lines = report
    .split("\n")
    .filter((line) => /^pan:\d+:|^error:|too small|not completed/.test(line));
  return /errors: 0$/m.test(report) || lines.length > 0
    ? lines
    : ["the verifier gave no count of errors"];
}

function numberIn(text: string, pattern: RegExp): string | undefined {
  return pattern.exec(text)?.[1];
}
