/**
 * How many cases it takes until a version shows each finding that it has: cases of a seed are drawn as
 * `verify --scope all` draws them, and the first counts that shows the finding. It fails, and holds or
 * fails in another way when this finding is mended in the version; one case can show several.
 */
import { createAwsSdkEngine } from "../impl/aws-sdk/engine.ts";
import { createMendedEngine } from "../impl/aws-sdk/mended.ts";
import type { SdkVersion } from "../impl/aws-sdk/sdk.ts";
import type { Case } from "../model/case.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import { type JudgeCase, judgeOn } from "./attribution.ts";
import { mendedIn } from "./findings-table.ts";

/** The number of the first case, from 1, that shows each finding; null where none did. */
export type Efforts = Readonly<Record<string, number | null>>;

/** A version as it is published, and with findings mended. */
export class Judges {
  readonly published: JudgeCase;
  /** The findings that can be mended in it. */
  readonly mendable: readonly string[];
  private readonly version: SdkVersion;
  private readonly mended = new Map<string, JudgeCase>();

  private constructor(version: SdkVersion, published: JudgeCase) {
    this.version = version;
    this.published = published;
    this.mendable = mendedIn(version);
  }

  static async create(version: SdkVersion): Promise<Judges> {
    return new Judges(version, judgeOn(await createAwsSdkEngine(version)));
  }

  /** With all of these mended; what was loaded once is kept. */
  async with(findings: readonly string[]): Promise<JudgeCase> {
    const key = findings.join(" ");
    const judge = this.mended.get(key) ?? judgeOn(await createMendedEngine(this.version, findings));
    this.mended.set(key, judge);
    return judge;
  }
}

/** `ids` are the findings that are sought. */
export async function measure(
  { seed, cases }: { readonly seed: number; readonly cases: number },
  ids: readonly string[],
  judges: Judges,
): Promise<Efforts> {
  const found: Record<string, number | null> = Object.fromEntries(ids.map((id) => [id, null]));
  const screen = new Screen(judges);
  for (let number = 0; number < cases; number += 1) {
    const sought = judges.mendable.filter((id) => found[id] === null);
    if (sought.length === 0) break;
    const case_ = drawCase(seed, number);
    const signature = (await judges.published(case_))?.signature;
    if (signature === undefined || !(await screen.mayShow(case_, signature, sought))) continue;
    for (const id of sought) {
      const mended = await judges.with([id]);
      if ((await mended(case_))?.signature !== signature) found[id] = number + 1;
    }
  }
  return found;
}

/**
 * Most cases that fail show only what has been found long ago. Where mending all that is sought changes
 * nothing, none of them is asked about by itself: one run instead of up to thirty.
 */
class Screen {
  private readonly judges: Judges;
  private mended: readonly string[] = [];

  constructor(judges: Judges) {
    this.judges = judges;
  }

  async mayShow(case_: Case, signature: string, sought: readonly string[]): Promise<boolean> {
    // With something found mended too it only lets more through; each other set is a module to load.
    if (this.mended.length === 0 || sought.length <= this.mended.length / 2) this.mended = sought;
    const judge = await this.judges.with(this.mended);
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
