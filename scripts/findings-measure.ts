/**
 * How many cases it takes until a version shows each finding that is declared of it: cases of a seed
 * are drawn as `verify --scope all` draws them, those that fail with the signature of a finding that
 * has not been found yet are shrunk, and the first that shrinks to the finding counts.
 */
import { KnownFindings } from "../cli/known-findings.ts";
import type { Runner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import { shrink } from "../properties/shrink/shrink.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import { isKnownOn, type KnownFinding } from "../reports/known-finding.ts";

/**
 * Of one signature at most so many cases are shrunk for each of its findings: behind a frequent
 * finding a rare one of the same signature may go unseen, and then counts as not found.
 */
const SHRINKS = 20;

/** The number of the first case, from 1, that shows each finding; null where none did. */
export type Efforts = Readonly<Record<string, number | null>>;

export async function measure(
  runner: Runner,
  seed: number,
  cases: number,
  findings: readonly KnownFinding[],
): Promise<Efforts> {
  const breaks = async (case_: Case) =>
    (await judgeCase(case_, runner, PROPERTIES)).failure?.signature;
  const found: Record<string, number | null> = {};
  let sought = findings.filter((each) => isKnownOn(each, runner.name));
  for (const { id } of sought) found[id] = null;
  let known = new KnownFindings(runner.name, sought);
  let shrunk = new Map<string, number>();
  for (let number = 0; number < cases && sought.length > 0; number += 1) {
    const case_ = drawCase(seed, number);
    const signature = await breaks(case_);
    if (signature === undefined || !known.has(signature)) continue;
    // What lacks an ingredient of every finding that is sought rarely shrinks to one.
    if (known.lackOf(signature, case_) !== undefined) continue;
    const count = (shrunk.get(signature) ?? 0) + 1;
    if (count > SHRINKS) continue;
    shrunk.set(signature, count);
    const id = known.idOf(signature, (await shrink(case_, signature, breaks)).case);
    if (id === undefined) continue;
    found[id] = number + 1;
    sought = sought.filter((each) => each.id !== id);
    known = new KnownFindings(runner.name, sought);
    shrunk = new Map();
  }
  return found;
}

let drawn: { readonly seed: number; readonly batch: number; readonly cases: readonly Case[] };

function drawCase(seed: number, number: number): Case {
  const batch = Math.floor(number / BATCH_SIZE);
  if (drawn?.seed !== seed || drawn.batch !== batch) {
    drawn = { seed, batch, cases: drawBatch(seed, batch, BATCH_SIZE, "all") };
  }
  return drawn.cases[number % BATCH_SIZE] as Case;
}
