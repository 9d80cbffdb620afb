/** Whatever an engine does to its thread, the run goes on and the case is told. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PATIENCE, type Patience } from "../cli/pool/patience.ts";
import { Pool } from "../cli/pool/pool.ts";
import { LostError, type Replayed, WatchedWorker } from "../cli/pool/watched-worker.ts";
import { drawnWork } from "../cli/pool/work.ts";
import { PROPERTIES } from "../properties/all.ts";
import type { Counterexample } from "../reports/counterexample.ts";
import { TROUBLE } from "./engines/troubled.ts";
import { caseOf, step, wait } from "./small-cases.ts";
import { inTrouble, seedInTrouble } from "./trouble.ts";

const CASES = 20;

const SEED = await seedInTrouble(2, CASES);

/** A case that livelocks in virtual time takes a while in real time too; one that hangs is waited for. */
async function runPool(
  engine: string,
  silentSeconds = 10,
  cases = CASES,
  onRetry: (pool: Pool) => void = () => {},
) {
  const lost: {
    readonly caseNumber: number;
    readonly calls: boolean | undefined;
    readonly reason: string;
  }[] = [];
  const found: Counterexample[] = [];
  const judged: Record<string, number> = {};
  const drawing = { seed: SEED, casesAsked: cases, scope: "sequential" } as const;
  const work = drawnWork(drawing);
  const pool: Pool = new Pool({
    setup: {
      engine: new URL(`./engines/${engine}.ts`, import.meta.url).href,
      properties: PROPERTIES.map(({ id }) => id),
      ...drawing,
    },
    work: {
      ...work,
      task: (batch, skip) => {
        if (skip.length > 0) onRetry(pool);
        return work.task(batch, skip);
      },
    },
    workers: 2,
    patience: { ...PATIENCE.simulated, silentSeconds },
    onBatch: ({ tallies, failures }) => {
      for (const [id, { held, broken, unknown }] of Object.entries(tallies)) {
        judged[id] = (judged[id] ?? 0) + held + broken + unknown;
      }
      const signatures = new Map(failures.map((failure) => [failure.signature, failure]));
      return [...signatures.values()];
    },
    onCounterexample: (counterexample) => found.push(counterexample),
    onLost: ({ caseNumber, case: case_, reason }) => {
      const calls = case_?.workflow.operations.some(({ name }) => name === TROUBLE);
      lost.push({ caseNumber, calls, reason });
    },
  });
  await pool.start();
  await pool.run();
  return { lost, found, judged };
}

