/** Timers under virtual time behave as Node's own do. */
import { describe, expect, test } from "vitest";
import type { VirtualClock } from "../impl/interrupt/virtual-clock.ts";
import { runAll, underVirtualTime } from "./clock-fixture.ts";

/** What `act` logs, with the times, once all that it has set has run. */
function logOf(act: (log: (text: string) => void) => void, most?: number): readonly string[] {
  return underVirtualTime((clock: VirtualClock) => {
    const lines: string[] = [];
    act((text) => lines.push(`${clock.now} ${text}`));
    runAll(clock, most);
    return lines;
  });
}

test("setTimeout runs once, after its delay, with its parameters", () => {
  const lines = logOf((log) => {
    setTimeout((left: string, right: number) => log(`${left} ${right}`), 10, "left", 2);
  });
  expect(lines).toEqual(["10 left 2"]);
});

test("timeouts of the same time run in the order in which they were set", () => {
  const lines = logOf((log) => {
    setTimeout(log, 2, "c");
    setTimeout(log, 1, "a");
    setTimeout(log, 1, "b");
  });
  expect(lines).toEqual(["1 a", "1 b", "2 c"]);
});

test("setImmediate runs without time passing, before any timeout", () => {
  const lines = logOf((log) => {
    setTimeout(log, 0, "timeout");
    setImmediate(log, "immediate");
  });
  expect(lines).toEqual(["0 immediate", "1 timeout"]);
});

test("setInterval runs again and again, with its parameters", () => {
  const lines = logOf((log) => setInterval(log, 10, "tick"), 3);
  expect(lines).toEqual(["10 tick", "20 tick", "30 tick"]);
});

test("an interval goes on after its callback throws", () => {
  const seen = underVirtualTime((clock) => {
    const times: number[] = [];
    setInterval(() => {
      times.push(clock.now);
      throw new Error("tick");
    }, 10);
    expect(() => clock.runNext()).toThrow("tick");
    expect(() => clock.runNext()).toThrow("tick");
    return times;
  });
  expect(seen).toEqual([10, 20]);
});

describe("a delay of", () => {
  test.each([
    [undefined, 1],
    [0, 1],
    [-5, 1],
    [Number.NaN, 1],
    [1.9, 1],
    [2.5, 2],
    [2_147_483_647, 2_147_483_647],
    [2_147_483_648, 1],
    [30 * 86_400_000, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])("%s means %s ms", (delay, expected) => {
    expect(logOf((log) => setTimeout(log, delay, "x"))).toEqual([`${expected} x`]);
    expect(logOf((log) => setInterval(log, delay, "x"), 1)).toEqual([`${expected} x`]);
  });
});

describe("clearing", () => {
  test("a timeout, an immediate and an interval before they run", () => {
    const lines = logOf((log) => {
      clearTimeout(setTimeout(log, 1, "timeout"));
      clearImmediate(setImmediate(log, "immediate"));
      clearInterval(setInterval(log, 1, "interval"));
    });
    expect(lines).toEqual([]);
  });

  test("an interval from its own callback stops it", () => {
    const lines = logOf((log) => {
      let count = 0;
      const interval = setInterval(() => {
        count += 1;
        log(`tick ${count}`);
        if (count === 2) clearInterval(interval);
      }, 10);
    }, 10);
    expect(lines).toEqual(["10 tick 1", "20 tick 2"]);
  });

  test("an interval after it has run stops it, by clearTimeout too", () => {
    const lines = logOf((log) => {
      const interval = setInterval(log, 10, "tick");
      setTimeout(() => clearTimeout(interval), 25);
    }, 10);
    expect(lines).toEqual(["10 tick", "20 tick"]);
  });

  test("one leaves the others alone", () => {
    const lines = logOf((log) => {
      setTimeout(log, 1, "kept");
      clearTimeout(setTimeout(log, 1, "cleared"));
    });
    expect(lines).toEqual(["1 kept"]);
  });

  test.each([undefined, null, "x", 0, {}])("%j does nothing", (handle) => {
    const lines = logOf((log) => {
      setTimeout(log, 1, "kept");
      for (const clear of [clearTimeout, clearInterval, clearImmediate]) clear(handle as never);
    });
    expect(lines).toEqual(["1 kept"]);
  });
});

test("handles can be asked to let the process end, and run all the same", () => {
  const lines = logOf((log) => {
    expect(setTimeout(log, 1, "x").unref().ref().hasRef()).toBe(true);
  });
  expect(lines).toEqual(["1 x"]);
});
