/**
 * What is known to be broken on one engine, and whether a failure is that: its signature says that
 * it may be, the shape of its minimal case that it is. Which failures are shrunk to see is decided
 * here too: shrinking them all would take far longer than finding them. Only what no mended engine
 * explains comes here (properties/suite/explain.ts).
 */
import type { Case } from "../model/case.ts";
import { ingredientsOf, shapeOf } from "../properties/shape.ts";
import { isKnownOn, type KnownFinding } from "../reports/known-finding.ts";

/** A kept case that fails on the engine. */
interface Shown {
  readonly id: string;
  readonly shape: string;
  readonly ingredients: ReadonlySet<string>;
}

export class KnownFindings {
  private readonly bySignature = new Map<string, Shown[]>();

  constructor(engine: string, findings: readonly KnownFinding[]) {
    for (const finding of findings) {
      if (isKnownOn(finding, engine)) this.add(engine, finding);
    }
  }

  private add(engine: string, { id, cases }: KnownFinding): void {
    for (const { case: case_, engines, signatures } of cases) {
      if (engines[engine] !== "fails") continue;
      const shown = { id, shape: shapeOf(case_), ingredients: ingredientsOf(case_) };
      for (const signature of signatures) {
        this.bySignature.set(signature, [...(this.bySignature.get(signature) ?? []), shown]);
      }
    }
  }

  /** Whether a finding is known to have this signature on the engine. */
  has(signature: string): boolean {
    return this.bySignature.has(signature);
  }

  /** The id of the finding that a minimal case shows; undefined if it shows none that is known. */
  idOf(signature: string, minimal: Case): string | undefined {
    const shape = shapeOf(minimal);
    return this.bySignature.get(signature)?.find((each) => each.shape === shape)?.id;
  }

  /**
   * What each kept case with this signature has and the failing case lacks, in a text; undefined if
   * it lacks nothing that one of them has. It then fails for another reason, or in another guise.
   */
  lackOf(signature: string, failing: Case): string | undefined {
    const found = ingredientsOf(failing);
    const lacks = (this.bySignature.get(signature) ?? []).map(({ ingredients }) =>
      [...ingredients].filter((each) => !found.has(each)).toSorted(),
    );
    return lacks.some((each) => each.length === 0) ? undefined : JSON.stringify(lacks);
  }
}

/** Of one signature at most so many cases are shrunk because they lack something. */
const LACKING_LIMIT = 12;

/**
 * Which failing cases are shrunk: of every signature the first; of one that is known also the 4th,
 * 16th, 64th and so on, and the first of each lot that lacks the same ingredients of all known
 * cases. What is shrunk depends on the cases alone, in their order.
 */
export class Sampling {
  private readonly known: KnownFindings;
  private readonly counts = new Map<string, number>();
  private readonly lacks = new Map<string, Set<string>>();

  constructor(known: KnownFindings) {
    this.known = known;
  }

  /** Counts a failing case, and says whether it is to be shrunk. */
  take(signature: string, failing: Case): boolean {
    const count = (this.counts.get(signature) ?? 0) + 1;
    this.counts.set(signature, count);
    const isNew = this.known.has(signature) && this.isNewLack(signature, failing);
    if (count === 1 || isNew) return true;
    return this.known.has(signature) && isPowerOfFour(count);
  }

  /** How many cases have failed with this signature so far. */
  count(signature: string): number {
    return this.counts.get(signature) ?? 0;
  }

  private isNewLack(signature: string, failing: Case): boolean {
    const lack = this.known.lackOf(signature, failing);
    const lacks = this.lacks.get(signature) ?? new Set();
    this.lacks.set(signature, lacks);
    if (lack === undefined || lacks.has(lack) || lacks.size >= LACKING_LIMIT) return false;
    lacks.add(lack);
    return true;
  }
}

function isPowerOfFour(count: number): boolean {
  let power = 1;
  while (power < count) power *= 4;
  return power === count;
}
