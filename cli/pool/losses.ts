/** What was lost, batch by batch, until it is told. */
import type { Case } from "../../model/case.ts";
import type { RunBatch, SearchResult } from "./messages.ts";
import { LostError, type WatchedWorker } from "./watched-worker.ts";
import type { Unjudged } from "./work.ts";

/** Cases that got no verdict, because of what the engine did. */
export interface Loss {
  /** The first of them, and how many there are. */
  readonly caseNumber: number;
  readonly cases: number;
  readonly reason: string;
  /** The case that is lost whenever it is run; undefined where none is that by itself. */
  readonly case: Case | undefined;
}

/** What became of a batch; without a result if the run ended before the batch did. */
export interface BatchEnd {
  readonly result: RunBatch | SearchResult | undefined;
  readonly lost: readonly Loss[];
}

/** The losses of batches that have not ended, those of each in the order of their cases. */
export class Losses {
  private readonly byBatch = new Map<number, readonly Loss[]>();

  add(batch: number, loss: Loss): void {
    const all = [...this.of(batch), loss];
    const inOrder = all.toSorted((left, right) => left.caseNumber - right.caseNumber);
    this.byBatch.set(batch, inOrder);
  }

  of(batch: number): readonly Loss[] {
    return this.byBatch.get(batch) ?? [];
  }

  /** Those of a batch that has ended. */
  take(batch: number): readonly Loss[] {
    const lost = this.of(batch);
    this.byBatch.delete(batch);
    return lost;
  }

  batches(): readonly number[] {
    return [...this.byBatch.keys()];
  }
}

/** How a worker is lost that runs nothing but this case, and is closed then; undefined if it is not. */
export async function lossOf(worker: WatchedWorker, case_: Case): Promise<string | undefined> {
  try {
    await worker.run({ kind: "replay", case: case_, explain: true });
    return undefined;
  } catch (error) {
    if (!(error instanceof LostError)) throw error;
    return error.message;
  } finally {
    await worker.close();
  }
}

/** Of a batch whose damage showed when innocent cases ran; `before` of its cases are lost already. */
export function lateDamage(
  { first, cases, where }: Unjudged,
  message: string,
  before: number,
): Loss {
  return {
    caseNumber: first,
    cases: Math.max(1, cases - before),
    case: undefined,
    reason: `${message}, but in no case that is lost by itself: the engine did damage that showed later, in or before ${where}`,
  };
}
