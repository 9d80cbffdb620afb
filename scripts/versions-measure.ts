/**
 * What a campaign on one version found: how many cases fail first with each signature, and which
 * findings those cases show.
 */
import type { SdkVersion } from "../impl/aws-sdk/sdk.ts";
import type { Case } from "../model/case.ts";
import { BATCH_SIZE, drawBatch } from "../properties/generators/case.ts";
import { CUT_OFF_WORK, PLAIN_WORK, withDurableWork } from "../properties/suite/explain.ts";
import { Attribution, type JudgeCase } from "./attribution.ts";

export interface Campaign {
  readonly version: SdkVersion;
  readonly seed: number;
  readonly cases: number;
  /** In the order of their names. */
  readonly signatures: readonly FoundSignature[];
}

export interface FoundSignature {
  readonly signature: string;
  /** How many drawn cases break this first. */
  readonly cases: number;
  /** By finding: how many of them show it (attribution.ts). One can show several. */
  readonly shows: Readonly<Record<string, number>>;
  /** How many show no single finding, but hold or fail in another way with all of them mended. */
  readonly several: number;
  /** Those that nothing mended changes. */
  readonly unexplained: readonly Case[];
}

/** The cases are those of `verify --scope all --seed SEED --runs CASES`. */
export async function runCampaign(
  version: SdkVersion,
  { seed, cases }: { readonly seed: number; readonly cases: number },
): Promise<Campaign> {
  const attribution = await Attribution.of(version);
  const mended = await attribution.with(attribution.findings);
  const found = new Map<string, FoundSignature>();
  for (let first = 0; first < cases; first += BATCH_SIZE) {
    for (const case_ of drawBatch(seed, first / BATCH_SIZE, cases - first, "all")) {
      const signature = (await attribution.published(case_))?.signature;
      if (signature === undefined) continue;
      const shown = (await attribution.shownBy(case_, signature)).map(({ finding }) => finding);
      const before = found.get(signature) ?? NOTHING;
      found.set(
        signature,
        shown.length > 0
          ? added({ ...before, signature }, shown)
          : await withUnshown({ ...before, signature }, case_, mended),
      );
    }
  }
  const signatures = [...found.values()].toSorted((left, right) =>
    left.signature < right.signature ? -1 : 1,
  );
  return { version, seed, cases, signatures };
}

const NOTHING = { cases: 0, shows: {}, several: 0, unexplained: [] };

function added(before: FoundSignature, shown: readonly string[]): FoundSignature {
  const shows: Record<string, number> = { ...before.shows };
  for (const finding of shown) shows[finding] = (shows[finding] ?? 0) + 1;
  const sorted = Object.fromEntries(Object.entries(shows).toSorted());
  return { ...before, cases: before.cases + 1, shows: sorted };
}

/** With a case that shows no single finding. */
async function withUnshown(
  before: FoundSignature,
  case_: Case,
  mended: JudgeCase,
): Promise<FoundSignature> {
  const left = (await mended(case_))?.signature;
  // An SDK can't see work that it is not told of: told, it must hold.
  if (left === CUT_OFF_WORK && (await mended(withDurableWork(case_))) === undefined) {
    return added(before, [PLAIN_WORK]);
  }
  const cases = before.cases + 1;
  if (left !== before.signature) return { ...before, cases, several: before.several + 1 };
  return { ...before, cases, unexplained: [...before.unexplained, case_] };
}