test.each([
  ["blocks-its-thread", /^The engine blocked its thread, or did not come to rest, for 2 s$/],
  ["spins-in-microtasks", /^The engine blocked its thread, or did not come to rest, for 2 s$/],
  ["ends-its-process", /^The engine ended its process with exit 3$/],
  ["throws-in-a-real-timer", /^The engine's thread died of Error: thrown in a real timer$/],
])("an engine that %s loses its cases and no others", async (engine, reason) => {
  const { lost, found, judged } = await runPool(engine, 2);
  const numbers = lost.map(({ caseNumber }) => caseNumber);
  expect(numbers).toEqual(inTrouble(SEED, CASES));
  for (const each of lost) {
    expect(each.reason).toMatch(reason);
    expect(each.calls).toBe(true);
  }
  expect(found).toEqual([]);
  expect(judged["model-accepts"]).toBe(CASES - numbers.length);
});

test("an engine that throws later loses all the cases that it could have hurt", async () => {
  const { lost, judged } = await runPool("throws-later", 10, 100);
  expect(lost).toEqual([
    {
      caseNumber: 0,
      calls: undefined,
      reason: expect.stringMatching(
        /^The engine's thread died of Error: thrown later, but in no case .* in or before cases 0 to 99$/,
      ),
    },
  ]);
  expect(judged).toEqual({});
});

test("what was lost is told although its batch is not run to the end", async () => {
  const { lost, judged } = await runPool("ends-its-process", 10, CASES, (pool) => pool.stop());
  expect(lost.map(({ caseNumber }) => caseNumber)).toEqual(inTrouble(SEED, CASES).slice(0, 1));
  expect(judged).toEqual({});
});

test("what was lost is told although time is up before its batch is run again", async () => {
  const hurry = (pool: Pool) => pool.finishEarly();
  const { lost, judged } = await runPool("ends-its-process", 10, CASES, hurry);
  expect(lost.map(({ caseNumber }) => caseNumber)).toEqual(inTrouble(SEED, CASES));
  expect(judged).toEqual({});
});

test("a case that takes long holds up no others", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pool-"));
  process.env.WAITS_FOR_THE_OTHERS = folder;
  try {
    const { lost, judged } = await runPool("waits-for-the-others", 120, 300);
    expect(lost).toEqual([]);
    expect(judged["model-accepts"]).toBe(300);
    expect(readdirSync(folder)).toContain("blocked");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** An execution of 16 invocations, each of which takes 0.3 s. */
async function runSlowly(own: Partial<Patience>): Promise<Replayed> {
  const engine = new URL("./engines/blocks-a-while.ts", import.meta.url).href;
  const setup = { engine, properties: [], seed: 0, casesAsked: 0, scope: "all" } as const;
  const worker = await WatchedWorker.start(setup, {
    ...PATIENCE.simulated,
    silentSeconds: 3,
    ...own,
  });
  const waits = Array.from({ length: 15 }, (_, index) => wait(`settle-${index}`, 1));
  try {
    return (await worker.run({
      kind: "replay",
      case: caseOf([step(TROUBLE), ...waits]),
    })) as Replayed;
  } catch (error) {
    if (error instanceof LostError) return error;
    throw error;
  } finally {
    await worker.close();
  }
}

test("an execution may take longer than an engine may be silent", async () => {
  expect(await runSlowly({})).toMatchObject({ kind: "replayed", failure: undefined });
});

test.each([
  [{ caseSeconds: 3 }, "3 s"],
  [{ invocations: 5 }, "5 invocations"],
])("an execution that does not come to its end within %j is lost", async (own, most) => {
  const reason = `The engine did not come to the end of the execution within ${most}`;
  expect(String(await runSlowly(own))).toBe(`Error: ${reason}`);
});

test.each([
  ["never-settles", "invocations-end", "did nothing for"],
  ["spins-in-immediates", "invocations-end", "worked for ever at one instant of virtual time"],
  ["throws-in-a-timer", "nothing-escapes", "let Error: thrown in a timer escape"],
  ["rejects-unheard", "nothing-escapes", "let Error: rejected unheard escape"],
])("an engine that %s breaks a property, with a minimal case", async (engine, property, words) => {
  const { lost, found, judged } = await runPool(engine);
  expect(lost).toEqual([]);
  expect(judged["model-accepts"]).toBe(CASES);
  const [counterexample] = found.filter((each) => each.property === property);
  expect(counterexample?.found).toContain(words);
  expect(counterexample?.case.workflow.operations.map(({ name }) => name)).toEqual([TROUBLE]);
  expect(counterexample?.case.schedule.interruptions).toEqual([]);
});

test("an engine that forgets-once is told as not deterministic", async () => {
  const { lost, judged } = await runPool("forgets-once");
  expect(judged["model-accepts"]).toBe(CASES);
  expect(lost.length).toBeGreaterThan(0);
  for (const { reason } of lost) expect(reason).toMatch(/the engine is not deterministic$/);
});

test.each([
  ["exports-nothing", /exports no function createEngine$/],
  ["gives-no-engine", /gives no engine with a function invoke$/],
  ["lacks-guarantees", /gives an engine without guarantees\.defaultRetry$/],
  ["fails-to-load", /can't be loaded \(Error: no such luck\)$/],
  ["not-there", /not-there\.ts is not there$/],
])("an engine module that %s is refused", async (engine, message) => {
  await expect(runPool(engine)).rejects.toThrow(message);
});
