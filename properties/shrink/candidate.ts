/** The shape of a candidate for shrinking, and the two ways in which a list gets simpler. */
import type { Case } from "../../model/case.ts";

/** A simpler case, and in words what was done to get it. */
export interface Candidate {
  readonly removed: string;
  readonly case: Case;
}

export function without<Each>(list: readonly Each[], index: number): readonly Each[] {
  return list.toSpliced(index, 1);
}

export function replaced<Each>(list: readonly Each[], index: number, value: Each): readonly Each[] {
  return list.with(index, value);
}
