/**
 * How many cases it takes until a version shows each finding that it has: cases of a seed are drawn as
 * `verify --scope all` draws them, and the first counts that shows the finding (attribution.ts). One
 * case can show several.
 */
import type { Case } from "../model/case.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import type { Attribution } from "./attribution.ts";

/** The number of the first case, from 1, that shows each finding; null where none did. */
export type Efforts = Readonly<Record<string, number | null>>;

/** `ids` are the findings that are sought. */
export async function measure(
  { seed, cases }: { readonly seed: number; readonly cases: number },
  ids: readonly string[],
  attribution: Attribution,
): Promise<Efforts> {
  const found: Record<string, number | null> = Object.fromEntries(ids.map((id) => [id, null]));
  const screen = new Screen(attribution);
  for (let number = 0; number < cases; number += 1) {
    const sought = attribution.findings.filter((id) => found[id] === null);
    if (sought.length === 0) break;
    const case_ = drawCase(seed, number);
    const signature = (await attribution.published(case_))?.signature;
    if (signature === undefined || !(await screen.mayShow(case_, signature, sought))) continue;
    for (const id of sought) {
      const shown = await attribution.shows(case_, signature, id);
      if (shown !== undefined) found[id] = number + 1;
    }
  }
  return found;
}

/**
 * Most cases that fail show only what has been found long ago. Where mending all that is sought changes
 * nothing, none of them is asked about by itself: one run instead of up to thirty.
 */
class Screen {
  private readonly attribution: Attribution;
  private mended: readonly string[] = [];

  constructor(attribution: Attribution) {
    this.attribution = attribution;
  }

  async mayShow(case_: Case, signature: string, sought: readonly string[]): Promise<boolean> {
    // With something found mended too it only lets more through; each other set is a module to load.
    if (this.mended.length === 0 || sought.length <= this.mended.length / 2) this.mended = sought;
    const judge = await this.attribution.with(this.mended);
    return (await judge(case_))?.signature !== signature;
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
