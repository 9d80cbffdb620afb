/**
 * Stretches of the enumeration of workflows. Whoever reads one after the other goes on where the
 * last one ended, and does not begin again.
 */
import type { Workflow } from "../../model/workflow.ts";
import { countWorkflows, everyWorkflow, type Kinds } from "./every-workflow.ts";

/** The workflows of a size from one number up to and without another, counted from 0. */
export interface Stretch {
  readonly operations: number;
  readonly kinds: Kinds;
  readonly from: number;
  readonly to: number;
}

export class Stretches {
  private workflows: Iterator<Workflow> | undefined;
  private of = "";
  private at = 0;

  *read({ operations, kinds, from, to }: Stretch): Generator<Workflow> {
    const of = `${operations} ${kinds}`;
    if (this.workflows === undefined || of !== this.of || from < this.at) {
      this.workflows = everyWorkflow(operations, kinds);
      this.of = of;
      this.at = 0;
    }
    for (; this.at < to; ) {
      const next = this.workflows.next();
      if (next.done === true) return;
      this.at += 1;
      if (this.at > from) yield next.value;
    }
  }
}

/** All workflows of 1 up to so many operations, cut into stretches of at most `length`. */
export function* stretchesUpTo(
  operations: number,
  kinds: Kinds,
  length: number,
): Generator<Stretch> {
  for (let size = 1; size <= operations; size += 1) {
    const count = countWorkflows(size, kinds);
    for (let from = 0; from < count; from += length) {
      yield { operations: size, kinds, from, to: Math.min(from + length, count) };
    }
  }
}

/** The stretch that holds only the workflow of that number, counted from 0 over all sizes. */
export function stretchAt(number: number, operations: number, kinds: Kinds): Stretch {
  let smaller = 0;
  for (let size = 1; size <= operations; size += 1) {
    const count = countWorkflows(size, kinds);
    const from = number - smaller;
    if (from < count) return { operations: size, kinds, from, to: from + 1 };
    smaller += count;
  }
  throw new RangeError(`There is no workflow ${number}`);
}

/** How many workflows there are of 1 up to so many operations. */
export function countUpTo(operations: number, kinds: Kinds): number {
  let count = 0;
  for (let size = 1; size <= operations; size += 1) count += countWorkflows(size, kinds);
  return count;
}
