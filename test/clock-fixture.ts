/** Running code under virtual time, in a test's own hands. */
import { eachTimeDrained, installGlobals } from "../impl/interrupt/globals.ts";
import { VirtualClock } from "../impl/interrupt/virtual-clock.ts";

/** Runs tasks until none is left, or `most` of them have run. */
export function runAll(clock: VirtualClock, most = 1_000): void {
  for (let count = 0; count < most && clock.peek() !== undefined; count += 1) clock.runNext();
}

/** The same, with everything that promises do in between. */
export async function runAllAsync(clock: VirtualClock, most = 1_000): Promise<void> {
  let left = most;
  await eachTimeDrained(() => {
    if (left === 0 || clock.peek() === undefined) return "over";
    left -= 1;
    clock.runNext();
    return undefined;
  });
}

/** What `act` gives with the globals of a new virtual clock in place. */
export function underVirtualTime<Result>(act: (clock: VirtualClock) => Result, seed = 0): Result {
  const clock = new VirtualClock();
  const globals = installGlobals(clock, seed);
  try {
    return act(clock);
  } finally {
    globals.restore();
  }
}

/** The same for `act` that takes promises. */
export async function underVirtualTimeAsync<Result>(
  act: (clock: VirtualClock) => Promise<Result>,
): Promise<Result> {
  const clock = new VirtualClock();
  const globals = installGlobals(clock, 0);
  try {
    return await act(clock);
  } finally {
    globals.restore();
  }
}
