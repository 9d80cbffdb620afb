/** Async context is kept across virtual timers, as it is across Node's own. */
import { AsyncLocalStorage } from "node:async_hooks";
import { expect, test } from "vitest";
import { runAll, runAllAsync, underVirtualTime, underVirtualTimeAsync } from "./clock-fixture.ts";

const storage = new AsyncLocalStorage<string>();

test("a timer's callback runs in the context in which the timer was set", () => {
  const seen = underVirtualTime((clock) => {
    const lines: string[] = [];
    const log = (name: string) => lines.push(`${name} in ${storage.getStore()}`);
    const setAll = () => {
      setTimeout(log, 10, "timeout");
      setImmediate(log, "immediate");
      setInterval(log, 20, "interval");
    };
    storage.run("a", setAll);
    storage.run("b", setAll);
    storage.run("elsewhere", () => runAll(clock, 8));
    return lines;
  });
  const round = (name: string) => [`${name} in a`, `${name} in b`];
  const expected = ["immediate", "timeout", "interval", "interval"].flatMap(round);
  expect(seen).toEqual(expected);
});

test("an await on a timer stays in its context", async () => {
  const seen = await underVirtualTimeAsync(async (clock) => {
    const lines: string[] = [];
    const work = async (milliseconds: number) => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      lines.push(`${clock.now} in ${storage.getStore()}`);
    };
    void storage.run("a", () => work(2));
    void storage.run("b", () => work(1));
    await storage.run("elsewhere", () => runAllAsync(clock));
    return lines;
  });
  expect(seen).toEqual(["1 in b", "2 in a"]);
});
