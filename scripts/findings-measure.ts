/**
 * How many cases it takes until a version shows each finding that it has: cases of a seed are drawn as
 * `verify --scope all` draws them, and the first that shows the finding counts. A failing case shows
 *
 * - the one finding that, mended in 2.4.0, makes the case hold or fail otherwise, if 2.4.0 fails in it
 *   in the same way (attribution.ts; where mending any of several does, none of them counts);
 * - or the finding to one of whose kept cases it shrinks.
 */
import { KnownFindings } from "../cli/known-findings.ts";
import type { Runner } from "../impl/runner.ts";
import type { Case } from "../model/case.ts";
import { PROPERTIES } from "../properties/all.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import { shrink } from "../properties/shrink/shrink.ts";
import { judgeCase } from "../properties/suite/judge-case.ts";
import type { KnownFinding } from "../reports/known-finding.ts";
import { createAttribution, type JudgeCase, judgeOn } from "./attribution.ts";
import { mended } from "./mended-engine.ts";

/**
 * Of one signature at most so many cases are shrunk for each of its findings: behind a frequent
 * finding a rare one of the same signature may go unseen, and then counts as not found.
 */
const SHRINKS = 20;

/** The number of the first case, from 1, that shows each finding; null where none did. */
export type Efforts = Readonly<Record<string, number | null>>;

/** What is the same for all versions and seeds. */
export interface Judges {
  readonly newest: JudgeCase;
  readonly attribute: Awaited<ReturnType<typeof createAttribution>>;
}

export async function createJudges(): Promise<Judges> {
  return {
    newest: judgeOn(await mended([])),
    attribute: await createAttribution(),
  };
}

/** `ids` are the findings that the version has; `findings` those of which there are kept cases. */
export async function measure(
  runner: Runner,
  { seed, cases }: { readonly seed: number; readonly cases: number },
  ids: readonly string[],
  findings: readonly KnownFinding[],
  judges: Judges,
): Promise<Efforts> {
  const found: Record<string, number | null> = Object.fromEntries(ids.map((id) => [id, null]));
  const shrinking = new Shrinking(runner, findings, ids);
  for (let number = 0; number < cases && Object.values(found).includes(null); number += 1) {
    const case_ = drawCase(seed, number);
    const signature = await shrinking.breaks(case_);
    if (signature === undefined) continue;
    const shown = await attributed(case_, signature, judges);
    const id = shown.length === 0 ? await shrinking.findingOf(case_, signature) : shown[0];
    if (id === undefined || shown.length > 1 || found[id] !== null) continue;
    found[id] = number + 1;
    shrinking.leaveOut(id);
  }
  return found;
}

/** The findings each of which, mended in 2.4.0, changes how it fails in the case. */
async function attributed(
  case_: Case,
  signature: string,
  { newest, attribute }: Judges,
): Promise<readonly string[]> {
  if ((await newest(case_))?.signature !== signature) return [];
  return (await attribute(case_, signature)).map(({ finding }) => finding);
}

/** Shrinks cases to see whether they come to a kept case of a finding that is sought still. */
class Shrinking {
  private readonly runner: Runner;
  private sought: readonly KnownFinding[];
  private known: KnownFindings;
  private counts = new Map<string, number>();

  constructor(runner: Runner, findings: readonly KnownFinding[], ids: readonly string[]) {
    this.runner = runner;
    this.sought = findings.filter(({ id }) => ids.includes(id));
    this.known = new KnownFindings(runner.name, this.sought);
  }

  /** The signature of what the case breaks first. */
  readonly breaks = async (case_: Case): Promise<string | undefined> =>
    (await judgeCase(case_, this.runner, PROPERTIES)).failure?.signature;

  async findingOf(case_: Case, signature: string): Promise<string | undefined> {
    if (!this.known.has(signature)) return undefined;
    // What lacks an ingredient of every finding that is sought rarely shrinks to one.
    if (this.known.lackOf(signature, case_) !== undefined) return undefined;
    const count = (this.counts.get(signature) ?? 0) + 1;
    this.counts.set(signature, count);
    if (count > SHRINKS) return undefined;
    return this.known.idOf(signature, (await shrink(case_, signature, this.breaks)).case);
  }

  /** It is found: what shrinks to it is of no interest any more, and others may be sought again. */
  leaveOut(id: string): void {
    this.sought = this.sought.filter((each) => each.id !== id);
    this.known = new KnownFindings(this.runner.name, this.sought);
    this.counts = new Map();
  }
}

let drawn: { readonly seed: number; readonly batch: number; readonly cases: readonly Case[] };

function drawCase(seed: number, number: number): Case {
  const batch = Math.floor(number / BATCH_SIZE);
  if (drawn?.seed !== seed || drawn.batch !== batch) {
    drawn = { seed, batch, cases: drawBatch(seed, batch, BATCH_SIZE, "all") };
  }
  return drawn.cases[number % BATCH_SIZE] as Case;
}
