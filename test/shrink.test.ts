/** Shrinking ends at a case from which nothing can be taken away, and says so. */
import { expect, test } from "vitest";
import type { Case } from "../model/case.ts";
import { drawBatch } from "../properties/generators/case.ts";
import { candidatesOf } from "../properties/shrink/candidates.ts";
import { shrink, sizeOf } from "../properties/shrink/shrink.ts";

const drawn = [0, 1, 2].flatMap((batch) => drawBatch(31, batch));

/** Fails where an at-most-once step is interrupted, whatever else is there. */
async function interruptsOnce({ workflow, schedule }: Case): Promise<boolean> {
  const once = workflow.operations.filter(
    (operation) => operation.kind === "step" && operation.semantics === "AtMostOncePerRetry",
  );
  const names = once.map(({ name }) => name);
  return schedule.interruptions.some(
    (each) => "operation" in each && names.includes(each.operation),
  );
}

/** What a case breaks, as shrinking asks for it. */
function broken(fails: (case_: Case) => Promise<boolean>) {
  return async (case_: Case) => ((await fails(case_)) ? "same" : undefined);
}

async function failing(stillFails: (case_: Case) => Promise<boolean>): Promise<readonly Case[]> {
  const found: Case[] = [];
  for (const case_ of drawn) if (await stillFails(case_)) found.push(case_);
  expect(found.length).toBeGreaterThan(50);
  return found;
}

test("reaches one operation and one interruption", async () => {
  for (const case_ of await failing(interruptsOnce)) {
    const shrunk = await shrink(case_, "same", broken(interruptsOnce));
    expect(await interruptsOnce(shrunk.case)).toBe(true);
    expect(shrunk.minimal).toBe(true);
    expect(sizeOf(shrunk.case)).toEqual({ operations: 1, interruptions: 1 });
  }
});

test("is locally minimal: its certificate names all candidates, and none of them fails", async () => {
  for (const case_ of (await failing(interruptsOnce)).slice(0, 30)) {
    const { case: smallest, certificate } = await shrink(case_, "same", broken(interruptsOnce));
    const candidates = [...candidatesOf(smallest)];
    expect(certificate).toEqual(candidates.map(({ removed }) => ({ removed, breaks: null })));
    for (const candidate of candidates) expect(await interruptsOnce(candidate.case)).toBe(false);
  }
});

test("keeps what the failure needs", async () => {
  const needsTwo = async ({ workflow, schedule }: Case) =>
    workflow.operations.length > 1 && schedule.interruptions.length > 1;
  for (const case_ of (await failing(needsTwo)).slice(0, 30)) {
    const shrunk = await shrink(case_, "same", broken(needsTwo));
    expect(sizeOf(shrunk.case)).toEqual({ operations: 2, interruptions: 2 });
  }
});

test("runs no candidate twice, and is not minimal when its budget is spent", async () => {
  const case_ = (await failing(interruptsOnce)).find((each) => sizeOf(each).operations > 3) as Case;
  const run: string[] = [];
  const counted = async (candidate: Case) => {
    run.push(JSON.stringify(candidate));
    return await interruptsOnce(candidate);
  };
  const whole = await shrink(case_, "same", broken(counted));
  expect(new Set(run).size).toBe(run.length);
  expect(run.length).toBeGreaterThan(2);
  expect(whole.tried).toBeGreaterThanOrEqual(run.length);
  const cut = await shrink(case_, "same", broken(interruptsOnce), 2);
  expect(cut).toMatchObject({ minimal: false, tried: 2 });
  expect(await interruptsOnce(cut.case)).toBe(true);
});

test("a case that nothing simpler fails like stays as it is", async () => {
  const case_ = drawn[0] as Case;
  const shrunk = await shrink(case_, "same", async () => "other");
  expect(shrunk.case).toBe(case_);
  expect(shrunk.certificate).toEqual(
    [...candidatesOf(case_)].map(({ removed }) => ({ removed, breaks: "other" })),
  );
});
