/**
 * Hands on results in the order of their numbers, whatever order they come in: what a run finds
 * then does not depend on how many workers there are, or which is faster.
 */
export class InOrder<Result> {
  private readonly waiting = new Map<number, Result>();
  private readonly handOn: (result: Result) => void;
  private readonly step: number;
  private next: number;

  /** The numbers are `first`, `first + step` and so on. */
  constructor(handOn: (result: Result) => void, { first, step } = { first: 0, step: 1 }) {
    this.handOn = handOn;
    this.next = first;
    this.step = step;
  }

  /** Takes a result, and hands on all that are next in order. */
  add(number: number, result: Result): void {
    this.waiting.set(number, result);
    this.flush(false);
  }

  /** Hands on all that are there, past those that never came. */
  finish(): void {
    this.flush(true);
  }

  private flush(all: boolean): void {
    for (;;) {
      const { next } = this;
      if (!this.waiting.has(next) && !(all && this.waiting.size > 0)) return;
      this.next += this.step;
      if (!this.waiting.has(next)) continue;
      const result = this.waiting.get(next) as Result;
      this.waiting.delete(next);
      this.handOn(result);
    }
  }
}
