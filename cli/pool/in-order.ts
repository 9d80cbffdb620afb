/**
 * Hands on results in the order of their numbers, whatever order they come in: what a run finds
 * then does not depend on how many workers there are, or which is faster.
 */
export class InOrder<Result> {
  private readonly waiting = new Map<number, Result>();
  private readonly handOn: (result: Result) => void;
  private next = 0;

  constructor(handOn: (result: Result) => void) {
    this.handOn = handOn;
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
      this.next += 1;
      if (!this.waiting.has(next)) continue;
      const result = this.waiting.get(next) as Result;
      this.waiting.delete(next);
      this.handOn(result);
    }
  }
}
