/**
 * Kills a process at random moments while it writes to the file of a service, and looks at what is in
 * the file then: all that was acknowledged, and of every call all or nothing.
 *
 * What has to be there is known exactly: the same calls, made by a service in memory, give the same
 * state. At most one call more than those acknowledged may be there, the one under way.
 */
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { SqliteService } from "../impl/backend/sqlite/service.ts";
import { COMPILE_CACHE } from "../impl/compile-cache.ts";
import { RandomSequence } from "../impl/interrupt/globals.ts";
import { OPTIONS, SAID, WORDS_BEFORE_CALLS } from "./random-kills-calls.ts";
import { Expected, type Found } from "./random-kills-expected.ts";

export interface RandomKillsOptions {
  readonly kills: number;
  readonly seed: number;
  /** The program that writes; another one where this check is to be tested. */
  readonly program?: string;
  /** How many calls each process has been told of before it is killed; none unless said otherwise. */
  readonly afterCalls?: number;
  readonly onProgress?: (counts: RandomKillsCounts) => void;
}

/** What was counted; of `lost`, `halfDone` and `unopened` there should be none. */
export type RandomKillsCounts = Readonly<Record<keyof typeof NONE, number>>;

const NONE = {
  kills: 0,
  /** Kills after which there was no file yet. */
  withoutFile: 0,
  acknowledged: 0,
  /** Calls that were there though their acknowledgement was not. */
  unacknowledged: 0,
  lost: 0,
  halfDone: 0,
  /** Kills after which the file could not be opened. */
  unopened: 0,
};

const WRITER = join(import.meta.dirname, "random-kills-writer.ts");

/** A file goes through so many kills, so that what a kill has left is opened, written to and killed again. */
const KILLS_OF_A_FILE = 5;

/** One kill of so many may hit how a file is made or opened; the others what is done with it then. */
const KILLS_PER_BEGINNING = 4;

/** The latest moment at which it is killed, in milliseconds after it has begun. */
const LATEST = 120;

/** @throws Error if a process ends by itself. */
export async function killAtRandom(options: RandomKillsOptions): Promise<RandomKillsCounts> {
  const { kills, seed, program = WRITER, afterCalls = 0, onProgress = () => {} } = options;
  const random = new RandomSequence(seed);
  const counts = { ...NONE };
  const folder = mkdtempSync(join(tmpdir(), "random-kills-"));
  try {
    while (counts.kills < kills) {
      const own = join(folder, String(counts.kills));
      mkdirSync(own);
      const file = join(own, "execution.db");
      const expected = new Expected();
      for (let each = 0; each < KILLS_OF_A_FILE && counts.kills < kills; each += 1) {
        const moment = {
          words: wordsBefore(afterCalls, random.next()),
          milliseconds: random.next() * LATEST,
        };
        const done = await writeAndKill(program, file, expected.calls, moment);
        counts.kills += 1;
        if (!existsSync(file)) counts.withoutFile += 1;
        const found = expected.hold(done, readState(file, own));
        for (const key of Object.keys(found) as (keyof Found)[]) counts[key] += found[key];
        onProgress(counts);
        if (found.lost + found.halfDone + found.unopened > 0) break;
      }
      rmSync(own, { recursive: true });
    }
    return counts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** By chance some are killed that have only begun, unless they are to have done something. */
function wordsBefore(afterCalls: number, chance: number): number {
  if (afterCalls > 0) return WORDS_BEFORE_CALLS + afterCalls;
  return chance * KILLS_PER_BEGINNING < 1 ? 1 : WORDS_BEFORE_CALLS;
}

/** So long after it has told so many words. */
interface Moment {
  readonly words: number;
  readonly milliseconds: number;
}

/** Lets a process write until that moment; says how often it has told that something is done. */
async function writeAndKill(program: string, file: string, call: number, moment: Moment) {
  const child = spawn(process.execPath, [program, file, String(call)], {
    stdio: ["ignore", "pipe", "inherit"],
    // The copy of a file that it looks at goes with the rest, if it is killed meanwhile.
    env: { ...process.env, ...COMPILE_CACHE, TMPDIR: dirname(file) },
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once("error", reject);
    // Once all that it has told has been read, too.
    child.once("close", (_code, signal) => resolve(signal));
  });
  let told = "";
  const begun = new Promise<void>((resolve) => {
    child.stdout.setEncoding("latin1").on("data", (more: string) => {
      told += more;
      if (told.length >= moment.words) resolve();
    });
  });
  await Promise.race([begun, ended]);
  await waitFor(moment.milliseconds);
  child.kill("SIGKILL");
  const signal = await ended;
  if (signal !== "SIGKILL") throw new Error(`${program} has ended by itself`);
  return told.split(SAID.done).length - 1;
}

/** Timers are of whole milliseconds, in which much is written: the rest is waited for busily. */
async function waitFor(milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  const whole = Math.floor(milliseconds) - 1;
  if (whole > 0) await setTimeout(whole);
  while (performance.now() < end);
}

/**
 * The state in a file, read in a copy, so that the next process finds what the kill has left;
 * undefined where there is none yet.
 */
function readState(file: string, folder: string) {
  if (!existsSync(file)) return undefined;
  const copy = join(folder, "copy.db");
  for (const end of ["", "-wal"]) {
    rmSync(`${copy}${end}`, { force: true });
    if (existsSync(`${file}${end}`)) copyFileSync(`${file}${end}`, `${copy}${end}`);
  }
  try {
    const service = SqliteService.open(copy, OPTIONS);
    const state = service.remembered();
    service.close();
    return { state };
  } catch (error) {
    return { error };
  }
}
