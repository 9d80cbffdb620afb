/** Signs of life of a worker thread, in memory that it shares with the thread that watches it. */

const CASE = 0;
const CASES_BEGUN = 1;
const INVOCATIONS_BEGUN = 2;
const HURRIED = 3;
const INVOCATIONS_BEFORE = 4;

export class Pulse {
  readonly memory: SharedArrayBuffer;
  private readonly numbers: Int32Array;

  /** `memory` is that of another thread's pulse. */
  constructor(memory = new SharedArrayBuffer(5 * Int32Array.BYTES_PER_ELEMENT)) {
    this.memory = memory;
    this.numbers = new Int32Array(memory);
  }

  /** The case of this number begins, on the engine or on a mended one. */
  beginCase(caseNumber: number): void {
    Atomics.store(this.numbers, CASE, caseNumber);
    Atomics.store(this.numbers, INVOCATIONS_BEFORE, this.invocationsBegun);
    Atomics.add(this.numbers, CASES_BEGUN, 1);
  }

  beginInvocation(): void {
    Atomics.add(this.numbers, INVOCATIONS_BEGUN, 1);
  }

  /** Asks for the end of what is under way. */
  hurry(): void {
    Atomics.store(this.numbers, HURRIED, 1);
  }

  get hurried(): boolean {
    return Atomics.load(this.numbers, HURRIED) === 1;
  }

  /** The case that runs, or was the last to run; undefined if none ever did. */
  get caseNumber(): number | undefined {
    return this.casesBegun === 0 ? undefined : Atomics.load(this.numbers, CASE);
  }

  /** Of the case that runs. */
  get invocationsOfCase(): number {
    return this.invocationsBegun - Atomics.load(this.numbers, INVOCATIONS_BEFORE);
  }

  /** These two only ever grow, until they wrap around. */
  get casesBegun(): number {
    return Atomics.load(this.numbers, CASES_BEGUN);
  }

  get invocationsBegun(): number {
    return Atomics.load(this.numbers, INVOCATIONS_BEGUN);
  }
}
