/**
 * Puts a virtual clock where an engine looks for time: `setTimeout`, `setInterval`, `setImmediate`,
 * their clears, `Date`, `Math.random`, and the depth of stacks. What the harness itself needs of the real ones it took
 * before.
 */
import { AsyncResource } from "node:async_hooks";
import { type Task, VirtualClock } from "./virtual-clock.ts";

const realSetImmediate = globalThis.setImmediate;
const RealDate = globalThis.Date;

/** Virtual time starts here: 2030-01-01T00:00:00Z, so that a real date is recognised at once. */
export const EPOCH = RealDate.UTC(2030, 0, 1);

/** How many real immediates are queued at once: Node runs all microtasks between any two of them. */
const IMMEDIATES = 32;
let queued = 0;
let waiting: (() => void) | undefined;

/**
 * Calls `step` each time everything has run that does not need a timer, all microtasks, whoever queued
 * them, until it gives something; gives that. One caller at a time. A turn of the event loop costs a
 * system call, so many steps share one, and a promise for each of them would cost as much as the step.
 *
 * @throws what `step` throws.
 */
export function eachTimeDrained<Result>(step: () => Result | undefined): Promise<Result> {
  return new Promise((resolve, reject) => {
    const run = () => {
      try {
        const result = step();
        if (result === undefined) wait(run);
        else resolve(result);
      } catch (error) {
        reject(error);
      }
    };
    wait(run);
  });
}

function wait(run: () => void): void {
  waiting = run;
  if (queued === 0) queueImmediates();
}

function queueImmediates(): void {
  for (let count = 0; count < IMMEDIATES; count += 1) realSetImmediate(wake);
  queued += IMMEDIATES;
}

/**
 * Waits until real timers that are due, and what has come in meanwhile, have had their turn. Whoever
 * then goes on has the first steps in the same one.
 */
export function turnEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    realSetImmediate(resolve);
    queueImmediates();
  });
}

function wake(): void {
  queued -= 1;
  const waiter = waiting;
  waiting = undefined;
  waiter?.();
}

/** What is put in place of the real globals, and put back by `restore`. */
export interface VirtualGlobals {
  /** A date as code under this clock makes it, from milliseconds since 1970. */
  readonly date: (milliseconds: number) => Date;
  /** What `Math.random` gives. */
  readonly random: RandomSequence;
  readonly restore: () => void;
}

/** Makes `clock` the time that all code in this thread sees, until `restore` is called. */
export function installGlobals(clock: VirtualClock, seed: number): VirtualGlobals {
  const real = {
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
    setImmediate: globalThis.setImmediate,
    clearImmediate: globalThis.clearImmediate,
    Date: globalThis.Date,
  };
  const realRandom = Math.random;
  current = clock;
  Object.assign(globalThis, virtualTimers, { Date: VirtualDate });
  const random = new RandomSequence(seed);
  Math.random = () => random.next();
  // Some engines record the stacks of errors: where code lies and how it came there is not theirs.
  const realStackTraceLimit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  return {
    date: (milliseconds) => new VirtualDate(milliseconds),
    random,
    restore: () => {
      Object.assign(globalThis, real);
      Math.random = realRandom;
      Error.stackTraceLimit = realStackTraceLimit;
    },
  };
}

type Callback = (...parameters: unknown[]) => void;

/** A handle that looks enough like Node's own for code that calls `unref` or `refresh` on it. */
class TimerHandle {
  task: Task;
  constructor(task: Task) {
    this.task = task;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
}

/**
 * The clock that virtual time follows. Timers and dates are made once and look it up: a thread has
 * one set of globals, so one clock at a time.
 */
let current = new VirtualClock();

const virtualTimers = createTimers();

function createTimers() {
  const schedule = (callback: Callback, delay: number, parameters: unknown[]) => {
    // A real timer runs its callback in the async context in which it was made.
    const resource = new AsyncResource("VirtualTimer");
    return current.after(delay, () => resource.runInAsyncScope(callback, undefined, ...parameters));
  };
  const clear = (handle: unknown) => {
    if (handle instanceof TimerHandle) handle.task.cancelled = true;
  };
  return {
    setTimeout: (callback: Callback, delay?: number, ...parameters: unknown[]) =>
      new TimerHandle(schedule(callback, timerDelay(delay), parameters)),
    setImmediate: (callback: Callback, ...parameters: unknown[]) =>
      new TimerHandle(schedule(callback, 0, parameters)),
    setInterval: (callback: Callback, delay?: number, ...parameters: unknown[]) => {
      const handle = new TimerHandle(schedule(tick, timerDelay(delay), []));
      function tick() {
        handle.task = schedule(tick, timerDelay(delay), []);
        callback(...parameters);
      }
      return handle;
    },
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
}

/** As Node has it: at least 1 ms, and 1 ms for anything that does not fit 31 bits. */
function timerDelay(delay: number | undefined): number {
  const milliseconds = Math.trunc(Number(delay ?? 1));
  return milliseconds >= 1 && milliseconds <= 2_147_483_647 ? milliseconds : 1;
}

const VirtualDate = class VirtualDate extends RealDate {
  constructor(...parameters: unknown[]) {
    if (parameters.length === 0) super(EPOCH + current.now);
    // What nearly all dates are made of; spreading it takes twice as long.
    else if (parameters.length === 1) super(parameters[0] as number);
    else super(...(parameters as [number, number]));
  }
  static override now(): number {
    return EPOCH + current.now;
  }
  static override [Symbol.hasInstance](value: unknown): boolean {
    return Object.prototype.toString.call(value) === "[object Date]";
  }
} as typeof Date;

/** A small seeded generator (mulberry32): the same state gives the same numbers in [0, 1). */
export class RandomSequence {
  /** All that the numbers to come depend on. */
  state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    const { state } = this;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
}
