/** When a run is over, however it went, all globals are what they were. */
import { expect, test } from "vitest";
import type { Engine } from "../impl/engine.ts";
import { installGlobals } from "../impl/interrupt/globals.ts";
import { VirtualClock } from "../impl/interrupt/virtual-clock.ts";
import { runSimulated } from "../impl/simulated/run.ts";
import { makeCase } from "../model/case.ts";
import { awsGuarantees } from "../model/guarantees.ts";

function globalsNow() {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const { setImmediate, clearImmediate } = globalThis;
  const timers = { setTimeout, clearTimeout, setInterval, clearInterval };
  return { ...timers, setImmediate, clearImmediate, Date: globalThis.Date, random: Math.random };
}

const limits = { invocationSeconds: 1, executionSeconds: 2 };
const empty = makeCase({ operations: [] }, { interruptions: [] }, limits);

function engine(invoke: Engine["invoke"]): Engine {
  return { name: "test", guarantees: awsGuarantees, invoke };
}

test("each of them is replaced, and put back", () => {
  const real = globalsNow();
  const { restore } = installGlobals(new VirtualClock(), 0);
  const virtual = globalsNow();
  restore();
  for (const name of Object.keys(real) as (keyof typeof real)[]) {
    expect(virtual[name], name).not.toBe(real[name]);
  }
  expect(globalsNow()).toEqual(real);
});

test("after a run", async () => {
  const real = globalsNow();
  let during: unknown;
  const answering = engine(async () => {
    during = Date;
    return { Status: "SUCCEEDED", Result: "{}" };
  });
  await runSimulated(empty, answering);
  expect(during).not.toBe(real.Date);
  expect(globalsNow()).toEqual(real);
});

test.each([
  [
    "throws",
    () => {
      throw new Error("thrown at once");
    },
  ],
  [
    "rejects",
    async () => {
      throw new Error("rejected");
    },
  ],
  ["answers nonsense", async () => undefined as never],
  ["never answers", () => new Promise<never>(() => {})],
] as const)("after an engine that %s", async (_, invoke) => {
  const real = globalsNow();
  await runSimulated(empty, engine(invoke)).catch(() => {});
  expect(globalsNow()).toEqual(real);
});
